// From measured series to what a curve chart draws: each run's points over the chosen unit, their mean over seeds with its
// Student t interval, and the pretrained level. It must stay quick: a comparison may hold 100 runs of 600 points.
import type { Interval } from '../../core/elasticity/interval.ts';
import { studentQuantile } from '../../core/elasticity/student-t.ts';
import type { ComparedRun, ComparedSeries, FrozenData } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import { remembered } from '../kept-series.ts';
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
  view: Pick<View, 'metric' | 'x'>,
  phase: PhaseName,
): RunCurve | null {
  const series = seriesOf(index, run, phase, view.metric);
  const unit = perUpdate(run, phase, view.x);
  if (series === undefined || series.update.length === 0 || Number.isNaN(unit)) return null;
  const { x, y } = columns(series, `${unit}`, () => columnsOf(series, unit));
  return { run, phase, x, y, count: series.count };
}

const columns = remembered<ComparedSeries, Pick<RunCurve, 'x' | 'y'>>();

/** Loops: `Float64Array.from` takes ten times as long, and this is most of what a large chart costs. */
function columnsOf({ update, mean }: ComparedSeries, unit: number): Pick<RunCurve, 'x' | 'y'> {
  const [x, y] = [new Float64Array(update.length), new Float64Array(update.length)];
  for (let i = 0; i < update.length; i++) {
    x[i] = update[i]! * unit;
    y[i] = mean[i] ?? Number.NaN;
  }
  return { x, y };
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
  const fit = curves.every(({ x }) => beginsAs(x, grid));
  if (fit || reduced) {
    const values = curves.map((curve) => (fit ? curve.y : onGrid(curve, grid)));
    return { mean: meanOn(grid, seedValues(curves, values)), interpolated: !fit };
  }
  return { mean: unionMean(curves), interpolated: false };
}

/** Where a value is finite in any of `seeds`, index by index; a seed may end before the others. */
function meanOn(grid: ArrayLike<number>, seeds: readonly Float64Array[]): MeanPoint[] {
  const points: MeanPoint[] = [];
  const there = new Float64Array(seeds.length);
  for (let i = 0; i < grid.length; i++) {
    let n = 0;
    for (const seed of seeds) {
      const value = i < seed.length ? seed[i]! : Number.NaN;
      // Neither infinite nor not a number.
      if (value - value === 0) there[n++] = value;
    }
    if (n > 0) points.push({ x: grid[i]!, ...seedInterval(there, n) });
  }
  return points;
}

/** The values of each seed: of several runs of one seed their mean, over those that have one. */
function seedValues(curves: readonly RunCurve[], values: readonly Float64Array[]): Float64Array[] {
  const bySeed = Map.groupBy(values, (_, index) => curves[index]!.run.seed);
  return [...bySeed.values()].map((own) => (own.length === 1 ? own[0]! : meanValues(own)));
}

function meanValues(own: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(Math.max(...own.map(({ length }) => length)));
  for (let i = 0; i < mean.length; i++) {
    let [sum, count] = [0, 0];
    for (const values of own) {
      const value = i < values.length ? values[i]! : Number.NaN;
      if (value - value !== 0) continue;
      sum += value;
      count++;
    }
    mean[i] = sum / count;
  }
  return mean;
}

function beginsAs(x: Float64Array, grid: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] !== grid[i]) return false;
  return true;
}

/** At every place that any run was measured at, over the runs that were. */
function unionMean(curves: readonly RunCurve[]): MeanPoint[] {
  const grid = Float64Array.from(new Set(curves.flatMap(({ x }) => [...x]))).sort();
  const places = new Map(Array.from(grid, (x, i) => [x, i]));
  const spread = curves.map(({ x, y }) => {
    const values = new Float64Array(grid.length).fill(Number.NaN);
    for (let i = 0; i < x.length; i++) values[places.get(x[i]!)!] = y[i]!;
    return values;
  });
  return meanOn(grid, seedValues(curves, spread));
}

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

/** As core's `tInterval` at 95 %, of the first `n` values; n = 0 and a mean of NaN for no values. */
export function seedInterval(values: ArrayLike<number>, n = values.length): Interval {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = n === 0 ? Number.NaN : sum / n;
  if (n < 2) return { mean, low: null, high: null, n };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1) / n);
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
