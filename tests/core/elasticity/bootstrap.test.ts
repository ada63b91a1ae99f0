import { describe, expect, it } from 'vitest';
import {
  bootstrapClusters,
  bootstrapMean,
  bootstrapPaired,
  errorOfMeans,
  meanOfMeans,
} from '../../../src/core/elasticity/bootstrap.ts';
import { mean } from '../../../src/core/elasticity/interval.ts';
import { Random } from '../../../src/core/random.ts';

const methods = ['percentile', 'bca', 'student'] as const;

describe('the bootstrap', () => {
  it('draws two values as counted by hand', () => {
    // Of {0, 1} the means are 0, ½, ½, 1 with a quarter each: the 40 % interval lies between 0.3 and 0.7 of that.
    const result = bootstrapMean([0, 1], { seed: 1, method: 'percentile', level: 0.4 });
    expect(result).toMatchObject({ estimate: 0.5, low: 0.5, high: 0.5, n: 2, units: 2 });
    expect(bootstrapMean([0, 1], { seed: 1, method: 'percentile', level: 0.6 })).toMatchObject({
      low: 0,
      high: 1,
    });
  });

  it('tends to the normal interval for many values, by every method', () => {
    const random = Random.at(1, 'values');
    const values = Array.from({ length: 200 }, () => random.normal());
    const half = 1.96 * errorOfMeans(values.map((value) => [value]));
    for (const method of methods) {
      const result = bootstrapMean(values, { seed: 2, method, resamples: 4000 });
      expect(Math.abs(result.low! - (mean(values) - half)) / half).toBeLessThan(0.1);
      expect(Math.abs(result.high! - (mean(values) + half)) / half).toBeLessThan(0.1);
    }
  });

  it('leans to the long tail with BCa', () => {
    const random = Random.at(5, 'skew');
    const values = Array.from({ length: 30 }, () => Math.exp(random.normal()));
    const plain = bootstrapMean(values, { seed: 2, method: 'percentile' });
    const bca = bootstrapMean(values, { seed: 2, method: 'bca' });
    expect(bca.low!).toBeGreaterThan(plain.low!);
    expect(bca.high!).toBeGreaterThan(plain.high!);
  });

  it('is the same for the same seed and another for another', () => {
    const values = [1, 3, 4, 8, 11];
    const of = (seed: number) => bootstrapMean(values, { seed, method: 'student' });
    expect(of(4)).toEqual(of(4));
    expect(of(4)).not.toEqual(of(5));
  });

  it('takes the jackknife for the standard error of a mean to the last digit', () => {
    const clusters = [[1, 2], [3], [5, 9, 1], [0]];
    const given = bootstrapClusters(clusters, meanOfMeans, {
      seed: 3,
      method: 'student',
      standardError: errorOfMeans,
    });
    const jackknifed = bootstrapClusters(clusters, meanOfMeans, { seed: 3, method: 'student' });
    expect(jackknifed.low).toBeCloseTo(given.low!, 9);
    expect(jackknifed.high).toBeCloseTo(given.high!, 9);
  });

  it('keeps pairs together', () => {
    const before = [10, 20, 30, 40];
    const result = bootstrapPaired(
      before,
      before.map((value, i) => value + 1 + 0.1 * i),
      { seed: 1, method: 'bca' },
    );
    expect(result.estimate).toBeCloseTo(1.15, 12);
    expect(result.low!).toBeGreaterThan(0.99);
    expect(result.high!).toBeLessThan(1.31);
    expect(() => bootstrapPaired([1], [1, 2], { seed: 1 })).toThrow(/got 1 and 2/);
  });

  it('draws whole seeds: slices of one seed are not independent', () => {
    // Six seeds, nine slices each that hardly differ inside a seed: the width is that of 6 values, not of 54.
    const random = Random.at(8, 'clusters');
    const clusters = Array.from({ length: 6 }, () => {
      const level = random.normal();
      return Array.from({ length: 9 }, () => level + 0.01 * random.normal());
    });
    const width = (low: number | null, high: number | null): number => high! - low!;
    const whole = bootstrapClusters(clusters, meanOfMeans, { seed: 1, method: 'bca' });
    const both = bootstrapClusters(clusters, meanOfMeans, { seed: 1, method: 'bca', within: true });
    const naive = bootstrapMean(clusters.flat(), { seed: 1, method: 'bca' });
    expect(whole).toMatchObject({ n: 6, units: 54 });
    expect(width(whole.low, whole.high)).toBeGreaterThan(2 * width(naive.low, naive.high));
    expect(width(both.low, both.high) / width(whole.low, whole.high)).toBeCloseTo(1, 1);
  });

  it('adds the spread inside seeds when it is asked to draw there', () => {
    const clusters = Array.from({ length: 5 }, () => [-3, 0, 3]);
    const whole = bootstrapClusters(clusters, meanOfMeans, { seed: 1, method: 'percentile' });
    const both = bootstrapClusters(clusters, meanOfMeans, { seed: 1, method: 'percentile', within: true });
    expect(whole).toMatchObject({ low: 0, high: 0 });
    // Standard error √(6/15) = .632: about ±1.24.
    expect(both.high!).toBeGreaterThan(0.9);
    expect(both.high!).toBeLessThan(1.5);
  });

  it('is never NaN: no clusters, one, equal ones, few', () => {
    for (const method of methods) {
      expect(bootstrapMean([], { seed: 1, method })).toMatchObject({
        estimate: null,
        low: null,
        high: null,
        n: 0,
      });
      expect(bootstrapMean([2], { seed: 1, method })).toMatchObject({
        estimate: 2,
        low: null,
        high: null,
        n: 1,
      });
      expect(bootstrapMean([2, 2, 2], { seed: 1, method })).toMatchObject({ estimate: 2, low: 2, high: 2 });
      const equal = bootstrapMean([0.1, 0.1, 0.1], { seed: 1, method });
      expect(equal.high! - equal.low!).toBeCloseTo(0, 15);
    }
    // Every eighth draw of three is one value three times, without an error to divide by: no bounded interval.
    expect(bootstrapMean([1, 2, 4], { seed: 1, method: 'student' })).toMatchObject({ low: null, high: null });
  });
});
