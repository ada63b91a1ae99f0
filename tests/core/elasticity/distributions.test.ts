import { describe, expect, it } from 'vitest';
import {
  chiSquareUpper,
  normalCdf,
  normalQuantile,
  normalUpper,
  upperGamma,
} from '../../../src/core/elasticity/distributions.ts';
import { holm } from '../../../src/core/elasticity/holm.ts';
import {
  noncentralT,
  pairedPower,
  seedsForHalfWidth,
  seedsForPower,
} from '../../../src/core/elasticity/power.ts';
import { quantile } from '../../../src/core/elasticity/quantile.ts';
import { averageRanks } from '../../../src/core/elasticity/ranks.ts';
import { studentUpper } from '../../../src/core/elasticity/student-t.ts';

describe('the normal distribution', () => {
  it('has the published values, in the middle and far out', () => {
    // Abramowitz & Stegun, table 26.1 and 26.2.
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 13);
    expect(normalCdf(-2)).toBeCloseTo(0.02275013194817921, 14);
    expect(normalUpper(5) / 2.866515718791939e-7).toBeCloseTo(1, 10);
    expect(normalUpper(10) / 7.619853024160527e-24).toBeCloseTo(1, 10);
  });

  it('has quantiles that undo it', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 10);
    expect(normalQuantile(0.005)).toBeCloseTo(-2.575829303548901, 10);
    expect(normalQuantile(0)).toBe(-Infinity);
    for (const p of [1e-6, 0.2, 0.5, 0.9]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
    expect(() => normalQuantile(1.2)).toThrow(/got 1.2/);
  });
});

describe('chi-square', () => {
  it('has the critical values of the NIST handbook, table 1.3.6.7.4', () => {
    const table: [freedom: number, critical: number, upper: number][] = [
      [1, 3.841, 0.05],
      [2, 5.991, 0.05],
      [3, 11.345, 0.01],
      [5, 20.515, 0.001],
      [10, 18.307, 0.05],
      [30, 43.773, 0.05],
      [10, 3.94, 0.95],
    ];
    for (const [freedom, critical, upper] of table)
      expect(Math.abs(chiSquareUpper(critical, freedom) - upper)).toBeLessThan(2e-4 * upper + 1e-5);
  });

  it('is exponential with two degrees of freedom, and a squared normal with one', () => {
    for (const x of [0.1, 1, 3, 20]) {
      expect(chiSquareUpper(x, 2)).toBeCloseTo(Math.exp(-x / 2), 13);
      expect(chiSquareUpper(x * x, 1)).toBeCloseTo(2 * normalUpper(x), 13);
    }
    expect(chiSquareUpper(0, 4)).toBe(1);
    expect(() => upperGamma(1, -1)).toThrow(/got 1, -1/);
  });
});

describe("Student's tail and the noncentral t", () => {
  it('has the closed form of two degrees of freedom', () => {
    for (const t of [-3, -0.5, 0, 1, 12])
      expect(studentUpper(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 13);
  });

  it('is the central one without noncentrality', () => {
    for (const freedom of [1, 2, 7, 40])
      for (const t of [-2, 0, 0.7, 3])
        expect(noncentralT(t, freedom, 0)).toBeCloseTo(1 - studentUpper(t, freedom), 6);
  });

  it('is P(Z > δ) at 0 for any degrees of freedom', () => {
    for (const freedom of [1, 3, 20]) expect(noncentralT(0, freedom, 1.3)).toBeCloseTo(normalCdf(-1.3), 6);
  });
});

describe('power of the paired t test', () => {
  it('agrees with G*Power 3.1 and the tables of Cohen 1988', () => {
    // G*Power, "t tests, difference between two dependent means", two tails, alpha .05.
    expect(pairedPower(34, { effect: 0.5, deviation: 1 })).toBeCloseTo(0.8078, 3);
    expect(pairedPower(33, { effect: 0.5, deviation: 1 })).toBeLessThan(0.8);
    expect(seedsForPower({ effect: 0.5, deviation: 1 })).toBe(34);
    expect(seedsForPower({ effect: 0.5, deviation: 1, power: 0.95 })).toBe(54);
    expect(seedsForPower({ effect: 0.8, deviation: 1 })).toBe(15);
    expect(seedsForPower({ effect: 0.2, deviation: 1 })).toBe(199);
    expect(seedsForPower({ effect: -1, deviation: 2 })).toBe(34);
  });

  it('has an answer at the ends', () => {
    expect(pairedPower(1, { effect: 1, deviation: 1 })).toBe(0);
    expect(pairedPower(8, { effect: 0, deviation: 1 })).toBe(0.05);
    expect(pairedPower(8, { effect: 1, deviation: 0 })).toBe(1);
    expect(pairedPower(8, { effect: 50, deviation: 1 })).toBeCloseTo(1, 6);
    expect(seedsForPower({ effect: 0.01, deviation: 1 })).toBeNull();
    expect(seedsForPower({ effect: 0, deviation: 1 })).toBeNull();
  });

  it('knows how many values make an interval narrow enough', () => {
    // n = 8: t(.95, 7) = 1.895, half-width 1.895/√8 = .670; n = 7: 1.943/√7 = .734.
    expect(seedsForHalfWidth({ halfWidth: 0.7, deviation: 1, level: 0.9 })).toBe(8);
    expect(seedsForHalfWidth({ halfWidth: 0, deviation: 1, level: 0.9 })).toBeNull();
  });
});

describe("Holm's correction", () => {
  it('is the one worked out by hand', () => {
    // Sorted .005 .01 .03 .04 times 4 3 2 1 = .02 .03 .06 .04, then never falling.
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('leaves out what could not be tested, and stays within 1', () => {
    expect(holm([null, 0.02, null, 0.7])).toEqual([null, 0.04, null, 0.7]);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
    expect(() => holm([1.5])).toThrow(/got 1.5/);
  });
});

describe('ranks and quantiles', () => {
  it('share the places of ties', () => {
    expect(averageRanks([10, 20, 10, 30, 10])).toEqual({ ranks: [2, 4, 2, 5, 2], ties: [3] });
  });

  it('interpolate between order statistics, and carry infinities without NaN', () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantile([1, Infinity], 0.5)).toBe(Infinity);
    expect(quantile([Infinity, Infinity], 0.3)).toBe(Infinity);
    expect(quantile([-Infinity, 1], 0.5)).toBe(-Infinity);
  });
});
