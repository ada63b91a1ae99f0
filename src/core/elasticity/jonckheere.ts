// The Jonckheere–Terpstra test of an ordered alternative over independent groups. For values paired by seed use Page's.
import { Random } from '../random.ts';
import { convolve, type SumDistribution, tailsAt } from './distribution-of-sums.ts';
import { normalUpper } from './distributions.ts';
import { averageRanks } from './ranks.ts';
import { noTest, type TestResult, tailsOf } from './test-result.ts';

const test = 'Jonckheere–Terpstra';
const exactUpTo = 60;

/** Pairs from two groups with the later greater, ties counting half, over all pairs of groups. */
function statisticOf(groups: readonly (readonly number[])[]): number {
  let sum = 0;
  groups.forEach((earlier, i) => {
    for (const later of groups.slice(i + 1))
      for (const a of earlier) for (const b of later) sum += b > a ? 1 : b === a ? 0.5 : 0;
  });
  return sum;
}

/** Mann and Whitney's recursion: the largest of m + n values is of the second group with probability n/(m + n). */
function mannWhitney(m: number, n: number): SumDistribution {
  let rows: number[][] = Array.from({ length: n + 1 }, () => [1]);
  for (let i = 1; i <= m; i++) {
    const next: number[][] = [[1]];
    for (let j = 1; j <= n; j++) {
      const weights = new Array<number>(i * j + 1).fill(0);
      next[j - 1]!.forEach((p, u) => {
        weights[u + i]! += (p * j) / (i + j);
      });
      rows[j]!.forEach((p, u) => {
        weights[u]! += (p * i) / (i + j);
      });
      next.push(weights);
    }
    rows = next;
  }
  return { offset: 0, weights: rows[n]! };
}

/** Without ties J is a sum of independent Mann–Whitney counts, each group against all before it. */
function exactTails(sizes: readonly number[], statistic: number): { up: number; down: number } {
  let before = sizes[0]!;
  let sum: SumDistribution = { offset: 0, weights: [1] };
  for (const size of sizes.slice(1)) {
    sum = convolve(sum, mannWhitney(before, size));
    before += size;
  }
  return tailsAt(sum, statistic);
}

function shuffledTails(
  groups: readonly (readonly number[])[],
  statistic: number,
  { seed, resamples }: { seed: number; resamples: number },
): { up: number; down: number } {
  const random = Random.at(seed, 'jonckheere');
  const values = groups.flat();
  const starts = groups.map((_, i) => groups.slice(0, i).flat().length);
  let up = 1;
  let down = 1;
  for (let i = 0; i < resamples; i++) {
    for (let j = values.length - 1; j > 0; j--) {
      const other = random.integer(j + 1);
      [values[j], values[other]] = [values[other]!, values[j]!];
    }
    const drawn = statisticOf(starts.map((from, group) => values.slice(from, from + groups[group]!.length)));
    if (drawn >= statistic) up++;
    if (drawn <= statistic) down++;
  }
  return { up: up / (resamples + 1), down: down / (resamples + 1) };
}

const sumOver = (sizes: readonly number[], term: (size: number) => number): number =>
  sizes.reduce((sum, size) => sum + term(size), 0);

/** Mean and variance of J, corrected for ties (Hollander & Wolfe 1999, eq. 6.19). */
function moments(sizes: readonly number[], ties: readonly number[]): { centre: number; variance: number } {
  const n = sumOver(sizes, (size) => size);
  const cubic = (m: number): number => m * (m - 1) * (2 * m + 5);
  const triples = (m: number): number => m * (m - 1) * (m - 2);
  const pairs = (m: number): number => m * (m - 1);
  const first = (cubic(n) - sumOver(sizes, cubic) - sumOver(ties, cubic)) / 72;
  const second = n > 2 ? (sumOver(sizes, triples) * sumOver(ties, triples)) / (36 * triples(n)) : 0;
  const third = (sumOver(sizes, pairs) * sumOver(ties, pairs)) / (8 * pairs(n));
  return {
    centre: (n * n - sumOver(sizes, (size) => size * size)) / 4,
    variance: first + second + third,
  };
}

/**
 * `groups` in the order claimed; empty ones are left out. To 60 values: exact without ties, by `resamples` seeded
 * permutations with them; beyond: normal with the tie correction. `p.up`: rising over the groups.
 */
export function jonckheere(
  groups: readonly (readonly number[])[],
  options: { readonly seed: number; readonly resamples?: number },
): TestResult {
  const there = groups.filter((group) => group.length > 0);
  const values = there.flat();
  const n = values.length;
  if (there.length < 2 || n < 3) return noTest(test, n, 'exact', 'needs 2 groups and 3 values');
  const statistic = statisticOf(there);
  const { ties } = averageRanks(values);
  const sizes = there.map((group) => group.length);
  const { centre, variance } = moments(sizes, ties);
  if (ties[0] === n) return noTest(test, n, 'exact', 'all values are the same');
  if (n <= exactUpTo) {
    const tied = ties.length > 0;
    const { up, down } = tied
      ? shuffledTails(there, statistic, { seed: options.seed, resamples: options.resamples ?? 9999 })
      : exactTails(sizes, statistic);
    const method = tied ? 'permutation' : 'exact';
    return { test, statistic, p: tailsOf(up, down), n, method, note: null };
  }
  const z = (statistic - centre) / Math.sqrt(variance);
  return { test, statistic, p: tailsOf(normalUpper(z), normalUpper(-z)), n, method: 'normal', note: null };
}

/** z of the statistic under the tie-corrected normal approximation, as textbooks print it. */
export function jonckheereZ(groups: readonly (readonly number[])[]): number {
  const { centre, variance } = moments(
    groups.map((group) => group.length),
    averageRanks(groups.flat()).ties,
  );
  return (statisticOf(groups) - centre) / Math.sqrt(variance);
}
