import { describe, expect, it } from 'vitest';
import { effectiveK } from '../../../src/core/elasticity/effective-k.ts';
import { hookeProducts } from '../../../src/core/elasticity/hooke.ts';
import { estimateJointK, kLaw } from '../../../src/core/elasticity/joint-k.ts';
import { jointShares } from '../../../src/core/plan-tuning.ts';
import { jointSchema } from '../../../src/core/schedule.ts';

/** Losses ½‖θ − c‖² in the plane: where k·L_p + L_a + l·L_t is least, and what L_p and L_a are there. */
function stationary(k: number, share: number) {
  const centres = { pretrain: [0, 0], align: [1, 0], perturb: [0.4, 1.3] } as const;
  const theta = ([0, 1] as const).map(
    (i) => (k * centres.pretrain[i] + centres.align[i] + share * centres.perturb[i]) / (k + 1 + share),
  );
  const loss = (centre: readonly number[]) =>
    0.5 * theta.reduce((sum, x, i) => sum + (x - centre[i]!) ** 2, 0);
  return { pretrainNats: loss(centres.pretrain), alignNats: loss(centres.align) };
}

/** Stages that go there and back, with a drift that has nothing to do with D_t. */
function stages(k: number, { drift = 0, share = 1e-3, cycles = 2 } = {}) {
  const signs = Array.from({ length: cycles }, () => [1, -1, -1, 1]).flat();
  let at = 0;
  const places = [0, ...signs.map((sign) => (at += sign))];
  return places.map((place, i) => ({
    ...stationary(k, place * share),
    share: i === 0 ? 0 : signs[i - 1]! * share,
    pretrainNats: stationary(k, place * share).pretrainNats + drift * i,
    alignNats: stationary(k, place * share).alignNats - 3 * drift * i,
  }));
}

describe('k̂ of joint training', () => {
  it.each([1, 3, 10, 100])('is k = %d at the stationary points of quadratic losses', (k) => {
    const { kHat, cycles } = estimateJointK(stages(k, { share: 1e-4 * (k + 1) }));
    expect(kHat! / k).toBeCloseTo(1, 3);
    expect(cycles).toHaveLength(2);
    for (const cycle of cycles) {
      expect(cycle.kHat! / k).toBeCloseTo(1, 3);
      expect(Math.sign(cycle.alignSlope)).toBe(-Math.sign(cycle.pretrainSlope));
    }
  });

  it('does not see a drift, however large beside what D_t does', () => {
    const without = estimateJointK(stages(10)).kHat!;
    expect(estimateJointK(stages(10, { drift: 0.5 })).kHat! / without).toBeCloseTo(1, 6);
  });

  it('of stages by hand is minus the ratio of the slopes', () => {
    // Changes of γ_p per stage: −1, 2, 2, −1 → slope on l = ±0.5 is −3; of γ_a: 8, −4, −4, 8 → slope 12.
    const nats = { pretrain: [5, 4, 6, 8, 7], align: [0, 8, 4, 0, 8] };
    const given = [0, 0.5, -0.5, -0.5, 0.5].map((share, i) => ({
      share,
      pretrainNats: nats.pretrain[i]!,
      alignNats: nats.align[i]!,
    }));
    const cycle = { kHat: 4, alignSlope: 12, pretrainSlope: -3 };
    expect(estimateJointK(given)).toEqual({ kHat: 4, cycles: [cycle] });
    // A second cycle in which γ_p moves by a tenth as much, γ_a by 9: (12 · 3 + 9 · 0.3) / (3² + 0.3²).
    const weak = [4.9, 5.1, 5.3, 5.2].map((pretrainNats, i) => ({
      share: given[i + 1]!.share,
      pretrainNats: pretrainNats + 2,
      alignNats: 8 + [6, 3, 0, 6][i]!,
    }));
    const both = estimateJointK([...given, ...weak]);
    expect(both.cycles[1]!.pretrainSlope).toBeCloseTo(-0.3, 10);
    expect(both.cycles[1]!.alignSlope).toBeCloseTo(9, 10);
    expect(both.kHat).toBeCloseTo((12 * 3 + 9 * 0.3) / (9 + 0.09), 10);
  });

  it('is null where nothing moved, and refuses what is not whole cycles', () => {
    const still = [0, 1, -1, -1, 1].map((share) => ({ share, pretrainNats: 1, alignNats: 1 }));
    expect(estimateJointK(still)).toMatchObject({ kHat: null, cycles: [{ kHat: null }] });
    expect(() => estimateJointK(still.slice(0, 4))).toThrow('got 4 stages');
    expect(() => estimateJointK([])).toThrow('got 0 stages');
  });

  it('expects the cycles that plans lay out', () => {
    const shares = jointShares(jointSchema.parse({ ratio: 1, cycles: 1 }));
    expect(shares.map(Math.sign)).toEqual([1, -1, -1, 1]);
  });
});

describe('the law of k', () => {
  const runs = (seed: number, slope: number, factor = 1) =>
    [1, 3, 10, 100].map((ratio) => ({ seed, ratio, kHat: factor * ratio ** slope }));

  it('has slope 1 where k̂ is a fixed multiple of k', () => {
    const law = kLaw([...runs(1, 1), ...runs(2, 1, 1.3)]);
    for (const { slope } of law.slopes) expect(slope).toBeCloseTo(1, 12);
    expect(law.slope!.mean).toBeCloseTo(1, 12);
    expect(law.excluded).toEqual([]);
  });

  it('gives the mean slope of the seeds with its Student interval', () => {
    // Slopes 0.9, 1.0, 1.1: s = 0.1, half = 4.302653 · 0.1 / √3 = 0.248414.
    const { slope } = kLaw([...runs(1, 0.9), ...runs(2, 1), ...runs(3, 1.1)]);
    expect(slope!.n).toBe(3);
    expect(slope!.mean).toBeCloseTo(1, 12);
    expect(slope!.low!).toBeCloseTo(0.751586, 6);
    expect(slope!.high!).toBeCloseTo(1.248414, 6);
  });

  it('says which runs have no logarithm, and is null where no seed has two ratios', () => {
    const negative = { seed: 1, ratio: 3, kHat: -2 };
    const none = { seed: 1, ratio: 30, kHat: null };
    const law = kLaw([...runs(1, 1), negative, none]);
    expect(law.excluded).toEqual([negative, none]);
    expect(law.slope).toMatchObject({ mean: expect.closeTo(1, 10), low: null, high: null, n: 1 });
    expect(kLaw([{ seed: 1, ratio: 3, kHat: 3 }])).toEqual({ slopes: [], slope: null, excluded: [] });
    expect(kLaw([]).slope).toBeNull();
  });
});

describe('effective k of a sequence', () => {
  const curve = [
    { update: 2, alignGamma: 0.75, pretrainGamma: 0.25 },
    { update: 0, alignGamma: 0.25, pretrainGamma: 0.5 },
    { update: 1, alignGamma: 0.5, pretrainGamma: 0.75 },
    { update: 3, alignGamma: 0.5, pretrainGamma: 0.5 },
  ];
  it('is −Δγ_a / Δγ_p since the first point: positive where they move oppositely', () => {
    expect(effectiveK(curve)).toEqual([
      { update: 1, k: -1 },
      { update: 2, k: 2 },
      { update: 3, k: null },
    ]);
  });
  it('of fewer than two points is empty', () => {
    expect(effectiveK([])).toEqual([]);
    expect(effectiveK(curve.slice(0, 1))).toEqual([]);
  });
});

describe('the Hooke view', () => {
  it('multiplies size and change of divergence', () => {
    const sets = [
      { name: 'pretrain', size: 1000, divergenceChange: 0.002 },
      { name: 'positive', size: 10, divergenceChange: -0.1 },
    ];
    expect(hookeProducts(sets)).toEqual({
      products: [
        { ...sets[0], product: 2 },
        { ...sets[1], product: -1 },
      ],
      evenness: 0.5,
    });
  });
  it('has no evenness where nothing moved', () => {
    expect(hookeProducts([{ name: 'pretrain', size: 5, divergenceChange: 0 }]).evenness).toBeNull();
    expect(hookeProducts([])).toEqual({ products: [], evenness: null });
  });
});
