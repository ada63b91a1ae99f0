// Tests of paired differences (one per seed): Student's t, Wilcoxon's signed ranks, sign flips.
import { Random } from '../random.ts';
import { convolve, type SumDistribution, tailsAt } from './distribution-of-sums.ts';
import { normalUpper } from './distributions.ts';
import { mean, sampleVariance } from './interval.ts';
import { averageRanks } from './ranks.ts';
import { studentUpper } from './student-t.ts';
import { allEqual, noTest, type TestResult, tailsOf } from './test-result.ts';

/** `after[i] − before[i]`; a pair that lacks a finite value on either side is left out. */
export function differences(before: readonly (number | null)[], after: readonly (number | null)[]): number[] {
  if (before.length !== after.length)
    throw new Error(`pairs: expected equal lengths, got ${before.length} and ${after.length}`);
  return before.flatMap((value, i) => {
    const other = after[i] ?? null;
    if (value === null || other === null) return [];
    return Number.isFinite(other - value) ? [other - value] : [];
  });
}

/** t = mean / (s/√n) on n − 1 degrees of freedom. */
export function pairedT(values: readonly number[]): TestResult {
  const n = values.length;
  if (n < 2) return noTest('paired t', n, 'student', `needs 2 pairs, got ${n}`);
  if (allEqual(values)) return noTest('paired t', n, 'student', 'all differences are the same: no spread');
  const statistic = mean(values) / Math.sqrt(sampleVariance(values) / n);
  const up = studentUpper(statistic, n - 1);
  const down = studentUpper(-statistic, n - 1);
  return { test: 'paired t', statistic, p: tailsOf(up, down), n, method: 'student', note: null };
}

/** The sum of ranks that carry a plus, doubled so that shared ranks are whole: each is in or out with probability ½. */
function signedRankDistribution(doubled: readonly number[]): SumDistribution {
  return doubled.reduce<SumDistribution>(
    (sum, rank) => {
      const weights = new Array<number>(rank + 1).fill(0);
      weights[0] = 0.5;
      weights[rank]! += 0.5;
      return convolve(sum, { offset: 0, weights });
    },
    { offset: 0, weights: [1] },
  );
}

/** Wilcoxon's V, the sum of the ranks of positive differences; zeros left out, ties by average ranks; exact to n = 60. */
export function wilcoxonSignedRank(values: readonly number[]): TestResult {
  const test = 'Wilcoxon signed rank';
  const nonzero = values.filter((value) => value !== 0);
  const n = nonzero.length;
  if (n === 0) return noTest(test, n, 'exact', 'no difference that is not zero');
  const { ranks } = averageRanks(nonzero.map(Math.abs));
  const statistic = ranks.reduce((sum, rank, i) => sum + (nonzero[i]! > 0 ? rank : 0), 0);
  const note = n < values.length ? `${values.length - n} differences of zero left out` : null;
  if (n <= 60) {
    const { up, down } = tailsAt(signedRankDistribution(ranks.map((rank) => 2 * rank)), 2 * statistic);
    return { test, statistic, p: tailsOf(up, down), n, method: 'exact', note };
  }
  const centre = (n * (n + 1)) / 4;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4);
  const z = (statistic - centre) / deviation;
  return { test, statistic, p: tailsOf(normalUpper(z), normalUpper(-z)), n, method: 'normal', note };
}

/** Sums of the values under every choice of signs, in the order of a Gray code: one sign changes at a time. */
function countFlips(
  values: readonly number[],
  observed: number,
  slack: number,
): { up: number; down: number } {
  const signs = values.map(() => 1);
  let sum = values.reduce((total, value) => total + value, 0);
  let up = 0;
  let down = 0;
  const all = 2 ** values.length;
  for (let code = 1; code <= all; code++) {
    if (sum >= observed - slack) up++;
    if (sum <= observed + slack) down++;
    const place = 31 - Math.clz32(code & -code);
    if (place >= values.length) break;
    signs[place] = -signs[place]!;
    sum += 2 * signs[place]! * values[place]!;
  }
  return { up: up / all, down: down / all };
}

function drawFlips(
  values: readonly number[],
  observed: number,
  options: { seed: number; resamples: number; slack: number },
): { up: number; down: number } {
  const random = Random.at(options.seed, 'sign-flip');
  let up = 1;
  let down = 1;
  for (let i = 0; i < options.resamples; i++) {
    const sum = values.reduce((total, value) => total + (random.uniform() < 0.5 ? value : -value), 0);
    if (sum >= observed - options.slack) up++;
    if (sum <= observed + options.slack) down++;
  }
  return { up: up / (options.resamples + 1), down: down / (options.resamples + 1) };
}

/** Fisher's randomisation test of the mean (1935, §21): all 2ⁿ signs to n = 16, `resamples` random ones beyond. */
export function signFlip(
  values: readonly number[],
  options: { readonly seed: number; readonly resamples?: number },
): TestResult {
  const n = values.length;
  if (values.every((value) => value === 0))
    return noTest('sign flip', n, 'exact', 'no difference that is not zero');
  const observed = values.reduce((sum, value) => sum + value, 0);
  const slack = 1e-9 * values.reduce((sum, value) => sum + Math.abs(value), 0);
  const exact = n <= 16;
  const { up, down } = exact
    ? countFlips(values, observed, slack)
    : drawFlips(values, observed, { seed: options.seed, resamples: options.resamples ?? 9999, slack });
  const method = exact ? 'exact' : 'permutation';
  return { test: 'sign flip', statistic: observed / n, p: tailsOf(up, down), n, method, note: null };
}
