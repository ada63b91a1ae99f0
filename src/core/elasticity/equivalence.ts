// Two one-sided tests (Schuirmann 1987): do the data say that a mean or slope is as good as a stated value?
import { mean, sampleVariance } from './interval.ts';
import { studentQuantile, studentUpper } from './student-t.ts';
import { allEqual } from './test-result.ts';

export interface EquivalenceOptions {
  /** Default 0. */
  readonly center?: number;
  /** Half the width of what counts as the same. */
  readonly margin: number;
  /** Of each one-sided test; default 0.05. */
  readonly alpha?: number;
}

export interface Equivalence {
  readonly mean: number | null;
  /** The 1 − 2·alpha interval (90 %): inside center ± margin exactly where p < alpha. */
  readonly low: number | null;
  readonly high: number | null;
  readonly intervalLevel: number;
  /** The larger of the two one-sided p-values; null where there is no spread to judge by. */
  readonly p: number | null;
  readonly equivalent: boolean | null;
  readonly n: number;
  readonly center: number;
  readonly margin: number;
  readonly note: string | null;
}

/** One value per seed, Student's t on n − 1 degrees of freedom. Identical values and n < 2 decide nothing. */
export function equivalence(values: readonly number[], options: EquivalenceOptions): Equivalence {
  const { center = 0, margin, alpha = 0.05 } = options;
  if (!(margin > 0)) throw new Error(`equivalence margin: expected > 0, got ${margin}`);
  const n = values.length;
  const about = { n, center, margin, intervalLevel: 1 - 2 * alpha };
  const nothing = { low: null, high: null, p: null, equivalent: null };
  if (n < 2) return { mean: values[0] ?? null, ...nothing, ...about, note: `needs 2 values, got ${n}` };
  const estimate = mean(values);
  if (allEqual(values))
    return { mean: estimate, ...nothing, ...about, note: 'all values are the same: no spread' };
  const error = Math.sqrt(sampleVariance(values) / n);
  const half = studentQuantile(1 - alpha, n - 1) * error;
  const above = studentUpper((estimate - (center - margin)) / error, n - 1);
  const below = studentUpper((center + margin - estimate) / error, n - 1);
  const p = Math.max(above, below);
  return {
    mean: estimate,
    low: estimate - half,
    high: estimate + half,
    p,
    equivalent: p < alpha,
    ...about,
    note: null,
  };
}
