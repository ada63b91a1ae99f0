// What a chart is drawn from: one measured series of one run, reduced to buckets where it was long. The window's
// `experiment.series` answers in this shape.
import { remembered } from './kept-series.ts';

export interface ChartSeries {
  readonly run: number;
  readonly seed: number;
  /** The run's axis values by schedule path. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly phase: string;
  readonly metric: string;
  readonly update: readonly number[];
  readonly mean: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** How many measurements each bucket stands for. */
  readonly count: readonly number[];
}

export interface ChartPoint {
  readonly update: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** The points of a series. What is missing or not a finite number keeps its place as NaN, so that a line breaks there. */
export function pointsOf(series: ChartSeries): ChartPoint[] {
  return series.update.map((update, index) => {
    const mean = finite(series.mean[index]);
    return {
      update,
      mean,
      min: Number.isNaN(mean) ? mean : finite(series.min[index] ?? mean),
      max: Number.isNaN(mean) ? mean : finite(series.max[index] ?? mean),
      count: series.count[index] ?? 1,
    };
  });
}

const means = remembered<ChartSeries, readonly number[]>();
/** Only the means, with NaN in place of what is missing or not finite. */
export const meansOf = (series: ChartSeries): readonly number[] =>
  means(series, '', () => series.update.map((_, index) => finite(series.mean[index])));

const finite = (value: number | undefined | null): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN;

/** How many values of these series are missing or not finite. */
export function missingValues(list: readonly ChartSeries[]): number {
  return list.reduce((sum, series) => sum + meansOf(series).filter((mean) => Number.isNaN(mean)).length, 0);
}

/** How many measurements a point of these series stands for, at most; at least 1. */
export const mostPerPoint = (list: readonly ChartSeries[]): number =>
  list.reduce((most, { count }) => count.reduce((high, each) => Math.max(high, each), most), 1);

/** Distinct values of an axis, numbers by size, anything else in the order of appearance. */
export function axisValues(list: readonly Pick<ChartSeries, 'values'>[], path: string): unknown[] {
  const byKey = new Map<unknown, unknown>();
  for (const { values } of list) if (path in values) byKey.set(valueKey(values[path]), values[path]);
  const distinct = [...byKey.values()];
  return distinct.every((value) => typeof value === 'number')
    ? (distinct as number[]).sort((a, b) => a - b)
    : distinct;
}

export const sameValue = (a: unknown, b: unknown): boolean => valueKey(a) === valueKey(b);

/** The same for values that are equal as JSON. A number is its own key: thousands of runs are compared by it. */
export const valueKey = (value: unknown): unknown =>
  typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : value;
