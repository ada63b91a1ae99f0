// The window's entry: opens the link to the host, mounts the workbench.
import '@mantine/core/styles.css';
import './style.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { Keyhole } from './electron-link.ts';
import { theme } from './theme.ts';
import { openLink } from './window-link.ts';
import { createStore } from './workbench-store.ts';

const store = createStore(openLink(globalThis as { springback?: Keyhole }));
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App store={store} />
    </MantineProvider>
  </StrictMode>,
);
