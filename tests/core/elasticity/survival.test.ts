import { describe, expect, it } from 'vitest';
import { type Duration, kaplanMeier, survivalMedian } from '../../../src/core/elasticity/kaplan-meier.ts';
import { logRank, logRankTrend } from '../../../src/core/elasticity/log-rank.ts';
import { solveLinear } from '../../../src/core/elasticity/solve-linear.ts';

const durations = (events: readonly number[], censored: readonly number[] = []): Duration[] => [
  ...events.map((time) => ({ time, censored: false })),
  ...censored.map((time) => ({ time, censored: true })),
];

// Freireich et al. 1963, weeks of remission in leukaemia, as in Cox 1972.
const treated = durations([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
const placebo = durations([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

describe('Kaplan and Meier', () => {
  it('has the published curve of the leukaemia trial', () => {
    const expected = [
      [6, 0.857],
      [7, 0.807],
      [10, 0.753],
      [13, 0.69],
      [16, 0.627],
      [22, 0.538],
      [23, 0.448],
    ];
    const curve = kaplanMeier(treated);
    expect(curve.map(({ time }) => time)).toEqual(expected.map(([time]) => time));
    curve.forEach(({ survival }, i) => {
      expect(Math.abs(survival - expected[i]![1]!)).toBeLessThan(6e-4);
    });
    expect(curve[0]).toMatchObject({ atRisk: 21, events: 3 });
  });

  it('has its published medians, 23 and 8 weeks, with an interval around them', () => {
    const median = survivalMedian(treated, { seed: 1 });
    expect(median).toMatchObject({ estimate: 23, n: 21, events: 9, censored: 12 });
    expect(median.low!).toBeGreaterThanOrEqual(10);
    expect(median.low!).toBeLessThanOrEqual(16);
    expect(median.high).toBeNull(); // too often not reached
    const other = survivalMedian(placebo, { seed: 1 });
    expect(other).toMatchObject({ estimate: 8, censored: 0 });
    expect(other.low!).toBeLessThan(8);
    expect(other.high!).toBeGreaterThan(8);
  });

  it('has no median where most never come back, and none of nothing', () => {
    expect(survivalMedian(durations([3], [9, 9, 9]), { seed: 1 })).toMatchObject({
      estimate: null,
      high: null,
    });
    expect(survivalMedian([], { seed: 1 })).toMatchObject({ estimate: null, low: null, n: 0 });
    expect(kaplanMeier(durations([], [4, 5]))).toEqual([]);
    expect(() => kaplanMeier(durations([Number.NaN]))).toThrow(/got NaN/);
  });
});

describe('the log-rank test', () => {
  const options = { seed: 1, permuteUpTo: 0 };

  it('has the published χ² of the leukaemia trial', () => {
    // R's survdiff: observed 9 and 21, expected 19.3 and 10.7, χ² = 16.8 on 1 degree, p = 4e-05.
    const result = logRank([treated, placebo], options);
    expect(result.statistic).toBeCloseTo(16.79, 2);
    expect(result.p).toBeCloseTo(4.17e-5, 7);
    expect(result.observed).toEqual([9, 21]);
    expect(result.expected[0]).toBeCloseTo(19.25, 2);
    expect(result.expected[1]).toBeCloseTo(10.75, 2);
  });

  it('is the one worked out by hand for four times', () => {
    // A: 1, 3; B: 2, 4. E_A = 1/2 + 1/3 + 1/2 = 4/3; V = 1/4 + 2/9 + 1/4 = 13/18; χ² = (2/3)²/(13/18) = 8/13.
    const result = logRank([durations([1, 3]), durations([2, 4])], options);
    expect(result.expected[0]).toBeCloseTo(4 / 3, 12);
    expect(result.statistic).toBeCloseTo(8 / 13, 12);
  });

  it('permutes few times: the share of all six ways to deal four', () => {
    // Scores 3/4, 5/12, −1/12, −13/12. |sum of A| over the six pairs: 7/6 2/3 1/3 1/3 2/3 7/6. A = 1, 3: 2/3.
    const result = logRank([durations([1, 3]), durations([2, 4])], { seed: 1, resamples: 9999 });
    expect(result.method).toBe('permutation');
    expect(Math.abs(result.p! - 4 / 6)).toBeLessThan(0.02);
    const trend = logRankTrend([durations([1, 3]), durations([2, 4])], { seed: 1, resamples: 9999 });
    expect(Math.abs(trend.p!.up - 2 / 6)).toBeLessThan(0.02);
    expect(logRank([treated, placebo], { seed: 1 }).p!).toBeLessThanOrEqual(0.001);
  });

  it('agrees with χ² where there are many', () => {
    const later = placebo.map(({ time, censored }) => ({ time: time + (time % 3 === 0 ? 9 : -1), censored }));
    const many = (group: Duration[]) => [
      ...group,
      ...group.map(({ time, censored }) => ({ time: time + 0.5, censored })),
    ];
    const groups = [many(placebo), many(later)];
    const limit = logRank(groups, options).p!;
    expect(limit).toBeGreaterThan(0.02);
    expect(Math.abs(logRank(groups, { seed: 2, resamples: 4999 }).p! - limit)).toBeLessThan(0.02);
  });

  it('does not care for the order of groups, nor for empty ones', () => {
    const third = durations([5, 9, 14], [20]);
    const first = logRank([treated, placebo, third], options);
    expect(first.freedom).toBe(2);
    const other = logRank([third, treated, [], placebo], options);
    expect(other.statistic).toBeCloseTo(first.statistic!, 9);
    expect(other.freedom).toBe(2);
    expect(logRank([third, treated, [], placebo], { seed: 1 }).p!).toBeLessThan(0.01);
  });

  it('is its own trend test for two groups, with the sign of the times', () => {
    const trend = logRankTrend([placebo, treated], options);
    expect(trend.statistic! ** 2).toBeCloseTo(logRank([treated, placebo], options).statistic!, 9);
    expect(trend.p!.up).toBeLessThan(1e-4); // times grow from placebo to treated
    expect(logRankTrend([placebo, treated], { seed: 1 }).p!.up).toBeLessThanOrEqual(0.001);
    expect(logRankTrend([treated, placebo], options).p!.down).toBeLessThan(1e-4);
    const scored = logRankTrend([placebo, treated], { ...options, scores: [10, 37] });
    expect(scored.statistic).toBeCloseTo(trend.statistic!, 9);
  });

  it('says what it cannot compare', () => {
    expect(logRank([treated], options)).toMatchObject({ p: null, note: expect.stringContaining('2 groups') });
    const never = [durations([], [3]), durations([], [4])];
    expect(logRank(never, options)).toMatchObject({ p: null, statistic: null });
    expect(logRankTrend(never, options)).toMatchObject({ p: null });
    expect(() => logRankTrend([treated, placebo], { ...options, scores: [1] })).toThrow(
      /expected 2 scores, got 1/,
    );
  });
});

describe('a linear system', () => {
  it('is solved with pivoting, and refused when singular', () => {
    expect(
      solveLinear(
        [
          [0, 2],
          [3, 1],
        ],
        [4, 5],
      ),
    ).toEqual([1, 2]);
    expect(
      solveLinear(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeNull();
  });
});
