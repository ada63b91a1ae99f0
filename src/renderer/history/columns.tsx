// The columns of the history's table: what each shows, sorts by, and how wide it is at first.
import type { ReactNode } from 'react';
import { axisValue, formatCount, formatValue } from '../../charts/format.ts';
import { lastName } from '../../core/filter/filter-row.ts';
import { axisName, metricName, metricWords } from '../../core/names.ts';
import { bytes, momentText, stateColors } from '../words.ts';
import type { HistoryRow, RowMode, Spread } from './history-rows.ts';

export interface HistoryColumn {
  readonly id: string;
  readonly title: string;
  /** More than the title says, for the column chooser and as a hint. */
  readonly about: string;
  /** Pixels at a text size of 100 %. */
  readonly width: number;
  readonly numeric: boolean;
  /** Shown unless the user hides it. */
  readonly shown: boolean;
  /** What it is sorted by; undefined comes last. */
  readonly value: (row: HistoryRow) => string | number | undefined;
  readonly cell: (row: HistoryRow) => ReactNode;
}

type Given = Pick<HistoryColumn, 'id' | 'title' | 'value' | 'cell'> & Partial<HistoryColumn>;
const column = (given: Given): HistoryColumn => ({
  about: '',
  width: 100,
  numeric: false,
  shown: true,
  ...given,
});
const amount = (given: Given): HistoryColumn => column({ numeric: true, width: 86, ...given });

/** Name comes first and stays; the rest is the user's to arrange. */
export const nameColumn = column({
  id: 'name',
  title: 'name',
  width: 300,
  value: (row) => row.name,
  cell: (row) => (
    <>
      {row.kind === 'run' && <span className="history-run">run {row.id}</span>}
      {row.name === '' ? <span className="quiet">without a name</span> : row.name}
    </>
  ),
});

const state = column({
  id: 'state',
  title: 'state',
  width: 96,
  value: (row) => row.state,
  cell: (row) => <StateCell state={row.state} />,
});
const seed = amount({
  id: 'seed',
  title: 'seed',
  width: 64,
  value: (row) => row.seed ?? undefined,
  cell: (row) => row.seed,
});
const runs = amount({
  id: 'runs',
  title: 'runs',
  width: 60,
  value: (row) => row.runs,
  cell: (row) => row.runs.toLocaleString('en'),
});
const tags = column({
  id: 'tags',
  title: 'tags',
  width: 150,
  value: (row) => row.tags[0],
  cell: (row) => <TagsCell tags={row.tags} />,
});
const notes = column({
  id: 'notes',
  title: 'notes',
  width: 180,
  shown: false,
  value: (row) => row.notes || undefined,
  cell: (row) => <span className="quiet">{row.notes.slice(0, 200)}</span>,
});
const time = (id: 'created' | 'trashed', title: string): HistoryColumn =>
  column({
    id,
    title,
    width: 132,
    value: (row) => row[id] || undefined,
    cell: (row) => momentText(row[id] ?? ''),
  });
const parameters = amount({
  id: 'parameters',
  title: 'parameters',
  width: 98,
  value: (row) => row.parameters?.mean,
  cell: (row) => spreadOfCounts(row.parameters),
});
const pretraining = amount({
  id: 'pretraining',
  title: 'pretraining',
  about: 'tokens of pretraining that were trained: whole updates, so up to one more than was asked for',
  width: 112,
  value: (row) => row.pretraining?.mean,
  cell: (row) => <span title={askedText(row)}>{spreadOfCounts(row.pretraining)}</span>,
});
const score = (id: 'pretrained' | 'aligned' | 'final', about: string): HistoryColumn =>
  amount({
    id,
    title: id,
    width: id === 'pretrained' ? 98 : 92,
    about: `the primary metric that the schedule declared, ${about}: log-odds in nats, or the score from 0 to 1, as each cell says; of an experiment the mean of its runs; sorted within a metric`,
    value: (row) => orderWithin(row[id], row.metric),
    cell: (row) => <ScoreCell spread={row[id]} row={row} />,
  });
const points = amount({
  id: 'points',
  title: 'points',
  about: 'measured points',
  width: 80,
  value: (row) => row.points ?? undefined,
  cell: (row) => (row.points === null ? '' : formatCount(row.points)),
});
const size = (id: 'ownBytes' | 'sharedBytes', title: string, about: string): HistoryColumn =>
  amount({
    id,
    title,
    about,
    value: (row) => row[id],
    cell: (row) => (row[id] === 0 ? <span className="quiet">–</span> : bytes(row[id])),
  });
const own = size('ownBytes', 'size, own', 'checkpoints that nothing else shares');
const shared = size('sharedBytes', 'size, shared', 'checkpoints that it shares with others');
const number = amount({
  id: 'id',
  title: 'no.',
  about: 'number of the run or experiment',
  width: 64,
  shown: false,
  value: (row) => row.id,
  cell: (row) => row.id,
});

/** `96 k asked, 96.8 k trained`; undefined where what was asked is not known. */
export function askedText({ values, fixed, pretraining: trained }: HistoryRow): string | undefined {
  const path = 'pretrain.tokens';
  const asked = values[path] ?? (fixed[path] === undefined ? undefined : [fixed[path]]);
  if (asked === undefined || trained === null) return undefined;
  return `${axisText(asked)} asked, ${spreadOfCounts(trained)} trained: whole updates`;
}

export interface Axis {
  readonly path: string;
  /** Whether all its values are numbers. */
  readonly numeric: boolean;
  /** Rows that have it. */
  readonly rows: number;
}
/** Axes that have their own column anyway stay away until they are asked for. */
const alreadyThere = new Set(['pretrain.tokens']);
/** A column for each of twenty axes would be mostly empty: so many of the commonest are shown. */
const axesShown = 3;

const varied = column({
  id: 'varied',
  title: 'varied',
  about: 'its axes and their values',
  width: 236,
  value: (row) => variedText(row) || undefined,
  cell: (row) => <span title={variedText(row)}>{variedText(row)}</span>,
});

/** `width 16 … 64 (5) × prior π 0.2, 0.8`. */
export const variedText = (row: HistoryRow): string =>
  Object.entries(row.values)
    .map(([path, values]) => `${axisName(path)} ${axisText(values)}`)
    .join(' × ');

/** The columns of a table, axes among them, without the name's. */
export function historyColumns(mode: RowMode, axes: readonly Axis[]): HistoryColumn[] {
  if (mode === 'trash') return [time('trashed', 'in the trash since'), runs, points, own, shared, number];
  const common = axes.filter(({ path }) => !alreadyThere.has(path)).toSorted((a, b) => b.rows - a.rows);
  const shown = new Set(common.slice(0, axesShown).map(({ path }) => path));
  const scores = [
    score('pretrained', 'at θ0'),
    score('aligned', 'at θ1'),
    score('final', 'at the end of unalignment or realignment'),
  ];
  const marks = [time('created', 'created'), tags, own];
  const axisColumns = axes.map((axis) => axisColumn(axis, axes, mode === 'runs' && shown.has(axis.path)));
  // What an experiment is comes first; of runs, which are much alike, what was measured.
  const first =
    mode === 'runs'
      ? [state, seed, ...axisColumns, ...scores, pretraining, ...marks]
      : [state, runs, varied, ...marks];
  return [
    ...first,
    ...(mode === 'runs' ? [{ ...varied, shown: false }] : [...scores, ...axisColumns]),
    parameters,
    ...(mode === 'experiments' ? [pretraining, points] : []),
    shared,
    notes,
    number,
  ];
}

function axisColumn({ path, numeric }: Axis, all: readonly Axis[], shown: boolean): HistoryColumn {
  const short = lastName(path);
  const alone = all.filter((other) => lastName(other.path) === short).length === 1;
  const known = axisName(path);
  return column({
    id: `axis ${path}`,
    title: known !== path ? known : alone ? short : path,
    about: `axis ${path}`,
    width: numeric ? 96 : 120,
    numeric,
    shown,
    value: (row) => sortable(row.values[path]?.[0] ?? row.fixed[path]),
    cell: (row) => <AxisCell values={row.values[path]} fixed={row.fixed[path]} />,
  });
}

/** A value that the experiment did not vary is its schedule's, and fainter. */
function AxisCell({ values, fixed }: { values: readonly unknown[] | undefined; fixed: unknown }) {
  if (values !== undefined || fixed === undefined) return axisText(values);
  return (
    <span className="quiet" title="not varied in this experiment">
      {axisText([fixed])}
    </span>
  );
}

function sortable(value: unknown): string | number | undefined {
  if (value === undefined || typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** `32`, `8, 16, 32`, `8 … 512 (7)`. */
export function axisText(values: readonly unknown[] | undefined): string {
  if (values === undefined || values.length === 0) return '';
  if (values.length <= 3) return values.map(axisValue).join(', ');
  const many = `(${values.length})`;
  return values.every((value) => typeof value === 'number')
    ? `${axisValue(values[0])} … ${axisValue(values.at(-1))} ${many}`
    : `${axisValue(values[0])} … ${many}`;
}

export const spreadOfCounts = (spread: Spread | null): string => {
  if (spread === null) return '';
  const [low, high] = [formatCount(spread.low), formatCount(spread.high)];
  return low === high ? low : `${low} – ${high}`;
};

export function StateCell({ state: name }: { state: string }) {
  const color = stateColors[name as keyof typeof stateColors] ?? 'gray';
  return (
    <span className="history-state" data-state={name}>
      <span aria-hidden style={{ background: `var(--mantine-color-${color}-6)` }} />
      {name}
    </span>
  );
}

const tagsInCell = 3;
function TagsCell({ tags: all }: { tags: readonly string[] }) {
  if (all.length === 0) return null;
  return (
    <span className="history-tags">
      {all.slice(0, tagsInCell).map((tag) => (
        <span key={tag} className="history-tag">
          {tag}
        </span>
      ))}
      {all.length > tagsInCell && (
        <span className="quiet">+{(all.length - tagsInCell).toLocaleString('en')}</span>
      )}
    </span>
  );
}

const isScore = (metric: string): boolean => metric === 'behaviour.score';
/** What a value is in, short: two metrics stand in one column. */
const unitOf = (metric: string): string =>
  metric === ''
    ? ''
    : isScore(metric)
      ? 'score'
      : metric === 'behaviour.logOdds'
        ? 'nats'
        : metricWords(metric);

/** Scores come after all log-odds: the two are not compared. */
const orderWithin = (spread: Spread | null, metric: string): number | undefined =>
  spread === null ? undefined : spread.mean + (isScore(metric) ? 1e6 : 0);

/** `behaviour log-odds (nats): mean 0.14, from 0.03 to 0.25, the least and the greatest of 18 runs`. */
export function valueText(spread: Spread | null, metric: string): string {
  if (spread === null) return '';
  const name = metric === '' ? '' : `${metricName(metric)}: `;
  const { mean, low, high, count } = spread;
  if (count === 1) return `${name}${formatValue(mean, 3)}`;
  const ends = `from ${formatValue(low)} to ${formatValue(high)}`;
  return `${name}mean ${formatValue(mean)}, ${ends}, the least and the greatest of ${count} runs`;
}

function ScoreCell({ spread, row }: { spread: Spread | null; row: HistoryRow }) {
  if (spread === null) return <span className="quiet">–</span>;
  return (
    <span title={valueText(spread, row.metric)}>
      {formatValue(spread.mean)} <span className="quiet history-unit">{unitOf(row.metric)}</span>
    </span>
  );
}
