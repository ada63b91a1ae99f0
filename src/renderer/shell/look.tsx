// Mantine's theme with what the user prefers of it.
import { MantineProvider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { cssVariables, theme } from '../theme.ts';
import { colorSchemeManager, useReducedMotion } from './preferences.ts';

export function Look({ children }: { children: ReactNode }) {
  const reduced = useReducedMotion();
  const chosen = useMemo(() => ({ ...theme, ...(reduced ? still : moving) }), [reduced]);
  return (
    <MantineProvider
      theme={chosen}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
    >
      {children}
    </MantineProvider>
  );
}

/** What moves by script rather than by style sheet is told here; `html[data-motion]` stops the rest. */
const still = { respectReducedMotion: true };
const moving = { respectReducedMotion: false };
