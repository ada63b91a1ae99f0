// Small derivative-free minimisers: golden section on an interval, Nelder and Mead's simplex in a few dimensions.

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
}

/** Of a function with one minimum in [low, high], to about 1e-9 of the interval. */
export function goldenSection(f: (x: number) => number, low: number, high: number): Minimum {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let i = 0; i < 44; i++) {
    if (fc <= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return [low, high, c, d]
    .map((x) => ({ at: [x], value: f(x) }))
    .reduce((best, next) => (next.value < best.value ? next : best));
}

/** Nelder & Mead 1965 with the usual coefficients (1, 2, ½, ½). Infinite values are walls; stops at a flat simplex. */
export function nelderMead(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  step: number,
  most = 400,
): Minimum {
  const point = (at: readonly number[]): Minimum => ({ at, value: f(at) });
  let simplex = [start, ...start.map((_, i) => start.map((x, j) => (i === j ? x + step : x)))].map(point);
  for (let iteration = 0; iteration < most; iteration++) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex.at(-1)!;
    if (isSmall(simplex)) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, j) => others.reduce((sum, { at }) => sum + at[j]!, 0) / others.length);
    const along = (t: number): Minimum => point(centre.map((x, j) => x + t * (worst.at[j]! - x)));
    const reflected = along(-1);
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= others.at(-1)!.value) {
      next = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (next.value >= Math.min(worst.value, reflected.value)) {
        simplex = simplex.map(({ at }) => point(at.map((x, j) => best.at[j]! + (x - best.at[j]!) / 2)));
        continue;
      }
    }
    simplex[simplex.length - 1] = next;
  }
  return simplex.reduce((best, next) => (next.value < best.value ? next : best));
}

function isSmall(simplex: readonly Minimum[]): boolean {
  const best = simplex[0]!;
  return simplex.every(({ at }) => at.every((x, j) => Math.abs(x - best.at[j]!) < 1e-8));
}
