// A trend as a number: per seed the least-squares slope of y on x (or log x, or its log-odds), then their mean over
// seeds. Student's t over the seeds' slopes is the test; the cluster bootstrap of whole seeds is the interval beside it.
import { type BootstrapInterval, type BootstrapMethod, bootstrapMean } from './bootstrap.ts';
import { type Interval, tInterval } from './interval.ts';
import { logOdds } from './log-odds.ts';
import { pairedT } from './paired-tests.ts';
import type { TestResult } from './test-result.ts';

export interface SlopePoint {
  readonly x: number;
  readonly y: number;
}
export type SlopeScale = 'log' | 'linear' | 'log-odds';

export interface SlopeOptions {
  /** Of the bootstrap's draws. */
  readonly seed: number;
  /** Of x; natural logarithm. Default `log`. */
  readonly scale?: SlopeScale;
  readonly level?: number;
  readonly resamples?: number;
  /** Default `student`, the one that holds its level with 8 seeds. */
  readonly method?: BootstrapMethod;
}

export interface SlopeTrend {
  /** One per cluster in the order given; null where it has fewer than two different x. */
  readonly slopes: readonly (number | null)[];
  /** Mean slope; null where no cluster has one. */
  readonly slope: number | null;
  /** Student's t over the clusters' slopes. */
  readonly student: Interval | null;
  readonly test: TestResult;
  readonly bootstrap: BootstrapInterval;
  /** Clusters with a slope. */
  readonly n: number;
}

function scaled(x: number, scale: SlopeScale): number {
  if (scale === 'linear') return x;
  const value = scale === 'log' ? Math.log(x) : logOdds(x);
  if (!Number.isFinite(value)) throw new Error(`slope on ${scale} x: no such value for x = ${x}`);
  return value;
}

/** Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²; null for fewer than two different x. Points without a finite y are left out. */
export function leastSquaresSlope(points: readonly SlopePoint[]): number | null {
  const there = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (there.length < 2) return null;
  const meanX = there.reduce((sum, { x }) => sum + x, 0) / there.length;
  const meanY = there.reduce((sum, { y }) => sum + y, 0) / there.length;
  const xx = there.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const xy = there.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return xx > 0 ? xy / xx : null;
}

/** Throws where x cannot be put on the scale (`log` of 0). */
export function slopeTrend(clusters: readonly (readonly SlopePoint[])[], options: SlopeOptions): SlopeTrend {
  const { seed, scale = 'log', level = 0.95, resamples = 2000, method = 'student' } = options;
  const slopes = clusters.map((points) =>
    leastSquaresSlope(points.map(({ x, y }) => ({ x: scaled(x, scale), y }))),
  );
  const there = slopes.filter((slope) => slope !== null);
  const student = there.length === 0 ? null : tInterval(there, level);
  return {
    slopes,
    slope: student?.mean ?? null,
    student,
    test: { ...pairedT(there), test: "Student's t of the seeds' slopes" },
    bootstrap: bootstrapMean(there, { seed, level, resamples, method }),
    n: there.length,
  };
}
