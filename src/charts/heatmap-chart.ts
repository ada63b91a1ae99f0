// A number for each pair of two amounts, such as the score after n⁻ examples of a model aligned with n⁺: a cell per pair,
// its colour and, where there is room, its value. The ramp diverges around one half.
import type { LedgerChart } from '../core/claims/ledger-schema.ts';
import { contrast, palettes, type Theme } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { type FigureSize, figure } from './figure.ts';
import { formatAmount, formatValue } from './format.ts';
import type { Hit, Mark, Scene } from './scene.ts';

export type HeatmapData = Extract<LedgerChart, { type: 'heatmap' }>;

/** Blue for 1, orange for 0, the background's grey for one half: two hues that the colour-blind can tell. */
const ends: Readonly<Record<Theme, readonly [Rgb, Rgb, Rgb]>> = {
  light: [
    [214, 96, 20],
    [240, 240, 240],
    [16, 98, 170],
  ],
  dark: [
    [240, 132, 60],
    [44, 48, 56],
    [86, 168, 233],
  ],
};
type Rgb = readonly [number, number, number];

/** The colour of a score in 0 … 1. */
export function diverging(theme: Theme, value: number): string {
  const [low, middle, high] = ends[theme];
  const share = Math.min(1, Math.max(0, value));
  const [from, to, part] = share < 0.5 ? [low, middle, share * 2] : [middle, high, share * 2 - 1];
  const channel = (i: 0 | 1 | 2): string =>
    Math.round(from[i] + (to[i] - from[i]) * part)
      .toString(16)
      .padStart(2, '0');
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

export function heatmapChart(data: HeatmapData, size: FigureSize): Scene {
  if (!data.values.some((row) => row.some((value) => value !== null)))
    return emptyScene(size, size.theme, data.title, 'No finished run has measured this.');
  const palette = palettes[size.theme];
  return figure(
    {
      title: data.title,
      legend: [],
      notes: [
        `${data.valueName}, ${data.n === 1 ? 'of one seed' : `the mean over up to ${data.n} seeds`}; blue above one half, orange below. A cell without colour was not measured.`,
      ],
      xName: data.xName,
      yName: data.yName,
      left: 84,
      draw(frame) {
        const width = (frame.right - frame.left) / data.x.length;
        const height = (frame.bottom - frame.top) / data.y.length;
        const top = (row: number): number => frame.bottom - (row + 1) * height;
        const cells = data.values.flatMap((row, i) =>
          row.flatMap((value, j) =>
            value === null ? [] : [{ value, x: frame.left + j * width, y: top(i), i, j }],
          ),
        );
        const rects = cells.map(
          ({ value, x, y }): Mark => ({
            type: 'rect',
            ...{ x: x + 0.5, y: y + 0.5, width: Math.max(0.5, width - 1), height: Math.max(0.5, height - 1) },
            fill: diverging(size.theme, value),
            role: 'cell',
          }),
        );
        const texts = cells.map(
          ({ value, x, y }): Mark => ({
            type: 'text',
            ...{
              x: x + width / 2,
              y: y + height / 2 + 4,
              text: formatValue(value),
              size: 11,
              anchor: 'middle',
            },
            fill: ink(value, size.theme),
            role: 'value',
          }),
        );
        const hits = cells.map(
          ({ value, x, y, i, j }): Hit => ({
            x: x + width / 2,
            y: y + height / 2,
            color: palette.text,
            lines: [
              `${data.yName} ${formatAmount(data.y[i]!)}`,
              `${data.xName} ${formatAmount(data.x[j]!)}`,
              `${data.valueName} ${formatValue(value, 3)}`,
            ],
          }),
        );
        const yTicks = data.y.map(
          (value, i): Mark => ({
            type: 'text',
            ...{
              x: frame.left - 8,
              y: top(i) + height / 2 + 4,
              text: formatAmount(value),
              size: 11,
              anchor: 'end',
            },
            fill: palette.muted,
            role: 'axis',
          }),
        );
        return {
          y: { of: () => frame.bottom, ticks: [], domain: [0, 1] },
          ticks: data.x.map((value, j) => ({
            at: frame.left + (j + 0.5) * width,
            label: formatAmount(value),
          })),
          marks: [...rects, ...(width >= 34 && height >= 16 ? texts : []), ...yTicks],
          hits,
        };
      },
    },
    size,
  );
}

/** Text on a cell: black or white, whichever stands out more. */
const ink = (value: number, theme: Theme): string => {
  const cell = diverging(theme, value);
  return contrast('#000000', cell) > contrast('#ffffff', cell) ? '#000000' : '#ffffff';
};
