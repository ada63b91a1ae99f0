// Tokens as bits of fixed length, for the paper's binary token tree. Its leaves at depth d·w are the leaves of the
// tree of tokens at depth d, w the bits of a token: the form changes the unit of depth and of |x|, not the partition.

/** w: bits of a token of a vocabulary of V tokens, ⌈log2 V⌉, at least 1. */
export function bitsPerToken(vocabulary: number): number {
  if (!(Number.isInteger(vocabulary) && vocabulary >= 1))
    throw new Error(`vocabulary of a binary form: expected >= 1, got ${vocabulary}`);
  let bits = 1;
  while (2 ** bits < vocabulary) bits += 1;
  return bits;
}

/** A sequence of n tokens as n·w bits, the highest bit of a token first. */
export function toBits(sequence: ArrayLike<number>, vocabulary: number): number[] {
  const width = bitsPerToken(vocabulary);
  return Array.from(sequence).flatMap((token) => {
    if (!(Number.isInteger(token) && token >= 0 && token < vocabulary))
      throw new Error(`token of a vocabulary of ${vocabulary}: got ${token}`);
    return Array.from({ length: width }, (_, i) => Math.floor(token / 2 ** (width - 1 - i)) % 2);
  });
}

/** The tokens of such bits. */
export function fromBits(bits: ArrayLike<number>, vocabulary: number): number[] {
  const width = bitsPerToken(vocabulary);
  if (bits.length % width !== 0)
    throw new Error(`${bits.length} bits are no whole number of tokens of ${width}`);
  return Array.from({ length: bits.length / width }, (_, token) => {
    let value = 0;
    for (let i = token * width; i < (token + 1) * width; i++) value = value * 2 + bits[i]!;
    return value;
  });
}
