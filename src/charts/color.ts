// Colours of charts: a sequential ramp for sizes and amounts, hues for names, fixed hues for phases, in two themes.
// Every line colour keeps a contrast of at least 3:1 with its background (WCAG 2.2, 1.4.11); a test holds it.
import type { PhaseName } from '../core/schedule.ts';

export type Theme = 'light' | 'dark';
type Rgb = readonly [number, number, number];

export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
}
export const palettes: Readonly<Record<Theme, Palette>> = {
  light: { background: '#ffffff', text: '#1f2328', muted: '#57606a', axis: '#8c959f', grid: '#eaeef2' },
  dark: { background: '#16181d', text: '#e6e8ec', muted: '#a0a7b4', axis: '#6b7280', grid: '#262a33' },
};

/** matplotlib's `plasma` (S. van der Walt, N. Smith; CC0) at 0, 0.1, …, 1: perceptually even, safe for the colour-blind. */
const plasma: readonly Rgb[] = [
  [13, 8, 135],
  [65, 4, 157],
  [106, 0, 168],
  [143, 13, 164],
  [177, 42, 144],
  [204, 71, 120],
  [225, 100, 98],
  [242, 132, 75],
  [252, 166, 54],
  [252, 206, 37],
  [240, 249, 33],
];
/** The part of the ramp that stands out from the theme's background. */
const window: Readonly<Record<Theme, readonly [number, number]>> = {
  light: [0.02, 0.62],
  dark: [0.42, 0.92],
};

/** The colour of a share of the way (0 … 1) from the smallest to the largest value. */
export function sequential(theme: Theme, share: number): string {
  const [from, to] = window[theme];
  const place = (from + (to - from) * Math.min(1, Math.max(0, share))) * (plasma.length - 1);
  const below = Math.min(Math.floor(place), plasma.length - 2);
  const rest = place - below;
  const a = plasma[below]!;
  const b = plasma[below + 1]!;
  return hex([a[0] + (b[0] - a[0]) * rest, a[1] + (b[1] - a[1]) * rest, a[2] + (b[2] - a[2]) * rest]);
}

/**
 * Hues for values without an order: blue, orange, green, purple, olive or yellow, grey. Chosen for the largest least
 * difference between any two of them (CIEDE2000 17 and more) as seen with normal vision and with each of the three colour
 * vision deficiencies, at a contrast of 3:1 and more; a test holds both.
 */
const hues: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#185aa3', '#d76e01', '#459b78', '#6e1d4f', '#595101', '#797f94'],
  dark: ['#2f8eeb', '#e07b48', '#73eeb8', '#fdb7e4', '#f4f246', '#8a9094'],
};
export function categorical(theme: Theme, index: number): string {
  return hues[theme][index % hues[theme].length]!;
}

/** Colours for some lines that have an order or none: hues as far as they go, the ramp for more. */
export function lineColor(theme: Theme, index: number, count: number): string {
  return count <= hues[theme].length ? categorical(theme, index) : sequential(theme, index / (count - 1));
}

/** Colours for a list of distinct axis values: the ramp if they are numbers, hues otherwise. */
export function colorsOf(theme: Theme, values: readonly unknown[]): string[] {
  const ordered = values.every((value) => typeof value === 'number');
  if (!ordered || values.length === 1) return values.map((_, index) => categorical(theme, index));
  return values.map((_, index) => sequential(theme, index / (values.length - 1)));
}

/** The hue of a phase is the same everywhere: grey for what everything starts from, then blue, orange, green, … */
const phasePlaces: Readonly<Record<PhaseName, number>> = {
  pretrain: 5,
  align: 0,
  unalign: 1,
  realign: 2,
  transfer: 3,
  joint: 4,
};
export function phaseColor(theme: Theme, phase: PhaseName): string {
  return categorical(theme, phasePlaces[phase]);
}

export type PhaseHue = PhaseName;
const phaseColorsOf = (theme: Theme): Readonly<Record<PhaseHue, string>> =>
  Object.fromEntries(
    Object.keys(phasePlaces).map((phase) => [phase, phaseColor(theme, phase as PhaseHue)]),
  ) as Record<PhaseHue, string>;
export const phaseColors: Readonly<Record<Theme, Readonly<Record<PhaseHue, string>>>> = {
  light: phaseColorsOf('light'),
  dark: phaseColorsOf('dark'),
};

/** WCAG contrast ratio of two `#rrggbb` colours, 1 … 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const channel = (start: number): number => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
