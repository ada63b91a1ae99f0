// Student's t distribution, from the regularised incomplete beta function.

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log Γ(x) for x >= 0.5: Lanczos with g = 7, n = 9, relative error about 1e-15. */
export function logGamma(x: number): number {
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes §6.4). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/** I_x(a, b), the regularised incomplete beta function, a, b >= 0.5. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** P(T > t) for t >= 0. */
function upperTail(t: number, freedom: number): number {
  return 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** P(T > t), for `freedom` > 0 degrees of freedom; accurate far out in the tail. */
export function studentUpper(t: number, freedom: number): number {
  return t >= 0 ? upperTail(t, freedom) : 1 - upperTail(-t, freedom);
}

/** The t with P(T <= t) = probability, for `freedom` >= 1 degrees of freedom. Bisection to the last bits. */
export function studentQuantile(probability: number, freedom: number): number {
  if (!(probability > 0 && probability < 1))
    throw new Error(`probability: expected within (0, 1), got ${probability}`);
  if (!(freedom >= 1)) throw new Error(`degrees of freedom: expected >= 1, got ${freedom}`);
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  const known = quantiles.get(probability)?.get(freedom);
  if (known !== undefined) return known;
  const found = bisect(probability, freedom);
  if (quantiles.size >= mostKept) quantiles.clear();
  const own = quantiles.get(probability) ?? new Map<number, number>();
  if (own.size >= mostKept) own.clear();
  quantiles.set(probability, own.set(freedom, found));
  return found;
}

/** Those that were asked for, by probability and freedom: a chart asks for the same ones at each of its points. */
const quantiles = new Map<number, Map<number, number>>();
const mostKept = 4096;

function bisect(probability: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (upperTail(high, freedom) > 1 - probability) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (upperTail(middle, freedom) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
