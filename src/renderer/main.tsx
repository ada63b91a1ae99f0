// The window's entry: opens the link to the host, mounts the workbench.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import 'driver.js/dist/driver.css';
import './style.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { Keyhole } from './electron-link.ts';
import { Look } from './shell/look.tsx';
import { startPreferences } from './shell/preferences.ts';
import { openLink } from './window-link.ts';
import { createStore } from './workbench-store.ts';

startPreferences();
const store = createStore(openLink(globalThis as { springback?: Keyhole }));
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <Look>
      <App store={store} />
    </Look>
  </StrictMode>,
);
