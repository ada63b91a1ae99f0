import { describe, expect, it } from 'vitest';
import { aggregateBySeed } from '../../../src/core/elasticity/aggregate.ts';
import { mean, sampleVariance, tInterval } from '../../../src/core/elasticity/interval.ts';
import { fromLogOdds, logOdds } from '../../../src/core/elasticity/log-odds.ts';
import { incompleteBeta, studentQuantile } from '../../../src/core/elasticity/student-t.ts';
import { Random } from '../../../src/core/random.ts';

describe("Student's t", () => {
  it('has the quantiles of the published tables', () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
    const table: [freedom: number, at95: number, at975: number, at99: number, at995: number][] = [
      [1, 6.314, 12.706, 31.821, 63.657],
      [2, 2.92, 4.303, 6.965, 9.925],
      [3, 2.353, 3.182, 4.541, 5.841],
      [5, 2.015, 2.571, 3.365, 4.032],
      [7, 1.895, 2.365, 2.998, 3.499],
      [10, 1.812, 2.228, 2.764, 3.169],
      [30, 1.697, 2.042, 2.457, 2.75],
      [100, 1.66, 1.984, 2.364, 2.626],
    ];
    for (const [freedom, ...row] of table) {
      [0.95, 0.975, 0.99, 0.995].forEach((probability, i) => {
        expect(Math.abs(studentQuantile(probability, freedom) - row[i]!)).toBeLessThan(6e-4);
      });
    }
  });

  it('has the closed forms for 1 and 2 degrees, to 10 digits', () => {
    for (const p of [0.6, 0.75, 0.9, 0.975, 0.9995]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 10);
      expect(studentQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 10);
      expect(studentQuantile(1 - p, 2)).toBeCloseTo(-studentQuantile(p, 2), 9);
    }
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.959966, 5); // the normal's 1.959964 and a little
    expect(studentQuantile(0.5, 4)).toBeCloseTo(0, 9);
  });

  it('rests on an incomplete beta function with its closed forms', () => {
    for (const x of [0.01, 0.3, 0.5, 0.8, 0.99]) {
      expect(incompleteBeta(x, 1, 1)).toBeCloseTo(x, 13);
      expect(incompleteBeta(x, 3, 1)).toBeCloseTo(x ** 3, 13);
      expect(incompleteBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
    }
  });

  it('names what it cannot do', () => {
    expect(() => studentQuantile(1, 3)).toThrow(/probability.*got 1/);
    expect(() => studentQuantile(0.9, 0)).toThrow(/degrees of freedom.*got 0/);
  });
});

describe('the interval of a mean', () => {
  it('is the one worked out by hand', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, variance 32/7; t(0.975, 7) = 2.364624; half = 2.364624 · sqrt(32/56) = 1.787487
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(sampleVariance(values)).toBeCloseTo(32 / 7, 12);
    const { low, high, n } = tInterval(values);
    expect(n).toBe(8);
    expect(low).toBeCloseTo(5 - 1.787488, 5);
    expect(high).toBeCloseTo(5 + 1.787488, 5);
  });

  it('has no bounds for one value and no width for equal ones', () => {
    expect(tInterval([3])).toEqual({ mean: 3, low: null, high: null, n: 1 });
    expect(tInterval([3, 3, 3])).toEqual({ mean: 3, low: 3, high: 3, n: 3 });
  });

  it('covers the true mean in 95 % of samples', () => {
    let covered = 0;
    for (let i = 0; i < 4000; i++) {
      const random = Random.at(1, 'coverage', i);
      const { low, high } = tInterval(Array.from({ length: 4 }, () => random.normal()));
      if (low! <= 0 && high! >= 0) covered++;
    }
    expect(Math.abs(covered / 4000 - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 4000));
  });

  it('refuses what has no mean', () => {
    expect(() => mean([])).toThrow('statistics of no values');
    expect(() => tInterval([1, Number.NaN])).toThrow(/not finite: NaN/);
    expect(() => sampleVariance([1])).toThrow(/got 1/);
  });
});

describe('log-odds', () => {
  it('are the logarithm of the odds, and come back', () => {
    expect(logOdds(0.5)).toBe(0);
    expect(logOdds(0.8)).toBeCloseTo(Math.log(4), 12);
    for (const p of [1e-12, 0.01, 0.54, 0.999]) expect(fromLogOdds(logOdds(p))).toBeCloseTo(p, 12);
    expect(fromLogOdds(-800)).toBe(0);
    expect(fromLogOdds(800)).toBe(1);
    expect(logOdds(1)).toBe(Number.POSITIVE_INFINITY);
    expect(() => logOdds(1.1)).toThrow(/got 1.1/);
  });
});

describe('aggregation over seeds', () => {
  it('takes at each update the seeds that reached it', () => {
    const points = aggregateBySeed([
      { update: [0, 1, 2], value: [1, 2, 3] },
      { update: [0, 1], value: [3, 4] },
      { update: [0, 2, 4], value: [5, Number.NaN, 7] },
    ]);
    expect(points.map(({ update, mean: centre, n }) => [update, centre, n])).toEqual([
      [0, 3, 3],
      [1, 3, 2],
      [2, 3, 1],
      [4, 7, 1],
    ]);
    // 1, 3, 5: s = 2, t(0.975, 2) = 4.302653; half = 4.302653 · 2/√3 = 4.968276
    expect(points[0]!.low).toBeCloseTo(3 - 4.968276, 5);
    expect(points[2]).toMatchObject({ low: null, high: null });
    expect(aggregateBySeed([])).toEqual([]);
  });
});
