// The window's look: Mantine's defaults, calmer: system fonts, one accent, small radii.
import { createTheme } from '@mantine/core';
import { fontFamily } from '../charts/scene.ts';

export const theme = createTheme({
  fontFamily,
  headings: { fontFamily, fontWeight: '600' },
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
});
