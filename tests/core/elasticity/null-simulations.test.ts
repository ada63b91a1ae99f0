// Under a true null a 5 % test must reject in 3–7 % of 2,000 simulated experiments (standard error 0.5 %). Exact tests
// are discrete: sample sizes are taken where a level near 5 % can be attained, and data are continuous.
import { describe, expect, it } from 'vitest';
import { bootstrapClusters, meanOfMeans } from '../../../src/core/elasticity/bootstrap.ts';
import { equivalence } from '../../../src/core/elasticity/equivalence.ts';
import { holm } from '../../../src/core/elasticity/holm.ts';
import { jonckheere } from '../../../src/core/elasticity/jonckheere.ts';
import type { Duration } from '../../../src/core/elasticity/kaplan-meier.ts';
import { logRank, logRankTrend } from '../../../src/core/elasticity/log-rank.ts';
import { pageTrend } from '../../../src/core/elasticity/page-trend.ts';
import { pairedT, signFlip, wilcoxonSignedRank } from '../../../src/core/elasticity/paired-tests.ts';
import { slopeTrend } from '../../../src/core/elasticity/slope-trend.ts';
import type { Tails } from '../../../src/core/elasticity/test-result.ts';
import { Random } from '../../../src/core/random.ts';

const experiments = 2000;
const rates: Record<string, number> = {};

/** Share of the experiments in which `rejects` is true, each with its own random numbers. */
function share(name: string, rejects: (random: Random, index: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < experiments; i++) if (rejects(Random.at(2024, name, i), i)) count++;
  rates[name] = count / experiments;
  return rates[name];
}

function expectFivePercent(name: string, rejects: (random: Random, index: number) => boolean): void {
  const rate = share(name, rejects);
  expect(rate, `${name}: ${rate}`).toBeGreaterThanOrEqual(0.03);
  expect(rate, `${name}: ${rate}`).toBeLessThanOrEqual(0.07);
}

const normals = (random: Random, n: number): number[] => Array.from({ length: n }, () => random.normal());
const both = (p: Tails | null): boolean => p !== null && p.twoSided < 0.05;
const up = (p: Tails | null): boolean => p !== null && p.up < 0.05;

/** Eight seeds, five sizes: y has no trend, but seeds differ in level and in their own slope, as real ones do. */
function seedsWithoutTrend(random: Random): { x: number; y: number }[][] {
  return Array.from({ length: 8 }, () => {
    const [level, own] = [random.normal(), 0.3 * random.normal()];
    return [1, 2, 4, 8, 16].map((x) => ({ x, y: level + own * Math.log(x) + 0.5 * random.normal() }));
  });
}

/** Exponential times, censored at 2 of their mean (13 %). */
function times(random: Random, n: number): Duration[] {
  return Array.from({ length: n }, () => {
    const time = -Math.log(1 - random.uniform());
    return time > 2 ? { time: 2, censored: true } : { time, censored: false };
  });
}

describe('under a true null', () => {
  it('the paired t test rejects in 5 %, one- and two-sided, with 8 seeds', () => {
    expectFivePercent('paired t', (random) => both(pairedT(normals(random, 8)).p));
    expectFivePercent('paired t, one-sided', (random) => up(pairedT(normals(random, 8)).p));
  });

  it('Wilcoxon (8 seeds attain 3.9 % two-sided; 12 attain 4.2 %) and sign flips reject in 5 %', () => {
    expectFivePercent('Wilcoxon', (random) => both(wilcoxonSignedRank(normals(random, 12)).p));
    expectFivePercent('Wilcoxon, one-sided', (random) => up(wilcoxonSignedRank(normals(random, 12)).p));
    expectFivePercent('sign flip', (random) => both(signFlip(normals(random, 8), { seed: 1 }).p));
  });

  it("Page's test rejects in 5 %, exact and normal", () => {
    const blocks = (random: Random, n: number, k = 5) =>
      Array.from({ length: n }, () => {
        const level = 3 * random.normal();
        return normals(random, k).map((value) => level + value);
      });
    expectFivePercent('Page', (random) => both(pageTrend(blocks(random, 8)).p));
    expectFivePercent('Page, one-sided', (random) => up(pageTrend(blocks(random, 8)).p));
    expectFivePercent('Page, normal', (random) => both(pageTrend(blocks(random, 8, 9)).p));
  });

  it('Jonckheere rejects in 5 %, exact, by permutation with ties, and normal', () => {
    const groups = (random: Random, n: number) => Array.from({ length: 4 }, () => normals(random, n));
    const rounded = (random: Random) =>
      groups(random, 4).map((group) => group.map((value) => Math.round(2 * value)));
    expectFivePercent('Jonckheere', (random) => both(jonckheere(groups(random, 6), { seed: 1 }).p));
    expectFivePercent('Jonckheere, ties', (random, i) =>
      both(jonckheere(rounded(random), { seed: i, resamples: 239 }).p),
    );
    expectFivePercent('Jonckheere, normal', (random) => both(jonckheere(groups(random, 16), { seed: 1 }).p));
  });

  it('the log-rank test and its trend reject in 5 %, with censoring, by permutation and for many by χ²', () => {
    const groups = (random: Random, k: number, n: number) =>
      Array.from({ length: k }, () => times(random, n));
    const few = (i: number) => ({ seed: i, resamples: 199 });
    expectFivePercent('log-rank, 2 × 8', (random, i) => logRank(groups(random, 2, 8), few(i)).p! <= 0.05);
    expectFivePercent('log-rank, 4 × 8', (random, i) => logRank(groups(random, 4, 8), few(i)).p! <= 0.05);
    expectFivePercent('log-rank trend, 4 × 8', (random, i) =>
      up(logRankTrend(groups(random, 4, 8), few(i)).p),
    );
    expectFivePercent(
      'log-rank, χ², 3 × 40',
      (random) => logRank(groups(random, 3, 40), { seed: 1 }).p! < 0.05,
    );
    expectFivePercent('log-rank trend, normal, 3 × 40', (random) =>
      both(logRankTrend(groups(random, 3, 40), { seed: 1 }).p),
    );
  });

  it('the slope over 8 seeds rejects in 5 % by Student and by the bootstrap-t of whole seeds', () => {
    const trend = (random: Random, i: number) =>
      slopeTrend(seedsWithoutTrend(random), { seed: i, resamples: 599 });
    expectFivePercent('slope, Student', (random, i) =>
      both(slopeTrend(seedsWithoutTrend(random), { seed: i, resamples: 1 }).test.p),
    );
    expectFivePercent('slope, bootstrap-t', (random, i) => {
      const { low, high } = trend(random, i).bootstrap;
      return low! > 0 || high! < 0;
    });
  });

  it('percentile and BCa intervals of 8 seeds are too narrow: intervals to look at, not tests', () => {
    for (const method of ['percentile', 'bca'] as const) {
      const rate = share(`slope, ${method}`, (random, i) => {
        const { low, high } = slopeTrend(seedsWithoutTrend(random), {
          seed: i,
          resamples: 399,
          method,
        }).bootstrap;
        return low! > 0 || high! < 0;
      });
      expect(rate, `${method}: ${rate}`).toBeGreaterThan(0.06);
      expect(rate, `${method}: ${rate}`).toBeLessThan(0.16);
    }
  });

  it('the bootstrap-t of seeds with slices rejects in 5 %, where slices taken for independent do not', () => {
    const slices = (random: Random) =>
      Array.from({ length: 8 }, () => {
        const level = random.normal();
        return normals(random, 3).map((value) => level + value);
      });
    expectFivePercent('seeds with slices', (random, i) => {
      const { low, high } = bootstrapClusters(slices(random), meanOfMeans, {
        seed: i,
        method: 'student',
        resamples: 199,
      });
      return low! > 0 || high! < 0;
    });
    const naive = share('slices as if independent', (random) => both(pairedT(slices(random).flat()).p));
    expect(naive).toBeGreaterThan(0.1);
  });

  it("Holm's family of four rejects anything in 5 %, where uncorrected tests do in 19 %", () => {
    const family = (random: Random) => [1, 2, 3, 4].map(() => pairedT(normals(random, 8)).p!.twoSided);
    expectFivePercent('Holm, family-wise', (random) => holm(family(random)).some((p) => p! < 0.05));
    expect(share('uncorrected', (random) => family(random).some((p) => p < 0.05))).toBeGreaterThan(0.15);
  });

  it('equivalence is claimed in 5 % where the truth lies on the edge of the margin', () => {
    expectFivePercent(
      'equivalence',
      (random) =>
        equivalence(
          normals(random, 8).map((value) => 1.1 + 0.05 * value),
          { center: 1, margin: 0.1 },
        ).equivalent === true,
    );
  });
});
