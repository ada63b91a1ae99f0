// The runs of a view put in their places: which panel, which series, which colour and dash. It knows no measurement.
import type { ComparedRun, FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { categorical, colorsOf, lineColor, type Theme } from '../color.ts';
import { determined } from './axis-defaults.ts';
import { type Channel, channelOf, pathName, runValue, varyingPaths } from './run-values.ts';

/** Runs that are drawn as one line, with their mean over seeds. */
export interface Line {
  /** Equal in all panels. */
  readonly series: string;
  readonly name: string;
  readonly colour: number;
  readonly dash: number;
  readonly runs: readonly ComparedRun[];
}
export interface RunPanel {
  readonly column: number;
  readonly row: number;
  /** What all its runs have in common. */
  readonly title: string;
  /** The part of it that stands above, and the part that stands beside a row. */
  readonly head: string;
  readonly side: string;
  readonly lines: readonly Line[];
}
export interface Arrangement {
  readonly colour: Channel | null;
  readonly dash: Channel | null;
  readonly columns: number;
  readonly rows: number;
  readonly panels: readonly RunPanel[];
  /** Every series that any panel has, in the order of the legend: what is revealed one after the other. */
  readonly series: readonly string[];
  /** Paths that differ within a line: averaged over. */
  readonly pooled: readonly string[];
  readonly runs: readonly ComparedRun[];
}

/** Runs that the view does not leave out, and that have the held values. */
export function shownRuns({ selection }: View, { runs }: Pick<FrozenData, 'runs'>): ComparedRun[] {
  const out = new Set(selection.without);
  return heldRuns(selection, runs).filter(({ id }) => !out.has(id));
}

/** Also those that are left out: they keep their colours and their places. */
export function heldRuns({ held }: View['selection'], runs: readonly ComparedRun[]): ComparedRun[] {
  const fixed = Object.entries(held);
  return runs.filter((run) => fixed.every(([path, text]) => JSON.stringify(runValue(run, path)) === text));
}

export const dashes: readonly (string | undefined)[] = [undefined, '7 3', '2 3', '10 3 2 3', '1 2'];

/** `extra`: paths beside those of the view that a chart does not average over (its axes). */
export function arrangeRuns(
  view: View,
  data: Pick<FrozenData, 'runs'>,
  extra: readonly string[] = [],
): Arrangement {
  const all = heldRuns(view.selection, data.runs);
  const runs = shownRuns(view, data);
  const channel = (path: string | null): Channel | null => (path === null ? null : channelOf(all, path));
  const [colour, dash, column, row] = [view.colour, view.dash, view.column, view.row].map(channel);
  const place = (of: Channel | null | undefined, run: ComparedRun): number => of?.of(run) ?? 0;
  const cells = Map.groupBy(runs, (run) => `${place(row, run)}/${place(column, run)}`);
  const [columns, rows] = [column?.values.length ?? 1, row?.values.length ?? 1];
  const panels = Array.from({ length: rows * columns }, (_, index): RunPanel => {
    const at = { column: index % columns, row: Math.floor(index / columns) };
    const inside = cells.get(`${at.row}/${at.column}`) ?? [];
    const head = column ? valueName(column, at.column) : '';
    const side = row ? valueName(row, at.row) : '';
    const title = [head, side].filter(Boolean).join(' · ');
    return { ...at, title, head, side, lines: linesOf(inside, colour ?? null, dash ?? null) };
  });
  const lines = panels.flatMap((panel) => panel.lines);
  return {
    colour: colour ?? null,
    dash: dash ?? null,
    columns,
    rows,
    panels: panels.filter(({ lines: own }) => own.length > 0 || (column && row)),
    series: [...new Map(lines.toSorted(byPlace).map(({ series }) => [series, series])).keys()],
    pooled: pooledPaths(lines, ['seed', ...extra]),
    runs,
  };
}

/** The first n series, in the order of the legend; all of them where `reveal` is null. */
export const revealedSeries = (
  { series }: Pick<Arrangement, 'series'>,
  reveal: number | null = null,
): ReadonlySet<string> => new Set(series.slice(0, reveal ?? series.length));

const byPlace = (a: Line, b: Line): number => a.colour - b.colour || a.dash - b.dash;

function linesOf(runs: readonly ComparedRun[], colour: Channel | null, dash: Channel | null): Line[] {
  const groups = Map.groupBy(runs, (run) => `${colour?.of(run) ?? 0}/${dash?.of(run) ?? 0}`);
  return [...groups]
    .map(([series, own]): Line => {
      const [c, d] = series.split('/').map(Number) as [number, number];
      return { series, name: lineName(colour, dash, c, d), colour: c, dash: d, runs: own };
    })
    .sort(byPlace);
}

function lineName(colour: Channel | null, dash: Channel | null, c: number, d: number): string {
  const parts = [
    colour === null ? '' : valueName(colour, c),
    dash === null || dash.path === colour?.path ? '' : valueName(dash, d),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'all runs' : parts.join(', ');
}

/** `width 32`; names and texts stand for themselves. */
export function valueName({ path, values, labels }: Channel, index: number): string {
  const label = labels[index] ?? '';
  return typeof values[index] === 'number' && path !== 'experiment' ? `${pathName(path)} ${label}` : label;
}

/** Paths that still differ where line, seed and `used` paths are the same. */
function pooledPaths(lines: readonly Line[], used: readonly string[]): string[] {
  const found = new Set<string>();
  for (const { runs } of lines) {
    const groups = Map.groupBy(runs, (run) =>
      JSON.stringify(used.map((path) => runValue(run, path) ?? null)),
    );
    for (const group of groups.values()) for (const path of varyingPaths(group)) found.add(path);
  }
  // The number of parameters is told only where nothing else says why it differs.
  const others = [...found].filter((path) => path !== 'parameters');
  const runs = lines.flatMap((line) => line.runs);
  return others.length < found.size && !determined(runs, 'parameters', [...others, ...used])
    ? [...found]
    : others;
}

/** Colours of the values of a channel: a ramp for amounts, hues for names; one accent where nothing is coloured. */
export function channelColors(theme: Theme, channel: Channel | null): string[] {
  if (channel === null) return [categorical(theme, 0)];
  const { path, values } = channel;
  const known = values.filter((value) => value !== undefined);
  const amounts = known.every((value) => typeof value === 'number') && !['experiment', 'seed'].includes(path);
  const colors = amounts
    ? colorsOf(theme, known)
    : known.map((_, index) => lineColor(theme, index, known.length));
  return known.length < values.length ? [...colors, theme === 'light' ? '#6b7480' : '#8d95a3'] : colors;
}
