// Light or dark: as the system says, unless the user chose.
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { Theme } from '../charts/color.ts';

export function useColors(): Theme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const signs = { auto: '◐', light: '☀', dark: '☾' } as const;

export function ColorsButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = `Colours: ${colorScheme === 'auto' ? 'as the system' : colorScheme}. Change to ${next[colorScheme]}.`;
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      <span aria-hidden>{signs[colorScheme]}</span>
    </ActionIcon>
  );
}
