// Bootstrap intervals of any statistic of clusters (seeds) of units (slices, cells). Units of one cluster are never
// taken for independent: clusters are drawn first, then, if asked, units inside each. Not a test by itself: with fewer
// than about 20 clusters `percentile` and `bca` are too narrow (see the simulations); `student` holds its level.
import { Random } from '../random.ts';
import { normalCdf, normalQuantile } from './distributions.ts';
import { mean } from './interval.ts';
import { quantile } from './quantile.ts';

export type Clusters<Unit> = readonly (readonly Unit[])[];
/** May be infinite (a time never reached) or NaN (not to be had from this resample, which is then left out). */
export type Statistic<Unit> = (clusters: Clusters<Unit>) => number;
export type BootstrapMethod = 'percentile' | 'bca' | 'student';

export interface BootstrapOptions<Unit> {
  readonly seed: number;
  readonly resamples?: number;
  readonly level?: number;
  /** Default `student`, for means and slopes. For a median take `percentile`: its jackknife error is not one. */
  readonly method?: BootstrapMethod;
  /** Draw units inside the drawn clusters too (the hierarchical bootstrap). Default false. */
  readonly within?: boolean;
  /** Standard error of the statistic, for `student`; the jackknife over clusters where it is not given. */
  readonly standardError?: Statistic<Unit>;
}

export interface BootstrapInterval {
  readonly estimate: number | null;
  /** Null where there are fewer than two clusters, or where the bound is infinite. */
  readonly low: number | null;
  readonly high: number | null;
  /** Clusters. */
  readonly n: number;
  readonly units: number;
  readonly level: number;
  readonly method: BootstrapMethod;
  readonly resamples: number;
}

/** One draw of clusters with replacement, and of the units inside them. */
function resample<Unit>(clusters: Clusters<Unit>, random: Random, within: boolean): Clusters<Unit> {
  return clusters.map(() => {
    const drawn = clusters[random.integer(clusters.length)]!;
    return within ? drawn.map(() => drawn[random.integer(drawn.length)]!) : drawn;
  });
}

/** The statistic without each cluster in turn. */
function leaveOneOut<Unit>(clusters: Clusters<Unit>, statistic: Statistic<Unit>): number[] {
  return clusters.map((_, i) => statistic(clusters.filter((_, j) => j !== i)));
}

/** √((n − 1)/n Σ (θ₍ᵢ₎ − θ̄)²) (Efron & Tibshirani 1993, eq. 11.5). */
function jackknifeError<Unit>(clusters: Clusters<Unit>, statistic: Statistic<Unit>): number {
  const values = leaveOneOut(clusters, statistic);
  if (values.some((value) => !Number.isFinite(value))) return Number.NaN;
  const centre = mean(values);
  const n = values.length;
  return Math.sqrt(((n - 1) / n) * values.reduce((sum, value) => sum + (value - centre) ** 2, 0));
}

type Bounds = readonly [low: number, high: number];

function percentileBounds(sorted: readonly number[], level: number): Bounds {
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Bias-corrected and accelerated (Efron 1987); ties with the estimate count half in the bias correction. */
function bcaBounds(
  sorted: readonly number[],
  estimate: number,
  left: readonly number[],
  level: number,
): Bounds {
  const below = sorted.filter((value) => value < estimate).length;
  const equal = sorted.filter((value) => value === estimate).length;
  const bias = normalQuantile((below + equal / 2) / sorted.length);
  const deviations = left.map((value) => mean(left) - value);
  const squares = deviations.reduce((sum, value) => sum + value ** 2, 0);
  const acceleration =
    squares === 0 ? 0 : deviations.reduce((sum, value) => sum + value ** 3, 0) / (6 * squares ** 1.5);
  const corrected = (probability: number): number => {
    if (!Number.isFinite(bias)) return bias > 0 ? 1 : 0;
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return [quantile(sorted, corrected((1 - level) / 2)), quantile(sorted, corrected((1 + level) / 2))];
}

/** Bootstrap-t (Efron & Tibshirani 1993, §12.5). A resample of one cluster repeated has no error: its t is ±∞. */
function studentBounds(ts: number[], estimate: number, error: number, level: number): Bounds {
  const sorted = ts.sort((a, b) => a - b);
  const at = (probability: number): number => estimate - quantile(sorted, probability) * error;
  return [at((1 + level) / 2), at((1 - level) / 2)];
}

function bounds<Unit>(
  clusters: Clusters<Unit>,
  statistic: Statistic<Unit>,
  estimate: number,
  options: Required<Omit<BootstrapOptions<Unit>, 'standardError'>> & { errorOf: Statistic<Unit> },
): Bounds {
  const random = Random.at(options.seed, 'bootstrap');
  const error = options.method === 'student' ? options.errorOf(clusters) : 0;
  if (options.method === 'student' && !(error > 1e-13 * Math.abs(estimate)))
    return Number.isNaN(error) ? [Number.NaN, Number.NaN] : [estimate, estimate];
  const values: number[] = [];
  for (let i = 0; i < options.resamples; i++) {
    const drawn = resample(clusters, random, options.within);
    const value = statistic(drawn);
    if (options.method !== 'student') values.push(value);
    else {
      const drawnError = options.errorOf(drawn);
      const difference = value - estimate;
      const nothing = drawnError <= 1e-9 * error;
      values.push(nothing ? Math.sign(difference) * Infinity : difference / drawnError);
    }
  }
  const usable = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (usable.length < options.resamples / 2) return [Number.NaN, Number.NaN];
  if (options.method === 'student') return studentBounds(usable, estimate, error, options.level);
  if (options.method === 'percentile') return percentileBounds(usable, options.level);
  const left = leaveOneOut(clusters, statistic).filter(Number.isFinite);
  return left.length < clusters.length
    ? percentileBounds(usable, options.level)
    : bcaBounds(usable, estimate, left, options.level);
}

/**
 * The interval of `statistic` over clusters; empty clusters are left out. Equal clusters give an interval of no width;
 * fewer than two give none. A jackknife that is not finite turns `bca` into `percentile`.
 */
export function bootstrapClusters<Unit>(
  clusters: Clusters<Unit>,
  statistic: Statistic<Unit>,
  options: BootstrapOptions<Unit>,
): BootstrapInterval {
  const { seed, resamples = 2000, level = 0.95, method = 'student', within = false } = options;
  const there = clusters.filter((cluster) => cluster.length > 0);
  const errorOf = options.standardError ?? ((drawn) => jackknifeError(drawn, statistic));
  const about = {
    n: there.length,
    units: there.reduce((sum, cluster) => sum + cluster.length, 0),
    level,
    method,
    resamples,
  };
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  if (there.length === 0) return { estimate: null, low: null, high: null, ...about };
  const estimate = statistic(there);
  if (there.length < 2 || Number.isNaN(estimate))
    return { estimate: finite(estimate), low: null, high: null, ...about };
  const [low, high] = bounds(there, statistic, estimate, { seed, resamples, level, method, within, errorOf });
  return { estimate: finite(estimate), low: finite(low), high: finite(high), ...about };
}

/** The mean of the clusters' means: every seed counts the same, however many units it has. */
export const meanOfMeans: Statistic<number> = (clusters) => mean(clusters.map(mean));

/** s/√n of the clusters' means. */
export function errorOfMeans(clusters: Clusters<number>): number {
  const means = clusters.map(mean);
  const centre = mean(means);
  const n = means.length;
  if (n < 2) return Number.NaN;
  return Math.sqrt(means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1) / n);
}

/** The interval of the mean of independent values, each its own cluster. */
export function bootstrapMean(
  values: readonly number[],
  options: Omit<BootstrapOptions<number>, 'within'>,
): BootstrapInterval {
  return bootstrapClusters(
    values.map((value) => [value]),
    meanOfMeans,
    { standardError: errorOfMeans, ...options },
  );
}

/** The mean of `after[i] − before[i]`, pairs drawn together. */
export function bootstrapPaired(
  before: readonly number[],
  after: readonly number[],
  options: Omit<BootstrapOptions<number>, 'within'>,
): BootstrapInterval {
  if (before.length !== after.length)
    throw new Error(`pairs: expected equal lengths, got ${before.length} and ${after.length}`);
  return bootstrapMean(
    after.map((value, i) => value - before[i]!),
    options,
  );
}
