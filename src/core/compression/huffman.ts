// Huffman's code of a finite distribution (1952): the prefix code of least average length.

/** Code words as strings of 0 and 1, by symbol. */
export type CodeTable = readonly string[];

/**
 * The code of symbols with these weights, all > 0. Ties are settled by the order of the symbols, so that the same
 * weights give the same table. One symbol alone needs no bits: its word is ''.
 */
export function huffmanCode(weights: ArrayLike<number>): CodeTable {
  const symbols = weights.length;
  const merged = mergeLightest(weights);
  const words = new Array<string>(symbols + merged.length).fill('');
  for (let i = merged.length - 1; i >= 0; i--) {
    const [zero, one] = merged[i]!;
    words[zero] = `${words[symbols + i]!}0`;
    words[one] = `${words[symbols + i]!}1`;
  }
  return words.slice(0, symbols);
}

/** The pairs that Huffman's algorithm joins; pair i becomes node `symbols + i`. Two queues (van Leeuwen 1976). */
function mergeLightest(weights: ArrayLike<number>): (readonly [number, number])[] {
  const weightOf = Array.from(weights, (weight, symbol) => {
    if (!(weight > 0)) throw new Error(`weight of symbol ${symbol} of a code: expected > 0, got ${weight}`);
    return weight;
  });
  const symbols = weightOf.length;
  if (symbols === 0) throw new Error('a code of no symbols');
  const order = weightOf.map((_, symbol) => symbol).sort((a, b) => weightOf[a]! - weightOf[b]! || a - b);
  const merged: (readonly [number, number])[] = [];
  let [nextSymbol, nextPair] = [0, symbols];
  const takeLightest = (): number => {
    const symbol = order[nextSymbol];
    const isPair =
      symbol === undefined || (nextPair < weightOf.length && weightOf[nextPair]! < weightOf[symbol]!);
    if (isPair) return nextPair++;
    nextSymbol += 1;
    return symbol;
  };
  while (merged.length < symbols - 1) {
    const [zero, one] = [takeLightest(), takeLightest()];
    merged.push([zero, one]);
    weightOf.push(weightOf[zero]! + weightOf[one]!);
  }
  return merged;
}

/** Σ p · length of the word, bits; within [H, H + 1) of the entropy H of the weights. */
export function averageLength(code: CodeTable, weights: ArrayLike<number>): number {
  let [bits, total] = [0, 0];
  for (let symbol = 0; symbol < weights.length; symbol++) {
    bits += weights[symbol]! * code[symbol]!.length;
    total += weights[symbol]!;
  }
  return bits / total;
}

/**
 * Reads one word of `bits` from `from` on: its symbol and where the next word begins. `symbolOf` is the table turned
 * round. Throws where no word of the code begins there.
 */
export function readWord(
  bits: string,
  from: number,
  symbolOf: ReadonlyMap<string, number>,
): { readonly symbol: number; readonly end: number } {
  for (let end = from; end <= bits.length; end++) {
    const symbol = symbolOf.get(bits.slice(from, end));
    if (symbol !== undefined) return { symbol, end };
  }
  throw new Error(`no code word begins at bit ${from} of ${bits.length}`);
}

/** The independent joint distribution of `size` draws: weights of all tuples, the last draw varying fastest. */
export function groupedWeights(weights: ArrayLike<number>, size: number): number[] {
  let grouped = [1];
  for (let draw = 0; draw < size; draw++) {
    grouped = grouped.flatMap((weight) => Array.from(weights, (next) => weight * next));
  }
  return grouped;
}
