import { describe, expect, it } from 'vitest';
import { breakpointMoves } from '../../../src/core/elasticity/breakpoint-moves.ts';
import {
  aicc,
  akaikeWeights,
  type DeclineFit,
  fitDecline,
} from '../../../src/core/elasticity/decline-fits.ts';
import { linearFit } from '../../../src/core/elasticity/linear-fit.ts';
import { fromLogOdds } from '../../../src/core/elasticity/log-odds.ts';
import { goldenSection, nelderMead } from '../../../src/core/elasticity/minimise.ts';
import { Random } from '../../../src/core/random.ts';

/** The updates at which unalignment is measured. */
const updates = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];

function noisy(curve: (x: number) => number, spread: number, seed = 1) {
  const random = Random.at(seed, 'noise');
  return updates.map((x) => ({ x, y: curve(x) + spread * random.normal() }));
}

function fitOf(points: { x: number; y: number }[], model: DeclineFit['model'], level: number | null = null) {
  const fits = fitDecline(points, { scale: 'log-odds', level });
  const fit = fits.fits.find((each) => each.model === model);
  if (fit === undefined) throw new Error(`not fitted: ${JSON.stringify(fits.failed)}`);
  return fit;
}

describe('the pieces', () => {
  it('fit a line as worked out by hand, and refuse equal columns', () => {
    // x = 0 1 2 3, y = 1 3 2 5: slope 1.1, intercept 1.1, residuals −.1 .8 −1.3 .6, Σ² = 2.7.
    const fit = linearFit(
      [
        [1, 1, 1, 1],
        [0, 1, 2, 3],
      ],
      [1, 3, 2, 5],
    )!;
    expect(fit.coefficients[0]).toBeCloseTo(1.1, 12);
    expect(fit.coefficients[1]).toBeCloseTo(1.1, 12);
    expect(fit.rss).toBeCloseTo(2.7, 12);
    expect(
      linearFit(
        [
          [1, 1],
          [2, 2],
        ],
        [1, 2],
      ),
    ).toBeNull();
  });

  it('find minima: a parabola, and the valley of Rosenbrock', () => {
    expect(goldenSection((x) => (x - 0.3) ** 2, -1, 2).at[0]).toBeCloseTo(0.3, 7);
    const valley = ([x, y]: readonly number[]): number => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2;
    const found = nelderMead(valley, [-1.2, 1], 0.5);
    expect(found.at[0]).toBeCloseTo(1, 5);
    expect(found.at[1]).toBeCloseTo(1, 5);
  });

  it('weigh by AICc', () => {
    // n = 10, rss = 10, K = 3: 0 + 6 + 24/6 = 10.
    expect(aicc(10, 10, 3)).toBeCloseTo(10, 12);
    expect(() => aicc(1, 4, 3)).toThrow(/at least 5 points, got 4/);
    const weights = akaikeWeights([0, 2 * Math.log(3)]);
    expect(weights[0]).toBeCloseTo(0.75, 12);
    expect(weights[1]).toBeCloseTo(0.25, 12);
  });
});

describe('the forms of a decline', () => {
  it('are found again from noise-free curves', () => {
    const stick = fitOf(
      noisy((x) => 3 - 0.4 * Math.min(x, 7) - 0.01 * Math.max(0, x - 7), 0),
      'broken stick',
    );
    expect(stick.breakpoint!.update).toBeCloseTo(7, 5);
    expect(stick.breakpoint!.level).toBeCloseTo(0.2, 5);
    expect(stick.parameters.slopeAfter).toBeCloseTo(-0.01, 6);

    const floor = fitOf(
      noisy((x) => 3 - 0.4 * Math.min(x, 15), 0),
      'broken stick at floor',
    );
    expect(floor.breakpoint!.update).toBeCloseTo(15, 5);
    expect(floor.breakpoint!.level).toBeCloseTo(-3, 5);

    const level = fitOf(
      noisy((x) => 0.16 - 0.3 * Math.min(x - 10, 0) - 0.02 * Math.max(0, x - 10), 0),
      'broken stick at level',
      0.16,
    );
    expect(level.breakpoint!.update).toBeCloseTo(10, 5);
    expect(level.breakpoint!.level).toBeCloseTo(0.16, 9);

    const exponential = fitOf(
      noisy((x) => -1 + 4 * Math.exp(-x / 9), 0),
      'exponential',
    );
    expect(exponential.parameters).toMatchObject({
      asymptote: expect.closeTo(-1, 5),
      drop: expect.closeTo(4, 5),
      time: expect.closeTo(9, 4),
    });

    const stretched = fitOf(
      noisy((x) => -1 + 4 * Math.exp(-((x / 9) ** 0.5)), 0),
      'stretched exponential',
    );
    expect(stretched.parameters).toMatchObject({
      time: expect.closeTo(9, 2),
      exponent: expect.closeTo(0.5, 3),
    });

    const power = fitOf(
      noisy((x) => -1 + 4 * (1 + x / 3) ** -0.8, 0),
      'power law',
    );
    expect(power.parameters).toMatchObject({ time: expect.closeTo(3, 2), exponent: expect.closeTo(0.8, 3) });

    const line = fitOf(
      noisy((x) => 2 - 0.05 * x, 0),
      'logistic',
    );
    expect(line.parameters).toMatchObject({ start: expect.closeTo(2, 9), slope: expect.closeTo(-0.05, 9) });
  });

  it('include the logistic on scores', () => {
    const points = noisy((x) => fromLogOdds(3 - 0.2 * x), 0);
    const { fits } = fitDecline(points, { scale: 'score', level: null });
    const logistic = fits.find(({ model }) => model === 'logistic')!;
    expect(logistic.parameters).toMatchObject({
      middle: expect.closeTo(15, 5),
      slope: expect.closeTo(-0.2, 6),
    });
    expect(fits[0]!.model).toBe('logistic');
  });

  it('are told apart with noise: each curve is given to the form it came from', () => {
    const curves: [DeclineFit['model'], (x: number) => number][] = [
      ['broken stick', (x) => 3 - 0.4 * Math.min(x, 7) - 0.02 * Math.max(0, x - 7)],
      ['broken stick at floor', (x) => 3 - 0.2 * Math.min(x, 26)],
      ['exponential', (x) => -1 + 4 * Math.exp(-x / 9)],
      ['logistic', (x) => 2 - 0.05 * x],
    ];
    for (const [model, curve] of curves) {
      const right = [1, 2, 3, 4, 5].filter(
        (seed) => fitDecline(noisy(curve, 0.05, seed), { scale: 'log-odds', level: null }).best === model,
      );
      expect(right.length, model).toBeGreaterThanOrEqual(4);
    }
  });

  it('share weights that sum to 1, best first, with fitted values and R²', () => {
    const { fits, failed, n } = fitDecline(
      noisy((x) => -1 + 4 * Math.exp(-x / 9), 0.05),
      { scale: 'log-odds', level: 0 },
    );
    expect(fits).toHaveLength(7);
    expect(failed).toEqual([]);
    expect(n).toBe(15);
    expect(fits.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (let i = 1; i < fits.length; i++) expect(fits[i]!.aicc).toBeGreaterThanOrEqual(fits[i - 1]!.aicc);
    expect(fits[0]!.fitted).toHaveLength(15);
    expect(fits[0]!.rSquared).toBeGreaterThan(0.99);
    const stick = fits.find(({ model }) => model === 'broken stick')!;
    const nested = fits.find(({ model }) => model === 'broken stick at level')!;
    expect(stick.rss).toBeLessThanOrEqual(nested.rss * (1 + 1e-9));
  });

  it('say that a straight line has no breakpoint to hold: its exponential lies at the edge', () => {
    expect(
      fitOf(
        noisy((x) => 2 - 0.05 * x, 0),
        'exponential',
      ).atEdge,
    ).toBe(true);
    expect(
      fitOf(
        noisy((x) => -1 + 4 * Math.exp(-x / 9), 0),
        'exponential',
      ).atEdge,
    ).toBe(false);
  });

  it('fail with a reason, never with NaN', () => {
    const few = fitDecline(noisy((x) => 3 - x, 0.1).slice(0, 5), { scale: 'log-odds', level: null });
    expect(few.failed.find(({ model }) => model === 'broken stick')!.reason).toMatch(/5 points.*needs 7/);
    expect(few.failed.find(({ model }) => model === 'broken stick at level')!.reason).toMatch(
      /no pretrained level/,
    );
    expect(few.best).toBe('logistic');
    const same = fitDecline(
      updates.map((x) => ({ x, y: 0.3 })),
      { scale: 'score', level: 0.3 },
    );
    expect(same.fits).toEqual([]);
    expect(same.best).toBeNull();
    expect(same.failed.every(({ reason }) => reason === 'all values are the same')).toBe(true);
    expect(fitDecline([], { scale: 'score', level: null })).toMatchObject({ fits: [], best: null, n: 0 });
    const holes = fitDecline([...noisy((x) => 2 - 0.05 * x, 0.1), { x: 3, y: -Infinity }], {
      scale: 'log-odds',
      level: null,
    });
    expect(holes.n).toBe(15);
    for (const fit of holes.fits) expect(Object.values(fit.parameters).every(Number.isFinite)).toBe(true);
  });
});

describe('the breakpoint against the prior', () => {
  const priors = [0.2, 0.35, 0.54, 0.7, 0.85];
  const levels = (slope: number) =>
    [1, 2, 3, 4, 5, 6].flatMap((seed) => {
      const random = Random.at(seed, 'levels');
      return priors.map((prior) => ({
        seed,
        prior,
        level: slope * Math.log(prior / (1 - prior)) - 1 + 0.1 * random.normal(),
      }));
    });

  it('moves one to one for an anchor and stays for a floor', () => {
    const anchor = breakpointMoves(levels(1), { seed: 1 });
    expect(anchor.reading).toBe('moves with the prior');
    expect(anchor.asAnchor.equivalent).toBe(true);
    expect(anchor.slope).toBeCloseTo(1, 1);
    const floor = breakpointMoves(levels(0), { seed: 1 });
    expect(floor.reading).toBe('stays');
    expect(floor.asAnchor.equivalent).toBe(false);
  });

  it('is undecided without data', () => {
    const nothing = breakpointMoves(
      priors.map((prior) => ({ seed: 1, prior, level: null })),
      { seed: 1 },
    );
    expect(nothing).toMatchObject({ reading: 'undecided', slope: null, n: 0 });
  });
});
