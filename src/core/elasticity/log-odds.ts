// Log-odds in nats, and back.

/** log(p / (1 − p)); infinite at 0 and 1. */
export function logOdds(probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new Error(`log-odds: expected within [0, 1], got ${probability}`);
  return Math.log(probability) - Math.log1p(-probability);
}

/** 1 / (1 + e^{−x}), without overflow at either end. */
export function fromLogOdds(value: number): number {
  if (value >= 0) return 1 / (1 + Math.exp(-value));
  const exponential = Math.exp(value);
  return exponential / (1 + exponential);
}
