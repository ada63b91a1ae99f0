// Page's test of an ordered alternative in complete blocks (Page 1963): within every seed, do the values rise over the
// conditions? Blocks may differ in level and spread; only the order inside each counts.
import { convolve, type SumDistribution, tailsAt } from './distribution-of-sums.ts';
import { normalUpper } from './distributions.ts';
import { averageRanks } from './ranks.ts';
import { noTest, type TestResult, tailsOf } from './test-result.ts';

const test = "Page's L";

/** Σ j·rank over all orders of one block's ranks, each equally likely; ranks doubled so that shared ones are whole. */
function blockDistribution(doubled: readonly number[]): SumDistribution {
  const k = doubled.length;
  const layers: (Map<number, number> | undefined)[] = new Array(2 ** k);
  layers[0] = new Map([[0, 1]]);
  for (let used = 0; used < 2 ** k - 1; used++) {
    const sums = layers[used]!;
    layers[used] = undefined;
    const place = countBits(used) + 1;
    for (let item = 0; item < k; item++) {
      if (used & (1 << item)) continue;
      const into = used | (1 << item);
      layers[into] ??= new Map();
      const next = layers[into];
      for (const [sum, p] of sums) {
        const moved = sum + place * doubled[item]!;
        next.set(moved, (next.get(moved) ?? 0) + p / (k - place + 1));
      }
    }
  }
  return toArray(layers[2 ** k - 1]!);
}

function countBits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function toArray(sums: ReadonlyMap<number, number>): SumDistribution {
  const keys = Array.from(sums.keys());
  const offset = Math.min(...keys);
  const weights = new Array<number>(Math.max(...keys) - offset + 1).fill(0);
  for (const [sum, p] of sums) weights[sum - offset] = p;
  return { offset, weights };
}

/** Mean and variance of L given the ranks: per block Σ(j − j̄)² Σ(r − r̄)² / (k − 1), which holds with ties. */
function moments(blocks: readonly (readonly number[])[], k: number): { centre: number; variance: number } {
  const middle = (k + 1) / 2;
  const places = (k * (k * k - 1)) / 12;
  const spread = (ranks: readonly number[]): number =>
    ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0);
  return {
    centre: blocks.length * k * middle * middle,
    variance: blocks.reduce((sum, ranks) => sum + (places * spread(ranks)) / (k - 1), 0),
  };
}

/** A convolution per block, the blocks' own distributions kept by their ranks. */
function exactTails(blocks: readonly (readonly number[])[], statistic: number): { up: number; down: number } {
  const known = new Map<string, SumDistribution>();
  let sum: SumDistribution = { offset: 0, weights: [1] };
  for (const ranks of blocks) {
    const doubled = ranks.map((rank) => 2 * rank).sort((a, b) => a - b);
    const name = doubled.join();
    const own = known.get(name) ?? blockDistribution(doubled);
    known.set(name, own);
    sum = convolve(sum, own);
  }
  return tailsAt(sum, 2 * statistic);
}

/** Blocks × range, squared, is the work of the convolutions. */
function affordsExact(blocks: number, k: number): boolean {
  return k <= 8 && blocks * ((k * (k * k - 1)) / 3) <= 12_000;
}

/**
 * L = Σ_blocks Σ_j j · rank(block, j). `blocks`: one row per seed, its values in the order of the conditions, at least
 * two; a row with a missing value is left out. Exact for up to 8 conditions and a few dozen blocks, else normal.
 * `p.up`: rising over the conditions.
 */
export function pageTrend(blocks: readonly (readonly (number | null)[])[]): TestResult {
  const k = blocks[0]?.length ?? 0;
  const uneven = blocks.find((block) => block.length !== k);
  if (uneven !== undefined) throw new Error(`${test}: expected ${k} values in a block, got ${uneven.length}`);
  const complete = blocks.filter((block): block is readonly number[] =>
    block.every((value) => value !== null && Number.isFinite(value)),
  );
  const n = complete.length;
  const missing = blocks.length - n;
  if (n === 0 || k < 2) return noTest(test, n, 'exact', `needs a complete block of 2 or more conditions`);
  const ranks = complete.map((block) => averageRanks(block).ranks);
  const statistic = ranks.reduce((sum, row) => sum + row.reduce((s, rank, j) => s + (j + 1) * rank, 0), 0);
  const { centre, variance } = moments(ranks, k);
  if (variance === 0) return noTest(test, n, 'exact', 'all values of every block are the same');
  const note = missing > 0 ? `${missing} incomplete blocks left out` : null;
  if (affordsExact(n, k)) {
    const { up, down } = exactTails(ranks, statistic);
    return { test, statistic, p: tailsOf(up, down), n, method: 'exact', note };
  }
  const z = (statistic - centre) / Math.sqrt(variance);
  return { test, statistic, p: tailsOf(normalUpper(z), normalUpper(-z)), n, method: 'normal', note };
}
