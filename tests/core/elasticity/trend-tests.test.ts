import { describe, expect, it } from 'vitest';
import { jonckheere, jonckheereZ } from '../../../src/core/elasticity/jonckheere.ts';
import { pageTrend } from '../../../src/core/elasticity/page-trend.ts';
import { leastSquaresSlope, slopeTrend } from '../../../src/core/elasticity/slope-trend.ts';
import { Random } from '../../../src/core/random.ts';

/** n blocks of k whose L is as given: found by walking through random orders. */
function blocksWithL(n: number, k: number, statistic: number): number[][] {
  const random = Random.at(7, `page ${n} ${k} ${statistic}`);
  for (let attempt = 0; attempt < 2e5; attempt++) {
    const lean = random.uniform() * 2;
    const blocks = Array.from({ length: n }, () =>
      Array.from({ length: k }, (_, j) => random.normal() + lean * j),
    );
    if (pageTrend(blocks).statistic === statistic) return blocks;
  }
  throw new Error(`no blocks with L = ${statistic}`);
}

describe("Page's trend test", () => {
  it('is exact: every order of one block of three, by hand', () => {
    // L of the six orders of 1 2 3: 14 13 13 11 11 10.
    expect(pageTrend([[1, 2, 3]])).toMatchObject({ statistic: 14, method: 'exact' });
    expect(pageTrend([[1, 2, 3]]).p!.up).toBeCloseTo(1 / 6, 12);
    expect(pageTrend([[1, 3, 2]]).p!.up).toBeCloseTo(3 / 6, 12);
    expect(pageTrend([[3, 2, 1]]).p!.down).toBeCloseTo(1 / 6, 12);
    expect(pageTrend([[3, 2, 1]]).p!.twoSided).toBeCloseTo(2 / 6, 12);
  });

  it("has Page's critical values (1963, table 2)", () => {
    const table: [k: number, n: number, critical: number, alpha: number][] = [
      [3, 3, 41, 0.05],
      [3, 3, 42, 0.01],
      [3, 6, 79, 0.05],
      [4, 2, 58, 0.05],
      [4, 3, 87, 0.01],
      [5, 3, 155, 0.01],
      [5, 5, 244, 0.05],
    ];
    for (const [k, n, critical, alpha] of table) {
      expect(pageTrend(blocksWithL(n, k, critical)).p!.up).toBeLessThanOrEqual(alpha);
      expect(pageTrend(blocksWithL(n, k, critical - 1)).p!.up).toBeGreaterThan(alpha);
    }
  });

  it('agrees with its normal approximation where both can be had', () => {
    const random = Random.at(3, 'page');
    const blocks = Array.from({ length: 20 }, () =>
      [0, 0.2, 0.3, 0.5].map((shift) => random.normal() + shift),
    );
    const exact = pageTrend(blocks);
    // L has mean n k (k + 1)²/4 = 500 and variance n (k³ − k)²/144/(k − 1) = 166.7.
    const z = (exact.statistic! - 500) / Math.sqrt((20 * 60 ** 2) / 144 / 3);
    const many = pageTrend(Array.from({ length: 40 }, () => blocks).flat());
    expect(many.method).toBe('normal');
    expect(exact.method).toBe('exact');
    expect(z).toBeGreaterThan(1);
    expect(exact.p!.up).toBeGreaterThan(0);
    expect(Math.abs(exact.p!.up - (1 - 0.5 * (1 + erf(z / Math.SQRT2))))).toBeLessThan(0.01);
  });

  it('shares ranks of ties, and has nothing to say where all are tied', () => {
    // Ranks 1.5 1.5 3: L = 1.5 + 3 + 9 = 13.5, in 2 of 6 orders; the others 12 and 10.5.
    const result = pageTrend([[1, 1, 2]]);
    expect(result.statistic).toBe(13.5);
    expect(result.p!.up).toBeCloseTo(1 / 3, 12);
    expect(pageTrend([[2, 2, 2]])).toMatchObject({ p: null, note: expect.stringContaining('same') });
  });

  it('leaves out incomplete blocks and says so', () => {
    const result = pageTrend([
      [1, 2, 3],
      [null, 2, 3],
      [1, 2, Number.NaN],
    ]);
    expect(result).toMatchObject({ n: 1, note: '2 incomplete blocks left out' });
    expect(pageTrend([])).toMatchObject({ p: null, n: 0 });
    expect(() => pageTrend([[1, 2], [1]])).toThrow(/expected 2 values in a block, got 1/);
  });
});

/** erf by its series, independent of the code under test. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

describe('Jonckheere and Terpstra', () => {
  it('is exact without ties: two groups of two by hand', () => {
    // Of the 6 ways to share 1 2 3 4 the counts are 0 1 2 2 3 4.
    expect(
      jonckheere(
        [
          [1, 2],
          [3, 4],
        ],
        { seed: 1 },
      ),
    ).toMatchObject({ statistic: 4, method: 'exact' });
    expect(
      jonckheere(
        [
          [1, 2],
          [3, 4],
        ],
        { seed: 1 },
      ).p!.up,
    ).toBeCloseTo(1 / 6, 12);
    expect(
      jonckheere(
        [
          [1, 3],
          [2, 4],
        ],
        { seed: 1 },
      ).p!.up,
    ).toBeCloseTo(2 / 6, 12);
    expect(
      jonckheere(
        [
          [3, 4],
          [1, 2],
        ],
        { seed: 1 },
      ).p!.down,
    ).toBeCloseTo(1 / 6, 12);
  });

  it('is exact for three groups: all 90 ways counted', () => {
    const groups = [
      [1, 4],
      [2, 5],
      [3, 6],
    ];
    const observed = jonckheere(groups, { seed: 1 });
    const pairs = [0, 1, 2, 3, 4, 5].flatMap((a) =>
      [0, 1, 2, 3, 4, 5].filter((b) => b > a).map((b) => [a, b]),
    );
    let as = 0;
    let all = 0;
    for (const first of pairs)
      for (const second of pairs) {
        if (second.some((value) => first.includes(value))) continue;
        const third = [0, 1, 2, 3, 4, 5].filter((value) => !first.includes(value) && !second.includes(value));
        all++;
        if (jonckheere([first, second, third], { seed: 1 }).statistic! >= observed.statistic!) as++;
      }
    expect(all).toBe(90);
    expect(observed.p!.up).toBeCloseTo(as / 90, 12);
  });

  it('finds the textbook statistic with ties', () => {
    // Hollander & Wolfe, example 6.2: J = 79; R's clinfun: p = .0207 (normal approximation, ties corrected).
    const groups = [
      [40, 35, 38, 43, 44, 41],
      [38, 40, 47, 44, 40, 42],
      [48, 40, 45, 43, 46, 44],
    ];
    const result = jonckheere(groups, { seed: 5 });
    expect(result).toMatchObject({ statistic: 79, method: 'permutation', n: 18 });
    expect(result.p!.up).toBeGreaterThan(0.018);
    expect(result.p!.up).toBeLessThan(0.026);
    expect(jonckheereZ(groups)).toBeCloseTo(2.04, 2);
    expect(jonckheere(groups, { seed: 5 })).toEqual(result);
  });

  it('goes over to the normal for many values, and says what it cannot test', () => {
    const random = Random.at(2, 'jt');
    const draw = (n: number): number[][] =>
      [0, 1, 2].map((j) => Array.from({ length: n }, () => random.normal() + 0.2 * j));
    const groups = draw(20);
    const exact = jonckheere(groups, { seed: 1 });
    const z = jonckheereZ(groups);
    expect(exact.method).toBe('exact');
    expect(Math.abs(exact.p!.up - (1 - 0.5 * (1 + erf(z / Math.SQRT2))))).toBeLessThan(0.006);
    expect(jonckheere(draw(21), { seed: 1 }).method).toBe('normal');
    expect(
      jonckheere(
        [
          [1, 1],
          [1, 1],
        ],
        { seed: 1 },
      ),
    ).toMatchObject({ p: null });
    expect(jonckheere([[1, 2, 3], []], { seed: 1 })).toMatchObject({ p: null });
  });
});

describe('the slope over seeds', () => {
  it('is the one worked out by hand', () => {
    // x = 0 1 2, y = 1 2 5: slope Σ(−1·1, 0, 1·5)/2 = 2.
    expect(
      leastSquaresSlope([
        { x: 0, y: 1 },
        { x: 1, y: 2 },
        { x: 2, y: 5 },
      ]),
    ).toBeCloseTo(2, 12);
    expect(
      leastSquaresSlope([
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ]),
    ).toBeNull();
  });

  it('takes one slope per seed on log x and Student over seeds', () => {
    const seeds = [1, 2, 3].map((slope) =>
      [1, 10, 100].map((x) => ({ x, y: 7 * slope + slope * Math.log(x) })),
    );
    const trend = slopeTrend([...seeds, [{ x: 5, y: 1 }]], { seed: 1 });
    expect(trend.slopes.map((slope) => slope && Math.round(slope * 1e9) / 1e9)).toEqual([1, 2, 3, null]);
    expect(trend.slope).toBeCloseTo(2, 12);
    expect(trend.student!.low).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5);
    expect(trend.test.statistic).toBeCloseTo(2 * Math.sqrt(3), 9);
    expect(trend.n).toBe(3);
  });

  it('gives no width to equal slopes, no interval to one, and refuses log 0', () => {
    const same = [1, 2, 3, 4, 5].map(() => [1, 2, 4].map((x) => ({ x, y: Math.log2(x) })));
    const trend = slopeTrend(same, { seed: 1 });
    expect(trend.bootstrap.high! - trend.bootstrap.low!).toBe(0);
    expect(trend.test.p).toBeNull();
    expect(slopeTrend(same.slice(0, 1), { seed: 1 })).toMatchObject({ n: 1, bootstrap: { low: null } });
    expect(slopeTrend([], { seed: 1 })).toMatchObject({ n: 0, slope: null, student: null });
    expect(() => slopeTrend([[{ x: 0, y: 1 }]], { seed: 1 })).toThrow(/log x.*x = 0/);
  });
});
