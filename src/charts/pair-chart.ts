// Two numbers of each cell beside each other, such as inverse and forward training of one pair of slices: one row per
// cell, a dot for each of the two with its interval, joined.
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { LedgerChart, Summary } from '../core/claims/ledger-schema.ts';
import { categorical, type Palette, palettes } from './color.ts';
import { meanWords, seedsText } from './count-words.ts';
import { emptyScene } from './empty-scene.ts';
import type { FigureSize } from './figure.ts';
import { formatTicks, formatValue } from './format.ts';
import { footnote, legend } from './legend.ts';
import { marker } from './marker.ts';
import { type Hit, type Mark, type Scene, textWidth } from './scene.ts';
import { yDomain } from './y-scale.ts';

export type PairData = Extract<LedgerChart, { type: 'pairs' }>;
type Cell = PairData['cells'][number];

const rowHeight = 22;

/** Height that a chart of these cells needs, pixels. */
export const pairChartHeight = ({ cells }: PairData): number =>
  118 + cells.length * rowHeight + new Set(cells.map(({ group }) => group)).size * (rowHeight - 4);

export function pairChart(data: PairData, size: FigureSize): Scene {
  const values = data.cells.flatMap(({ first, second }) =>
    [first, second].flatMap(({ mean, low, high }) => [mean, low, high]),
  );
  const domain = yDomain(values.map((value) => value ?? Number.NaN));
  if (domain === null)
    return emptyScene(size, size.theme, data.title, 'No finished run has measured a cell of this.');
  const palette = palettes[size.theme];
  const colors = [categorical(size.theme, 0), categorical(size.theme, 1)] as const;
  const box = { left: 12, width: size.width - 24, palette };
  const key = legend(
    '',
    [data.firstName, data.secondName].map((label, i) => ({ label, color: colors[i]!, shape: i })),
    { ...box, top: 4 },
  );
  const n = data.cells.flatMap(({ first, second }) => [first.n, second.n]).filter((one) => one > 0);
  const notes = [
    Math.max(...n) < 2
      ? `Each mark is ${meanWords(n)}.`
      : `Means over seeds with 95 % Student intervals${Math.min(...n) < 2 ? ' where two or more seeds are measured' : ''} (${seedsText(n)}).`,
  ];
  const notesHeight = footnote(notes, { ...box, top: 0 }).height;
  const widest = Math.max(...data.cells.map(({ label }) => textWidth(label, 11)));
  const left = Math.min(size.width * 0.45, Math.max(70, widest + 24));
  const frame = { left, right: size.width - 18, top: key.height + 8, bottom: size.height - notesHeight - 50 };
  const x = scaleLinear().domain(domain).range([frame.left, frame.right]);
  const rows = layOut(data.cells, frame.top, frame.bottom);
  const drawn = rows.cells.map(({ cell, y }) =>
    cellMarks(cell, y, { x, colors, palette, data, left, widest: left - 14 }),
  );
  return {
    width: size.width,
    height: size.height,
    background: palette.background,
    title: data.title,
    description: notes.join(' '),
    marks: [
      ...key.marks,
      ...xAxis(x, frame, palette, data.unit),
      ...rows.groups.map(
        ({ name, y }): Mark => ({
          type: 'text',
          ...{ x: 12, y: y + 4, text: name, fill: palette.text, size: 11, weight: 600, role: 'group' },
        }),
      ),
      ...drawn.flatMap(({ marks }) => marks),
      ...footnote(notes, { ...box, top: size.height - notesHeight - 4 }).marks,
    ],
    hits: drawn.flatMap(({ hits }) => hits),
  };
}

interface Rows {
  readonly cells: readonly { cell: Cell; y: number }[];
  readonly groups: readonly { name: string; y: number }[];
}

/** A row for each named group's heading and each cell, evenly from top to bottom. */
function layOut(cells: readonly Cell[], top: number, bottom: number): Rows {
  const grouped = [...Map.groupBy(cells, ({ group }) => group)];
  const named = grouped.filter(([name]) => name !== '').length;
  const step = (bottom - top) / (cells.length + named);
  let row = 0;
  const next = (): number => top + (row++ + 0.5) * step;
  const groups: { name: string; y: number }[] = [];
  const placed = grouped.flatMap(([name, own]) => {
    if (name !== '') groups.push({ name, y: next() });
    return own.map((cell) => ({ cell, y: next() }));
  });
  return { cells: placed, groups };
}

interface RowStyle {
  readonly x: (value: number) => number;
  readonly colors: readonly [string, string];
  readonly palette: Palette;
  readonly data: PairData;
  readonly left: number;
  readonly widest: number;
}

function cellMarks(cell: Cell, y: number, style: RowStyle): { marks: Mark[]; hits: Hit[] } {
  const { x, colors, palette, data, left, widest } = style;
  const [a, b] = [cell.first.mean, cell.second.mean];
  const label: Mark = {
    type: 'text',
    ...{
      x: left - 10,
      y: y + 4,
      text: shortened(cell.label, widest),
      fill: palette.muted,
      size: 11,
      anchor: 'end',
    },
  };
  const join: Mark[] =
    a === null || b === null
      ? []
      : [{ type: 'line', x1: x(a), y1: y, x2: x(b), y2: y, stroke: palette.grid, width: 5, role: 'pair' }];
  const sides = [
    { summary: cell.first, name: data.firstName, y: y - 3 },
    { summary: cell.second, name: data.secondName, y: y + 3 },
  ];
  return {
    marks: [
      label,
      ...join,
      ...sides.flatMap((side, i) =>
        sideMarks(side.summary, side.y, { x, color: colors[i]!, shape: i, palette }),
      ),
    ],
    hits: sides.flatMap(({ summary, name, y: at }, i) =>
      summary.mean === null
        ? []
        : [
            {
              x: x(summary.mean),
              y: at,
              color: colors[i]!,
              lines: [`${cell.group} ${cell.label}`.trim(), words(name, summary)],
            },
          ],
    ),
  };
}

const words = (name: string, { mean, low, high, n }: Summary): string =>
  `${name} ${formatValue(mean!, 4)}${low === null || high === null ? '' : ` [${formatValue(low, 4)}, ${formatValue(high, 4)}]`}, n = ${n}`;

function shortened(text: string, width: number): string {
  const most = Math.max(4, Math.floor(width / (11 * 0.56)));
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

function sideMarks(
  { mean, low, high }: Summary,
  y: number,
  style: { x: (value: number) => number; color: string; shape: number; palette: Palette },
): Mark[] {
  if (mean === null) return [];
  const { x, color } = style;
  const interval: Mark[] =
    low === null || high === null
      ? []
      : [
          {
            type: 'line',
            x1: x(low),
            y1: y,
            x2: x(high),
            y2: y,
            stroke: color,
            width: 1.5,
            role: 'interval',
          },
        ];
  return [...interval, marker(style.shape, x(mean), y, color, style.palette)];
}

function xAxis(
  x: ScaleLinear<number, number>,
  frame: { left: number; right: number; top: number; bottom: number },
  palette: Palette,
  unit: string,
): Mark[] {
  const ticks = x.ticks(Math.max(2, Math.floor((frame.right - frame.left) / 90)));
  const labels = formatTicks(ticks);
  const name = { type: 'text', fill: palette.text, size: 12, anchor: 'middle', role: 'axis-name' } as const;
  return [
    ...ticks.flatMap((tick, i): Mark[] => [
      {
        type: 'line',
        x1: x(tick),
        y1: frame.top,
        x2: x(tick),
        y2: frame.bottom,
        stroke: palette.grid,
        width: 1,
        role: 'axis',
      },
      {
        type: 'text',
        x: x(tick),
        y: frame.bottom + 16,
        text: labels[i]!,
        fill: palette.muted,
        size: 11,
        anchor: 'middle',
        role: 'axis',
      },
    ]),
    { ...name, x: (frame.left + frame.right) / 2, y: frame.bottom + 36, text: unit },
  ];
}
