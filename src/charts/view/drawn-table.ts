// What a view draws, as a table: for those who cannot see it, and for CSV. Nothing is in it that is not in the chart.
import type { FrozenData } from '../../core/frozen-data.ts';
import { metricName, phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import type { Theme } from '../color.ts';
import { arrangeRuns, type Line, type RunPanel } from './arrange-runs.ts';
import { againstOf } from './axis-defaults.ts';
import type { CellValue } from './cells.ts';
import { curveData } from './curves-chart.ts';
import { heatmapData } from './heatmap-view.ts';
import { hookeArms } from './hooke-data.ts';
import { inView } from './in-view.ts';
import { pathLines } from './path-view.ts';
import { reductionName } from './reduce-run.ts';
import { pathName, runValue } from './run-values.ts';
import { trendData } from './trend-view.ts';

export type TableCell = string | number | null;
export interface DrawnTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

export function drawnTable(view: View, data: FrozenData): DrawnTable {
  switch (view.chart) {
    case 'curves':
      return curvesTable(view, data);
    case 'trend':
      return trendTable(view, data);
    case 'heatmap':
      return heatTable(view, data);
    case 'path':
      return pathTable(view, data);
    case 'hooke':
      return hookeTable(view, data);
    case 'samples':
      return samplesTable(data);
    case 'ledger':
    case 'resistance':
      return ledgerTable(view, data);
  }
}

const theme: Theme = 'light';
const number = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

/** Columns that say which series a row is of: the paths that the view groups by. */
function groupColumns(view: View): string[] {
  const paths = [view.colour, view.dash, view.column, view.row].filter((path) => path !== null);
  return [...new Set(paths)];
}
function groupCells(view: View, panel: RunPanel, line: Line): TableCell[] {
  const run = panel.lines.find(({ series }) => series === line.series)?.runs[0] ?? line.runs[0];
  return groupColumns(view).map((path) => {
    if (run === undefined) return null;
    if (path === 'experiment') return run.experimentName;
    return valueCell(runValue(run, path));
  });
}

/** The value of an axis; empty where a run has none. */
export function valueCell(value: unknown): TableCell {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}

function curvesTable(view: View, data: FrozenData): DrawnTable {
  const bounds = boundsOf(view);
  const columns = [
    ...[...groupColumns(view), 'phase', view.x, 'kind', 'run', 'seed', view.metric],
    ...[...bounds.columns, 'n', 'measurements'],
  ];
  const drawn = curveData(view, data, { theme });
  if (drawn === null) return { columns, rows: [] };
  const rows = drawn.panels.flatMap(({ curves }, i) =>
    curves.flatMap((curve): TableCell[][] => {
      const head = [...groupCells(view, drawn.arrangement.panels[i]!, curve.line), phaseTitles[curve.phase]];
      const within = inView(view, drawn.x, curve);
      const means = curve.mean
        .filter((p) => within(p.x))
        .map((p) => [...head, p.x, 'mean', null, null, p.mean, ...bounds.of(p), p.n, null]);
      const seeds = curve.seeds.flatMap(({ run, x, y, count }) =>
        Array.from(x, (at, j): TableCell[] => [
          ...[...head, at, 'run', run.id, run.seed, number(y[j]), ...bounds.none, null, count[j]!],
        ]).filter((_, j) => within(x[j]!)),
      );
      const { show } = view;
      return [...(show.mean ? means : []), ...(show.seeds || !show.mean ? seeds : [])];
    }),
  );
  return { columns, rows };
}

/** The ends of intervals, where they are drawn. */
function boundsOf({ show, chart }: View): {
  columns: string[];
  none: null[];
  of(range: { low: number | null; high: number | null }): TableCell[];
} {
  // A cell of a heatmap tells its interval when it is pointed at.
  const shown = (show.mean && show.interval) || chart === 'heatmap';
  return shown
    ? { columns: ['low', 'high'], none: [null, null], of: ({ low, high }) => [low, high] }
    : { columns: [], none: [], of: () => [] };
}

type Bounds = ReturnType<typeof boundsOf>;
const cellColumns = (bounds: Bounds): string[] => [
  'kind',
  'seed',
  'value',
  ...bounds.columns,
  'n',
  'censored',
];
function cellRows(
  head: readonly TableCell[],
  { seeds, centre, kind }: CellValue,
  bounds: Bounds,
  withSeeds: boolean,
): TableCell[][] {
  const censored = seeds.filter((seed) => seed.censored).length;
  const mean = [...head, kind, null, number(centre.mean), ...bounds.of(centre), seeds.length, censored];
  if (!withSeeds) return [mean];
  return [
    mean,
    ...seeds.map((s) => [...head, 'seed', s.seed, s.value, ...bounds.none, null, s.censored ? 1 : 0]),
  ];
}

function trendTable(view: View, data: FrozenData): DrawnTable {
  const axis = againstOf(view, data.runs) ?? 'axis';
  const bounds = boundsOf(view);
  const columns = [...groupColumns(view), axis, 'what', ...cellColumns(bounds)];
  const drawn = trendData(view, data);
  if (drawn === null) return { columns, rows: [] };
  const rows = drawn.panels.flatMap((lines, i) =>
    lines.flatMap(({ line, points }) =>
      points.flatMap(({ x, label, cell }) => {
        const head = [...groupCells(view, drawn.arrangement.panels[i]!, line), drawn.amounts ? x : label];
        return cellRows([...head, reductionName(view)], cell, bounds, view.show.seeds);
      }),
    ),
  );
  return { columns, rows };
}

function heatTable(view: View, data: FrozenData): DrawnTable {
  const drawn = heatmapData(view, data);
  if (drawn === null) return { columns: [], rows: [] };
  const bounds = boundsOf(view);
  const columns = ['panel', drawn.rowName, drawn.columnName, 'what', ...cellColumns(bounds)];
  const rows = drawn.panels.flatMap((cells, i) =>
    cells.flatMap(({ row, column, cell }) =>
      cellRows(
        [drawn.arrangement.panels[i]!.title, drawn.rows[row]!, drawn.columns[column]!, drawn.valueName],
        cell,
        bounds,
        false,
      ),
    ),
  );
  return { columns, rows };
}

function pathTable(view: View, data: FrozenData): DrawnTable {
  const columns = [...groupColumns(view), 'phase', 'update', 'kind', 'run', 'seed', 'along', 'beside', 'n'];
  const { arrangement, panels } = pathLines(view, data);
  const rows = panels.flatMap((lines, i) =>
    lines.flatMap((line): TableCell[][] => {
      const head = [...groupCells(view, arrangement.panels[i]!, line.line), phaseTitles[line.phase]];
      const means = line.mean.map((p) => [...head, p.update, 'mean', null, null, p.along, p.beside, p.n]);
      const runs = line.runs.flatMap(({ id, seed, points }) =>
        points.map((p) => [...head, p.update, 'run', id, seed, p.along, p.beside, null]),
      );
      return [...means, ...(view.show.seeds ? runs : [])];
    }),
  );
  return { columns, rows };
}

function hookeTable(view: View, data: FrozenData): DrawnTable {
  const { arms } = hookeArms(view, data);
  const columns = ['arm', 'data', 'tokens', 'ΔKL', 'low', 'high', 'n', 'product', 'smaller / larger'];
  const rows = arms.flatMap(({ line, title, springs, evenness }) =>
    springs.map((s): TableCell[] => [
      [line.name, title].filter(Boolean).join(', '),
      ...[s.name, s.size, s.divergenceChange, s.low, s.high, s.n, s.product, evenness],
    ]),
  );
  return { columns, rows };
}

function samplesTable({ samples, runs }: FrozenData): DrawnTable {
  const seeds = new Map(runs.map(({ id, seed }) => [id, seed]));
  return {
    columns: ['run', 'seed', 'phase', 'update', 'index', 'prompt', 'response', 'score'],
    rows: samples.map((s) => [
      ...[s.run, seeds.get(s.run) ?? null, s.phase, s.update, s.index, s.prompt, s.response, s.score],
    ]),
  };
}

function ledgerTable(view: View, { ledger }: FrozenData): DrawnTable {
  const columns = [
    'claim',
    'estimator',
    'primary',
    'verdict',
    'estimate',
    'low',
    'high',
    'units',
    'n',
    'p (Holm)',
  ];
  const entries =
    ledger?.entries.filter(({ claim }) => view.chart === 'ledger' || claim === 'resistance') ?? [];
  const rows = entries.flatMap(({ title, estimators }) =>
    estimators.map((e): TableCell[] => [
      ...[title, e.name, e.primary ? 'yes' : 'no', e.verdict, e.estimate],
      ...[e.interval?.low ?? null, e.interval?.high ?? null, e.units, e.n, e.pHolm],
    ]),
  );
  return { columns, rows };
}

/** RFC 4180, lines ended by LF; a missing number is empty. A text that a spreadsheet would reckon is quoted with a '. */
export function toCsv({ columns, rows }: DrawnTable): string {
  return `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`;
}

function csvCell(cell: TableCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The head of a column as people read it: paths and metrics by their names. */
export function columnWords(column: string): string {
  if (!column.includes('.')) return column;
  const metric = metricName(column);
  return metric === column ? pathName(column) : metric;
}

/** What the file of a picture or a table is called: experiment, chart, and what the chart is of. */
export function viewFileName(view: View, runs: FrozenData['runs']): string {
  const [first = 'springback', ...others] = new Set(runs.map(({ experimentName }) => experimentName));
  const more = others.length === 0 ? '' : `and-${others.length}-more`;
  const ofMetric = view.chart === 'curves' || view.chart === 'trend' || view.chart === 'heatmap';
  const isIndex = view.chart === 'trend' && view.reduction === 'resistanceIndex';
  const what = isIndex
    ? ['R']
    : ofMetric
      ? [view.metric, ...(view.chart === 'trend' ? [view.reduction] : [])]
      : [];
  return [first.slice(0, 60), more, view.chart, ...what]
    .map((part) => part.replaceAll(/[^\p{L}\p{N}.]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, ''))
    .filter(Boolean)
    .join('-');
}

/** How many lines, and of how many runs, for a status line. */
export function drawnCount(view: View, data: FrozenData): { runs: number; lines: number } {
  const { runs, panels } = arrangeRuns(view, data);
  return { runs: runs.length, lines: panels.reduce((sum, { lines }) => sum + lines.length, 0) };
}
