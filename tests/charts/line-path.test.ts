import { line } from 'd3-shape';
import { expect, it } from 'vitest';
import { linePath, type Pixel } from '../../src/charts/line-path.ts';

/** The same line as d3-shape writes it. */
const byD3 = (points: readonly Pixel[]): string =>
  line<Pixel>()
    .defined(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .digits(2)(points as Pixel[]) ?? '';

/** Points from a small generator, a third of them without a place. */
function points(seed: number, count: number): Pixel[] {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, (_, x): Pixel => {
    const y = next() * 1000 - 500;
    return [x * 3.337 - 2, next() < 1 / 3 ? Number.NaN : y];
  });
}

it('writes a line as d3-shape does: breaks, lone points, rounding', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const own = points(seed, seed % 40);
    expect(linePath(own)).toBe(byD3(own));
  }
});

it.each([
  ['nothing', [], ''],
  ['a lone point', [[1, 2]], 'M1,2Z'],
  [
    'infinite values',
    [
      [0, Number.POSITIVE_INFINITY],
      [1, 1],
      [2, 2.005],
    ],
    'M1,1L2,2.01',
  ],
] as const)('writes %s', (_, own, text) => {
  expect(linePath(own)).toBe(text);
  expect(byD3(own)).toBe(text);
});
