// The window's look: Mantine's defaults, calmer: system fonts, one accent, small radii.
import {
  Anchor,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Loader,
  Menu,
  Modal,
  MultiSelect,
  Notification,
  Select,
} from '@mantine/core';
import { fontFamily } from '../charts/scene.ts';

// The list itself scrolls: it is what the field says it controls.
const options = { options: { maxHeight: 240, overflowY: 'auto' } } as const;

export const theme = createTheme({
  fontFamily,
  headings: { fontFamily, fontWeight: '600' },
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  // White on anything lighter has a contrast below 4.5:1.
  luminanceThreshold: 0.18,
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // A link inside text is told by more than its colour.
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    // Its first item has the focus: an element before it that is no item has no place in a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Select: Select.extend({ defaultProps: { withScrollArea: false }, styles: options }),
    MultiSelect: MultiSelect.extend({ defaultProps: { withScrollArea: false }, styles: options }),
    // A cross alone has no name.
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    // Only what has a role may have a name.
    Loader: Loader.extend({ defaultProps: { role: 'img' } }),
  },
});

const badgeColors = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'indigo',
  'violet',
  'grape',
  'pink',
  'cyan',
  'lime',
];

/** Mantine's text on light grounds of the same hue, darkened until it has a contrast of 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-placeholder': 'var(--quiet)',
    ...Object.fromEntries(
      badgeColors.map((name) => [
        `--mantine-color-${name}-light-color`,
        `color-mix(in srgb, var(--mantine-color-${name}-9) 62%, black)`,
      ]),
    ),
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-placeholder': 'var(--quiet)',
  },
});
