// From measured series to what a curve chart draws: each run's points over the chosen unit, their mean over seeds with its
// Student t interval, and the pretrained level. It must stay quick: a comparison may hold 100 runs of 600 points.
import type { Interval } from '../../core/elasticity/interval.ts';
import { studentQuantile } from '../../core/elasticity/student-t.ts';
import type { ComparedRun, ComparedSeries, FrozenData } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import type { Line } from './arrange-runs.ts';

/** Points of one run in one phase; a value that is missing or not finite is NaN. */
export interface RunCurve {
  readonly run: ComparedRun;
  readonly phase: PhaseName;
  /** In the unit of the chart, counted from the start of the phase. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly count: readonly number[];
}
export interface MeanPoint extends Interval {
  readonly x: number;
}
export interface LineCurve {
  readonly line: Line;
  readonly phase: PhaseName;
  readonly seeds: readonly RunCurve[];
  /** n counts seeds: runs of one seed are averaged first. */
  readonly mean: readonly MeanPoint[];
  /** Points of some runs did not coincide, and were interpolated. */
  readonly interpolated: boolean;
}

export type SeriesIndex = ReadonlyMap<string, ComparedSeries>;
const keyOf = (run: number, phase: string, metric: string): string => `${run} ${phase} ${metric}`;

export const indexSeries = ({ series }: Pick<FrozenData, 'series'>): SeriesIndex =>
  new Map(series.map((one) => [keyOf(one.run, one.phase, one.metric), one]));

export const seriesOf = (
  index: SeriesIndex,
  run: ComparedRun,
  phase: PhaseName,
  metric: string,
): ComparedSeries | undefined => index.get(keyOf(run.id, phase, metric));

/** What one update is worth in a unit. NaN where the run does not say. */
export function perUpdate(run: ComparedRun, phase: PhaseName, unit: View['x']): number {
  if (unit === 'updates') return 1;
  const of = unit === 'examples' ? run.examplesPerUpdate : run.tokensPerUpdate;
  return of[phase] ?? Number.NaN;
}

export function runCurve(
  index: SeriesIndex,
  run: ComparedRun,
  { metric, x }: Pick<View, 'metric' | 'x'>,
  phase: PhaseName,
): RunCurve | null {
  const series = seriesOf(index, run, phase, metric);
  const unit = perUpdate(run, phase, x);
  if (series === undefined || series.update.length === 0 || Number.isNaN(unit)) return null;
  return {
    run,
    phase,
    x: Float64Array.from(series.update, (update) => update * unit),
    y: Float64Array.from(series.mean, (value) => value ?? Number.NaN),
    count: series.count,
  };
}

/** Curves of one line in one phase; null where none of its runs has a point. */
export function lineCurve(
  index: SeriesIndex,
  line: Line,
  view: Pick<View, 'metric' | 'x'>,
  phase: PhaseName,
): LineCurve | null {
  const seeds = line.runs.flatMap((run) => runCurve(index, run, view, phase) ?? []);
  if (seeds.length === 0) return null;
  return { line, phase, seeds, ...meanOf(seeds) };
}

function meanOf(curves: readonly RunCurve[]): Pick<LineCurve, 'mean' | 'interpolated'> {
  const grid = curves.reduce((best, curve) => (curve.x.length > best.x.length ? curve : best)).x;
  const reduced = curves.some(({ count }) => count.some((each) => each > 1));
  const fit = curves.every(({ x }) => x.every((value, i) => value === grid[i]));
  if (fit || reduced) {
    const values = curves.map((curve) => (fit ? curve.y : onGrid(curve, grid)));
    const seeds = groupSeeds(curves);
    const mean = Array.from(grid, (x, i) => meanPoint(x, seeds, (c) => values[c]![i] ?? Number.NaN));
    return { mean: mean.filter(({ n }) => n > 0), interpolated: !fit };
  }
  return { mean: unionMean(curves), interpolated: false };
}

/** At every place that any run was measured at, over the runs that were. */
function unionMean(curves: readonly RunCurve[]): MeanPoint[] {
  const places = curves.map(({ x }) => new Map(Array.from(x, (value, i) => [value, i])));
  const grid = [...new Set(curves.flatMap(({ x }) => [...x]))].sort((a, b) => a - b);
  const seeds = groupSeeds(curves);
  const at = (x: number) => (c: number) => curves[c]!.y[places[c]!.get(x) ?? -1] ?? Number.NaN;
  return grid.map((x) => meanPoint(x, seeds, at(x))).filter(({ n }) => n > 0);
}

const groupSeeds = (curves: readonly RunCurve[]): number[][] => [
  ...Map.groupBy(
    curves.map((_, index) => index),
    (index) => curves[index]!.run.seed,
  ).values(),
];

/** Linear between a curve's points; NaN outside of it. */
function onGrid({ x, y }: RunCurve, grid: Float64Array): Float64Array {
  let i = 0;
  return grid.map((at) => {
    while (i + 1 < x.length && x[i + 1]! < at) i++;
    if (at < x[0]! || at > x.at(-1)!) return Number.NaN;
    const [a, b] = [x[i]!, x[i + 1] ?? x[i]!];
    return b === a ? y[i]! : y[i]! + ((y[i + 1]! - y[i]!) * (at - a)) / (b - a);
  });
}

function meanPoint(x: number, seeds: readonly number[][], value: (curve: number) => number): MeanPoint {
  const values: number[] = [];
  for (const curves of seeds) {
    let [sum, count] = [0, 0];
    for (const curve of curves) {
      const y = value(curve);
      if (!Number.isFinite(y)) continue;
      sum += y;
      count++;
    }
    if (count > 0) values.push(sum / count);
  }
  return { x, ...seedInterval(values) };
}

const quantiles = new Map<number, number>();
/** t_{0.975, n−1}, remembered: it costs as much as all the rest. */
function quantile(n: number): number {
  const known = quantiles.get(n) ?? studentQuantile(0.975, n - 1);
  quantiles.set(n, known);
  return known;
}

/** As core's `tInterval` at 95 %; n = 0 and a mean of NaN for no values. */
export function seedInterval(values: readonly number[]): Interval {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = n === 0 ? Number.NaN : sum / n;
  if (n < 2) return { mean, low: null, high: null, n };
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const half = quantile(n) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half, n };
}

/** θ0's value: alignment's at update 0; of a run without alignment, unalignment's. */
export function pretrainedValue(index: SeriesIndex, run: ComparedRun, metric: string): number | null {
  const series = seriesOf(index, run, 'align', metric) ?? seriesOf(index, run, 'unalign', metric);
  const value = series?.update[0] === 0 ? series.mean[0] : null;
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}

/** The pretrained level of some runs over seeds; null where it was not measured. */
export function pretrainedLevel(index: SeriesIndex, line: Line, metric: string): Interval | null {
  const known = line.runs.flatMap((run) => {
    const value = pretrainedValue(index, run, metric);
    return value === null ? [] : [{ seed: run.seed, value }];
  });
  const seeds = [...Map.groupBy(known, ({ seed }) => seed).values()];
  const levels = seeds.map((own) => own.reduce((sum, { value }) => sum + value, 0) / own.length);
  return levels.length === 0 ? null : seedInterval(levels);
}
