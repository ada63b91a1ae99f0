// `springback compare ID…`: a metric at the updates of a phase, one column per value of an axis, means over seeds with
// their 95 % Student t interval; as a table, CSV, JSON, or a chart.
import { writeFileSync } from 'node:fs';
import { elasticityChart } from '../charts/elasticity-chart.ts';
import { axisValue, formatValue } from '../charts/format.ts';
import { seedMean } from '../charts/seed-mean.ts';
import { axisValues, sameValue } from '../charts/series.ts';
import { toSvg } from '../charts/svg.ts';
import type { Series } from '../contract/window.ts';
import type { AggregatePoint } from '../core/elasticity/aggregate.ts';
import { commonLevels, type PairedCurve, valueAtLevel } from '../core/elasticity/matched.ts';
import { inputError } from '../core/errors.ts';
import { axisName } from '../core/names.ts';
import type { PhaseName } from '../core/schedule.ts';
import type { Lab } from '../lab/lab.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { reading } from './look.ts';
import { note, result, resultJson } from './output.ts';
import { csvLine, table } from './text.ts';

export interface CompareOptions {
  readonly home: string;
  readonly metric?: string;
  readonly phase: PhaseName;
  readonly group?: string;
  /** Compare at equal values of this metric, not at equal updates. */
  readonly against?: string;
  readonly csv: boolean;
  readonly json: boolean;
  readonly svg?: string;
}
interface Column {
  readonly value: unknown;
  readonly points: readonly AggregatePoint[];
}
/** Not an axis of a schedule: which experiment a run is of. */
const experimentAxis = 'experiment';

export function compare(ids: readonly number[], options: CompareOptions): Promise<ExitCode> {
  return reading(options.home, async (lab) => {
    const metric = options.metric ?? (await primaryMetric(lab, ids[0]!));
    const phases: PhaseName[] =
      options.svg === undefined ? [options.phase] : ['align', 'unalign', options.phase];
    const series = await collect(lab, ids, { metric, phases: [...new Set(phases)] });
    const measured = series.filter(({ phase }) => phase === options.phase);
    if (measured.length === 0) throw inputError('', `nothing was measured of ${metric} in ${options.phase}`);
    const shown =
      options.against === undefined ? measured : await matched(lab, ids, measured, options.against);
    const by = options.against ?? 'update';
    const group = chooseGroup(shown, ids, options.group);
    sayPooled(shown, group);
    const columns = columnsOf(shown, group);
    if (options.csv) for (const line of csv(columns, group, { metric, by })) result(line);
    else if (options.json) resultJson({ metric, phase: options.phase, group, by, columns });
    else result(asTable(columns, group, by));
    if (options.svg !== undefined) writeChart(options.svg, series, { metric, group });
    return exitCodes.done;
  });
}

/** Rows of a table that compares at equal values of a metric. */
const levels = 9;

/** The series with the levels of another metric in place of updates: those that every run passes through. */
async function matched(
  lab: Lab,
  ids: readonly number[],
  series: readonly Series[],
  against: string,
): Promise<Series[]> {
  const phases = [...new Set(series.map(({ phase }) => phase))];
  const others = new Map(
    (await collect(lab, ids, { metric: against, phases })).map((each) => [each.run, each]),
  );
  const pairs = series.map((each) => ({ each, curve: pairedCurve(each, others.get(each.run)) }));
  const grid = commonLevels(
    pairs.map(({ curve }) => curve),
    levels,
  );
  if (grid.length === 0) {
    throw inputError('--against', `there is no range of ${against} that every run passes through`);
  }
  return pairs.map(({ each, curve }) => {
    const at = grid.map((level) => valueAtLevel(curve, level) ?? Number.NaN);
    return { ...each, update: grid, mean: at, min: at, max: at, count: grid.map(() => 1) };
  });
}

function pairedCurve(series: Series, other: Series | undefined): PairedCurve {
  const byUpdate = new Map(other?.update.map((update, i) => [update, other.mean[i]!]));
  const both = series.update.flatMap((update, i) => {
    const by = byUpdate.get(update);
    return by === undefined ? [] : [{ by, value: series.mean[i]! }];
  });
  return { by: both.map(({ by }) => by), value: both.map(({ value }) => value) };
}

async function primaryMetric(lab: Lab, id: number): Promise<string> {
  const { schedule } = await lab.dispatch('experiment.get', { id });
  const metric = (schedule as { metric?: unknown }).metric;
  return typeof metric === 'string' ? metric : 'behaviour.logOdds';
}

async function collect(
  lab: Lab,
  ids: readonly number[],
  query: { metric: string; phases: PhaseName[] },
): Promise<Series[]> {
  const found: Series[] = [];
  for (const id of ids) {
    const series = await lab.dispatch('experiment.series', { id, ...query, buckets: 4000 });
    for (const each of series) {
      found.push(ids.length > 1 ? { ...each, values: { ...each.values, [experimentAxis]: id } } : each);
    }
  }
  return found;
}

const pathsOf = (series: readonly Series[]): string[] => [
  ...new Set(series.flatMap(({ values }) => Object.keys(values))),
];

/** Several experiments are compared with each other; one is compared along its first axis. Null where nothing varies. */
function chooseGroup(
  series: readonly Series[],
  ids: readonly number[],
  wanted: string | undefined,
): string | null {
  const paths = pathsOf(series);
  if (wanted === undefined) return ids.length > 1 ? experimentAxis : (paths[0] ?? null);
  if (paths.includes(wanted)) return wanted;
  throw inputError(
    '--group',
    `expected one of ${paths.join(', ') || '(no axis varies here)'}, got ${wanted}`,
  );
}

function sayPooled(series: readonly Series[], group: string | null): void {
  const pooled = pathsOf(series).filter((path) => path !== group && axisValues(series, path).length > 1);
  if (pooled.length > 0) note(`Within a seed, averaged over: ${pooled.join(', ')}`);
}

function columnsOf(series: readonly Series[], group: string | null): Column[] {
  if (group === null) return [{ value: null, points: seedMean(series) }];
  return axisValues(series, group).map((value) => ({
    value,
    points: seedMean(series.filter(({ values }) => sameValue(values[group], value))),
  }));
}

const nameOf = (group: string | null, value: unknown): string =>
  group === null ? 'all runs' : `${axisName(group)} ${axisValue(value)}`;

function asTable(columns: readonly Column[], group: string | null, by: string): string {
  const updates = [...new Set(columns.flatMap(({ points }) => points.map(({ update }) => update)))].sort(
    (a, b) => a - b,
  );
  const rows = updates.map((update) => [
    by === 'update' ? String(update) : formatValue(update, 3),
    ...columns.map(({ points }) => cell(points.find((point) => point.update === update))),
  ]);
  return table([by, ...columns.map(({ value }) => nameOf(group, value))], rows);
}

function cell(point: AggregatePoint | undefined): string {
  if (point === undefined) return '–';
  const { mean, low, high, n } = point;
  const interval = low === null || high === null ? '' : ` [${formatValue(low, 3)}, ${formatValue(high, 3)}]`;
  return `${formatValue(mean, 3)}${interval} n=${n}`;
}

function csv(
  columns: readonly Column[],
  group: string | null,
  { metric, by }: { metric: string; by: string },
): string[] {
  const lines = columns.flatMap(({ value, points }) =>
    points.map(({ update, mean, low, high, n }) =>
      csvLine([group === null ? '' : axisText(value), update, mean, low, high, n]),
    ),
  );
  return [csvLine([group ?? 'group', by, metric, 'low', 'high', 'n']), ...lines];
}

const axisText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function writeChart(
  file: string,
  series: readonly Series[],
  { metric, group }: { metric: string; group: string | null },
): void {
  const facet = pathsOf(series).find((path) => path !== group && axisValues(series, path).length > 1) ?? null;
  const scene = elasticityChart(series, {
    width: 960,
    height: 540,
    theme: 'light',
    metric,
    group,
    facet,
    x: 'log',
    expectedRuns: null,
    stage: 'over',
  });
  try {
    writeFileSync(file, toSvg(scene));
  } catch (error) {
    throw inputError('--svg', `${file} cannot be written: ${(error as Error).message}`);
  }
  note(`Wrote ${file}`);
}
