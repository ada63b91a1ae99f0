// Exact null distributions of rank statistics: probabilities over whole numbers, and the sum of independent ones.

/** P(value = offset + i) = weights[i]. */
export interface SumDistribution {
  readonly offset: number;
  readonly weights: readonly number[];
}

export function convolve(a: SumDistribution, b: SumDistribution): SumDistribution {
  const weights = new Array<number>(a.weights.length + b.weights.length - 1).fill(0);
  a.weights.forEach((p, i) => {
    if (p === 0) return;
    for (let j = 0; j < b.weights.length; j++) weights[i + j]! += p * b.weights[j]!;
  });
  return { offset: a.offset + b.offset, weights };
}

/** P(S >= value) and P(S <= value). */
export function tailsAt(sum: SumDistribution, value: number): { up: number; down: number } {
  let up = 0;
  let down = 0;
  sum.weights.forEach((p, i) => {
    if (sum.offset + i >= value) up += p;
    if (sum.offset + i <= value) down += p;
  });
  return { up, down };
}
