// How many more seeds? Power of the two-sided paired t test, exact through the noncentral t distribution.
import { normalCdf } from './distributions.ts';
import { logGamma, studentQuantile } from './student-t.ts';

/** Density of √(χ²/ν). */
function scaleDensity(s: number, freedom: number): number {
  if (s <= 0) return freedom === 1 ? Math.sqrt(2 / Math.PI) : 0;
  const logDensity =
    Math.log(2) +
    (freedom / 2) * Math.log(freedom / 2) -
    logGamma(freedom / 2) +
    (freedom - 1) * Math.log(s) -
    (freedom * s * s) / 2;
  return Math.exp(logDensity);
}

/** P(T <= t), T = (Z + δ)/√(χ²/ν): ∫ Φ(t·s − δ) f(s) ds by Simpson's rule, absolute error below 1e-8. */
export function noncentralT(t: number, freedom: number, noncentrality: number): number {
  const spread = 9 / Math.sqrt(2 * freedom);
  const from = Math.max(0, 1 - spread);
  const intervals = 400;
  const step = (1 + spread - from) / intervals;
  let sum = 0;
  for (let i = 0; i <= intervals; i++) {
    const s = from + i * step;
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * normalCdf(t * s - noncentrality) * scaleDensity(s, freedom);
  }
  return (sum * step) / 3;
}

export interface PowerOptions {
  /** Mean difference and its standard deviation over seeds, same unit. */
  readonly effect: number;
  readonly deviation: number;
  /** Two-sided; default 0.05. */
  readonly alpha?: number;
}

/** P(reject) of the two-sided paired t test with n pairs; 1 for no spread and an effect, alpha for no effect. */
export function pairedPower(n: number, { effect, deviation, alpha = 0.05 }: PowerOptions): number {
  if (!(n >= 2)) return 0;
  if (effect === 0) return alpha;
  if (deviation === 0) return 1;
  const noncentrality = (Math.abs(effect) / deviation) * Math.sqrt(n);
  const critical = studentQuantile(1 - alpha / 2, n - 1);
  const power =
    1 - noncentralT(critical, n - 1, noncentrality) + noncentralT(-critical, n - 1, noncentrality);
  return Math.min(1, Math.max(0, power));
}

/** The least number of pairs with the power asked for (0.8), or null where more than `most` would be needed. */
export function seedsForPower(
  options: PowerOptions & { readonly power?: number; readonly most?: number },
): number | null {
  const { power = 0.8, most = 1000 } = options;
  const enough = (n: number): boolean => pairedPower(n, options) >= power;
  if (!Number.isFinite(options.effect) || !enough(most)) return null;
  let low = 1;
  let high = most;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The least n at which a Student interval with this deviation has at most this half-width, or null beyond `most`. */
export function seedsForHalfWidth(options: {
  readonly halfWidth: number;
  readonly deviation: number;
  readonly level: number;
  readonly most?: number;
}): number | null {
  const { halfWidth, deviation, level, most = 1000 } = options;
  if (!(halfWidth > 0)) return null;
  for (let n = 2; n <= most; n++) {
    if ((studentQuantile((1 + level) / 2, n - 1) * deviation) / Math.sqrt(n) <= halfWidth) return n;
  }
  return null;
}
