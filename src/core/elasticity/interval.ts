// Mean, sample variance, and Student's t interval of a mean.
import { studentQuantile } from './student-t.ts';

export interface Interval {
  readonly mean: number;
  /** Bounds of the mean; null for fewer than two values. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

function checkValues(values: readonly number[]): void {
  if (values.length === 0) throw new Error('statistics of no values');
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new Error(`statistics of a value that is not finite: ${odd}`);
}

export function mean(values: readonly number[]): number {
  checkValues(values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Σ (x − mean)² / (n − 1), in two passes; needs two values. */
export function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) throw new Error(`sample variance: expected at least 2 values, got ${values.length}`);
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** mean ± t_{(1+level)/2, n−1} · s/√n. Equal values give an interval of no width, one value none. */
export function tInterval(values: readonly number[], level = 0.95): Interval {
  const centre = mean(values);
  const n = values.length;
  if (n < 2) return { mean: centre, low: null, high: null, n };
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(sampleVariance(values) / n);
  return { mean: centre, low: centre - half, high: centre + half, n };
}
