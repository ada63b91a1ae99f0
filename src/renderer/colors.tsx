// Light or dark: as the system says, unless the user chose.
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Half2Icon, MoonIcon, SunIcon } from '@radix-ui/react-icons';
import type { Theme } from '../charts/color.ts';

export function useColors(): Theme {
  return useComputedColorScheme('light', { getInitialValueInEffect: false });
}

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const signs = { auto: Half2Icon, light: SunIcon, dark: MoonIcon } as const;

export function ColorsButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Sign = signs[colorScheme];
  const label = `Colours: ${colorScheme === 'auto' ? 'as the system' : colorScheme}. Change to ${next[colorScheme]}.`;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      <Sign aria-hidden />
    </ActionIcon>
  );
}
