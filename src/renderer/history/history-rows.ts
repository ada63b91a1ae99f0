// Rows of the history's table, and what a filter sees of them, made of the host's answers. Pure.
import type { HistoryExperiment, HistoryRun } from '../../contract/history.ts';
import type { ExperimentSummary } from '../../contract/window.ts';
import type { FilterRow } from '../../core/filter/filter-row.ts';

export interface HistoryData {
  readonly runs: readonly HistoryRun[];
  readonly experiments: readonly HistoryExperiment[];
  readonly summaries: readonly ExperimentSummary[];
}
export type RowMode = 'experiments' | 'runs' | 'trash';

/** From the least to the greatest of an experiment's runs, and their mean; all the same for a run. */
export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly count: number;
}

export interface HistoryRow {
  /** `e7` or `r12`. */
  readonly key: string;
  readonly kind: 'experiment' | 'run';
  readonly id: number;
  readonly experiment: number;
  readonly name: string;
  readonly state: string;
  readonly seed: number | null;
  readonly runs: number;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly starred: boolean;
  readonly archived: boolean;
  /** ISO 8601; '' in the trash, where only the time of trashing is known. */
  readonly created: string;
  readonly trashed: string | null;
  /** Axis path -> the values of its runs, each once. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  /** Path of what others varied -> the value that all its runs have. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly parameters: Spread | null;
  readonly pretraining: Spread | null;
  /** The metric that the next three are of; '' where it is not known. */
  readonly metric: string;
  readonly pretrained: Spread | null;
  readonly aligned: Spread | null;
  readonly final: Spread | null;
  readonly points: number | null;
  readonly ownBytes: number;
  readonly sharedBytes: number;
  /** It is found by a filter that lets one of these pass: a run's own, or one for each run of an experiment. */
  readonly filterRows: readonly FilterRow[];
}

/** What a filter asks of an experiment. */
export type Described = Pick<ExperimentSummary, 'name' | 'tags' | 'notes' | 'archived' | 'created'>;

/** What a filter sees of a run: its own marks and, where people mean both, its experiment's. */
export function filterRowOf(run: HistoryRun, summary: Described | undefined): FilterRow {
  return {
    id: run.id,
    experiment: run.experiment,
    name: summary?.name ?? '',
    seed: run.seed,
    state: run.state,
    tags: [...new Set([...run.tags, ...(summary?.tags ?? [])])],
    notes: [run.notes, summary?.notes ?? ''].filter(Boolean).join('\n'),
    starred: run.starred,
    archived: run.archived || (summary?.archived ?? false),
    created: localTime(summary?.created ?? ''),
    parameters: run.parameters,
    pretraining: run.pretrainTokens,
    pretrained: run.pretrained,
    aligned: run.aligned,
    final: run.final,
    bytes: run.ownBytes + run.sharedBytes,
    points: null,
    values: run.values,
  };
}

/** `2026-11-24T10:30:00` on this machine's clock, so that a filter's day is the day that the table shows. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export function historyRows(data: HistoryData, mode: RowMode): HistoryRow[] {
  const summaries = new Map(data.summaries.map((summary) => [summary.id, summary]));
  const figures = new Map(data.experiments.map((one) => [one.id, one]));
  if (mode === 'runs')
    return data.runs.flatMap((run) => {
      const summary = summaries.get(run.experiment);
      // Of an experiment that is in the trash, or newer than the list.
      return summary === undefined ? [] : [runRow(run, summary, figures.get(run.experiment))];
    });
  const runs = Map.groupBy(data.runs, (run) => run.experiment);
  if (mode === 'trash')
    return data.experiments.filter(({ trashed }) => trashed !== null).map((one) => trashRow(one));
  return data.summaries.map((summary) =>
    experimentRow(summary, figures.get(summary.id), runs.get(summary.id) ?? []),
  );
}

function runRow(
  run: HistoryRun,
  summary: ExperimentSummary,
  figures: HistoryExperiment | undefined,
): HistoryRow {
  return {
    key: `r${run.id}`,
    kind: 'run',
    id: run.id,
    experiment: run.experiment,
    name: summary.name,
    state: run.state,
    seed: run.seed,
    runs: 1,
    tags: run.tags,
    notes: run.notes,
    starred: run.starred,
    archived: run.archived || summary.archived,
    created: summary.created,
    trashed: null,
    values: Object.fromEntries(Object.entries(run.values).map(([path, value]) => [path, [value]])),
    fixed: figures?.fixed ?? {},
    metric: figures?.metric ?? '',
    ...spreads([run]),
    points: null,
    ownBytes: run.ownBytes,
    sharedBytes: run.sharedBytes,
    filterRows: [withFixed(filterRowOf(run, summary), figures)],
  };
}

function experimentRow(
  summary: ExperimentSummary,
  figures: HistoryExperiment | undefined,
  runs: readonly HistoryRun[],
): HistoryRow {
  const own = {
    id: summary.id,
    experiment: summary.id,
    name: summary.name,
    state: summary.state,
    tags: summary.tags,
    notes: summary.notes,
    starred: summary.starred,
    archived: summary.archived,
  };
  const [ownBytes, sharedBytes] = [figures?.ownBytes ?? 0, figures?.sharedBytes ?? 0];
  const points = figures?.points ?? 0;
  // What belongs to the experiment is the experiment's; of seeds, sizes and scores it is enough that one run has them.
  const forFilter = { ...own, created: localTime(summary.created), bytes: ownBytes + sharedBytes, points };
  const filterRows = runs.map((run) => ({
    ...withFixed(filterRowOf(run, summary), figures),
    ...forFilter,
  }));
  return {
    ...own,
    key: `e${summary.id}`,
    kind: 'experiment',
    seed: null,
    runs: summary.progress.runs,
    created: summary.created,
    trashed: null,
    values: distinctValues(runs),
    fixed: figures?.fixed ?? {},
    metric: figures?.metric ?? '',
    ...spreads(runs),
    points,
    ownBytes,
    sharedBytes,
    filterRows: filterRows.length > 0 ? filterRows : [{ ...bareFilterRow, ...forFilter }],
  };
}

/** A filter finds what the table shows: also what the experiment did not vary. */
const withFixed = (row: FilterRow, figures: HistoryExperiment | undefined): FilterRow => ({
  ...row,
  values: { ...figures?.fixed, ...row.values },
});

const bareFilterRow = {
  seed: null,
  parameters: null,
  pretraining: null,
  pretrained: null,
  aligned: null,
  final: null,
  values: {},
} as const;

function trashRow(figures: HistoryExperiment): HistoryRow {
  const { id, name, starred, archived, trashed, points, ownBytes, sharedBytes } = figures;
  const own = { id, experiment: id, name, starred, archived, state: '', tags: [], notes: '', created: '' };
  return {
    ...own,
    key: `e${id}`,
    kind: 'experiment',
    seed: null,
    runs: figures.runs,
    trashed,
    values: {},
    fixed: {},
    metric: figures.metric,
    ...spreads([]),
    points,
    ownBytes,
    sharedBytes,
    filterRows: [{ ...bareFilterRow, ...own, bytes: ownBytes + sharedBytes, points }],
  };
}

function spreads(
  runs: readonly HistoryRun[],
): Pick<HistoryRow, 'parameters' | 'pretraining' | 'pretrained' | 'aligned' | 'final'> {
  return {
    parameters: spread(runs.map((run) => run.parameters)),
    pretraining: spread(runs.map((run) => run.pretrainTokens)),
    pretrained: spread(runs.map((run) => run.pretrained)),
    aligned: spread(runs.map((run) => run.aligned)),
    final: spread(runs.map((run) => run.final)),
  };
}

/** null where none is measured. */
export function spread(all: readonly (number | null)[]): Spread | null {
  const numbers = all.filter((value) => value !== null);
  if (numbers.length === 0) return null;
  let [low, high, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of numbers) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  return { low, high, mean: sum / numbers.length, count: numbers.length };
}

/** Axis path -> its values over these runs, each once, numbers in their order. */
export function distinctValues(runs: readonly { values: HistoryRun['values'] }[]): Record<string, unknown[]> {
  const found = new Map<string, Map<string, unknown>>();
  for (const { values } of runs)
    for (const [path, value] of Object.entries(values)) {
      const known = found.get(path) ?? new Map<string, unknown>();
      found.set(path, known.set(JSON.stringify(value), value));
    }
  const inOrder = (a: unknown, b: unknown): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : 0;
  return Object.fromEntries([...found].map(([path, known]) => [path, [...known.values()].sort(inOrder)]));
}
