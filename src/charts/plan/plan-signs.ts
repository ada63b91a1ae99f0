// The signs of a step's state: shapes tell them apart, colour only repeats it.
import type { Palette, Theme } from '../color.ts';
import type { PathMark } from '../scene.ts';
import type { PlanState } from './plan-tree.ts';

export type SignState = PlanState | 'partly';
export const alarm: Readonly<Record<Theme, string>> = { light: '#b3261e', dark: '#ff8a80' };

/** The sign at several places as one mark. `hue` is of the phase. */
export function sign(
  state: SignState,
  at: readonly (readonly [number, number])[],
  look: { hue: string; r: number; palette: Palette; theme: Theme },
): PathMark {
  const { hue, r, palette, theme } = look;
  const d = at.map(([x, y]) => shapes[state](x, y, r)).join('');
  const role = `step-${state}`;
  switch (state) {
    case 'finished':
    case 'running':
    case 'interrupted':
      return { type: 'path', d, fill: hue, stroke: palette.background, width: 1, role };
    case 'partly':
      return { type: 'path', d, fill: hue, stroke: hue, width: 1.2, role };
    case 'failed':
      return { type: 'path', d, stroke: alarm[theme], width: 2.2, role };
    case 'cancelled':
      return { type: 'path', d, stroke: palette.muted, width: 2.2, role };
    case 'waiting':
    case 'new':
      return { type: 'path', d, fill: palette.background, stroke: palette.muted, width: 1.2, role };
  }
}

const n = (value: number): number => Math.round(value * 10) / 10;
const circle = (x: number, y: number, r: number): string =>
  `M${n(x - r)},${n(y)}a${n(r)},${n(r)},0,1,0,${n(2 * r)},0a${n(r)},${n(r)},0,1,0,${n(-2 * r)},0Z`;
const bar = (x: number, y: number, w: number, h: number): string =>
  `M${n(x)},${n(y)}h${n(w)}v${n(h)}h${n(-w)}Z`;

const shapes: Readonly<Record<SignState, (x: number, y: number, r: number) => string>> = {
  finished: circle,
  waiting: (x, y, r) => circle(x, y, r * 0.9),
  new: (x, y, r) => `M${n(x - r)},${n(y)}L${n(x)},${n(y - r)}L${n(x + r)},${n(y)}L${n(x)},${n(y + r)}Z`,
  running: (x, y, r) =>
    `M${n(x - r)},${n(y - r * 1.25)}L${n(x + r * 1.4)},${n(y)}L${n(x - r)},${n(y + r * 1.25)}Z`,
  interrupted: (x, y, r) =>
    bar(x - r, y - r * 1.1, r * 0.75, r * 2.2) + bar(x + r * 0.25, y - r * 1.1, r * 0.75, r * 2.2),
  // The outline is a whole circle, the filled part its left half.
  partly: (x, y, r) =>
    `M${n(x)},${n(y - r)}a${n(r)},${n(r)},0,0,0,0,${n(2 * r)}Za${n(r)},${n(r)},0,0,1,0,${n(2 * r)}a${n(r)},${n(r)},0,0,0,0,${n(-2 * r)}`,
  failed: (x, y, r) =>
    `M${n(x - r)},${n(y - r)}l${n(2 * r)},${n(2 * r)}M${n(x - r)},${n(y + r)}l${n(2 * r)},${n(-2 * r)}`,
  cancelled: (x, y, r) => `M${n(x - r)},${n(y)}h${n(2 * r)}`,
};
