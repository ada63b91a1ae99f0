// The normal and chi-square distributions, from the regularised incomplete gamma function. Student's t is its own file.
import { logGamma } from './student-t.ts';

/** P(a, x) by its power series (Numerical Recipes §6.2); for x < a + 1. */
function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 1000 && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** Q(a, x) by its continued fraction, Lentz's method (Numerical Recipes §6.2); for x >= a + 1. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h * Math.exp(-x + a * Math.log(x) - logGamma(a));
}

/** Q(a, x) = Γ(a, x) / Γ(a), the upper regularised incomplete gamma function, a >= 0.5, x >= 0. */
export function upperGamma(a: number, x: number): number {
  if (!(a >= 0.5) || !(x >= 0))
    throw new Error(`incomplete gamma: expected a >= 0.5, x >= 0, got ${a}, ${x}`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** P(Z > z) of the standard normal, accurate far out in the tail. */
export function normalUpper(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

/** Φ(z) = P(Z <= z). */
export const normalCdf = (z: number): number => normalUpper(-z);

/** The z with Φ(z) = probability; infinite at 0 and 1. Bisection to the last bits. */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new Error(`probability: expected within [0, 1], got ${probability}`);
  if (probability === 0 || probability === 1) return probability === 0 ? -Infinity : Infinity;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  let low = -40;
  let high = 0;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(χ² > x) for `freedom` >= 1 degrees of freedom. */
export const chiSquareUpper = (x: number, freedom: number): number =>
  upperGamma(freedom / 2, Math.max(0, x) / 2);
