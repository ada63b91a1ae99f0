// Compression rates of a model on a set: its cross-entropy read as the code length of an ideal arithmetic coder.

export interface CompressionRates {
  readonly bitsPerToken: number;
  /** Code length in bits over bytes of text. */
  readonly bitsPerByte: number;
  /** γ: compressed over raw length in the same unit, bitsPerByte / 8. Below 1 the model compresses. */
  readonly gamma: number;
  /**
   * γ^{D_i/D} = E[code length / |x|] − log M (SCIENCE §2), at the level of tokens and in bits: bitsPerToken − log2 M.
   * It can be negative; differences over training of one set are what it is for, log M being constant in them.
   */
  readonly gammaNormalised: number;
}

/** From the summed nats of `tokens` counted tokens that stand for `bytes` bytes, in a set whose token tree has `leaves` leaves. */
export function compressionRates(set: {
  readonly nats: number;
  readonly tokens: number;
  readonly bytes: number;
  readonly leaves: number;
}): CompressionRates {
  for (const name of ['tokens', 'bytes', 'leaves'] as const) {
    if (!(set[name] > 0)) throw new Error(`compression of an empty set: ${name} is ${set[name]}`);
  }
  const bits = set.nats / Math.LN2;
  const bitsPerToken = bits / set.tokens;
  const bitsPerByte = bits / set.bytes;
  return {
    bitsPerToken,
    bitsPerByte,
    gamma: bitsPerByte / 8,
    gammaNormalised: bitsPerToken - Math.log2(set.leaves),
  };
}
