// Probabilities as whole numbers, as an arithmetic coder needs them: every symbol counts at least 1.

/** What the counts of a distribution sum to. */
export const frequencyTotal = 2 ** 24;

/**
 * Cumulative counts (V + 1) of relative weights (V) ≥ 0: symbol s has the numbers from `into[s]` to `into[s + 1]` of
 * `total`. It has 1 + ⌊p_s · (total − V)⌋ of them, and the likeliest symbol what is left; so a symbol costs at most
 * −log2(1 − V / total) bits more than −log2 p: 2.2e-5 for V = 257. The same weights give the same counts.
 */
export function cumulativeFrequencies(
  weights: ArrayLike<number>,
  into: Uint32Array = new Uint32Array(weights.length + 1),
  total: number = frequencyTotal,
): Uint32Array {
  const symbols = weights.length;
  if (symbols === 0 || symbols > total / 2)
    throw new Error(`symbols to share a total of ${total}: expected 1 to ${total / 2}, got ${symbols}`);
  const { sum, top } = sumAndTop(weights);
  const scale = (total - symbols) / sum;
  let left = total;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const count = 1 + Math.floor(weights[symbol]! * scale);
    into[symbol + 1] = count;
    left -= count;
  }
  into[0] = 0;
  into[top + 1]! += left;
  for (let symbol = 0; symbol < symbols; symbol++) into[symbol + 1]! += into[symbol]!;
  return into;
}

function sumAndTop(weights: ArrayLike<number>): { sum: number; top: number } {
  let [sum, top] = [0, 0];
  for (let symbol = 0; symbol < weights.length; symbol++) {
    const weight = weights[symbol]!;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new Error(`weight of symbol ${symbol}: expected a finite number >= 0, got ${weight}`);
    sum += weight;
    if (weight > weights[top]!) top = symbol;
  }
  if (!(sum > 0)) throw new Error('a distribution without mass');
  return { sum, top };
}
