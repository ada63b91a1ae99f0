import { describe, expect, it } from 'vitest';
import { equivalence } from '../../../src/core/elasticity/equivalence.ts';
import {
  differences,
  pairedT,
  signFlip,
  wilcoxonSignedRank,
} from '../../../src/core/elasticity/paired-tests.ts';

describe('the paired t test', () => {
  it("finds Student's own result for the sleep data", () => {
    // Student 1908; R's t.test(extra ~ group, paired): t = −4.0621, df = 9, p = 0.002833.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const result = pairedT(differences(second, first));
    expect(result.statistic).toBeCloseTo(-4.0621, 4);
    expect(result.p!.twoSided).toBeCloseTo(0.002833, 6);
    expect(result.p!.down).toBeCloseTo(0.002833 / 2, 6);
    expect(result.p!.up + result.p!.down).toBeCloseTo(1, 12);
  });

  it('says what it cannot test', () => {
    expect(pairedT([1])).toMatchObject({ p: null, note: expect.stringContaining('2 pairs') });
    expect(pairedT([0.1, 0.1, 0.1])).toMatchObject({ p: null, note: expect.stringContaining('same') });
    expect(pairedT([])).toMatchObject({ p: null, n: 0 });
  });

  it('leaves out pairs that lack a side', () => {
    expect(differences([1, null, 3, Number.NaN], [2, 5, null, 1])).toEqual([1]);
    expect(() => differences([1], [])).toThrow(/got 1 and 0/);
  });
});

describe("Wilcoxon's signed ranks", () => {
  it('finds the published p of the depression scores', () => {
    // Hollander & Wolfe 1973, p. 29; R's wilcox.test: V = 40, one-sided p = 0.01953.
    const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const result = wilcoxonSignedRank(differences(second, first));
    expect(result).toMatchObject({ statistic: 40, n: 9, method: 'exact' });
    expect(result.p!.up).toBeCloseTo(10 / 512, 12);
    expect(result.p!.twoSided).toBeCloseTo(0.0390625, 12);
  });

  it('shares ranks among ties and drops zeros: by hand', () => {
    // |d| = 1 1 2: ranks 1.5 1.5 3; V = 3 + 1.5 = 4.5. Of 8 sign choices V >= 4.5 in 3 (4.5 twice, 6 once).
    const result = wilcoxonSignedRank([1, -1, 2, 0]);
    expect(result.statistic).toBe(4.5);
    expect(result.p!.up).toBeCloseTo(3 / 8, 12);
    expect(result.note).toContain('1 differences of zero');
  });

  it('goes over to the normal without a jump', () => {
    const sixty = Array.from({ length: 60 }, (_, i) => (i % 5 < 2 ? -1 : 1) * (i + 1));
    const exact = wilcoxonSignedRank(sixty);
    const beyond = wilcoxonSignedRank([...sixty, 0.5]); // one more of the least rank
    expect([exact.method, beyond.method]).toEqual(['exact', 'normal']);
    expect(exact.p!.twoSided).toBeGreaterThan(0.02);
    expect(Math.abs(beyond.p!.twoSided - exact.p!.twoSided)).toBeLessThan(0.01);
    expect(wilcoxonSignedRank([0, 0])).toMatchObject({ p: null });
  });
});

describe('the sign flip test', () => {
  it("finds Fisher's count for Darwin's maize", () => {
    // Fisher, The Design of Experiments, §21: of 32,768 sums 863 are as large, 1,726 in both directions.
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    const result = signFlip(maize, { seed: 1 });
    expect(result.method).toBe('exact');
    expect(result.p!.up).toBeCloseTo(863 / 32768, 12);
    expect(result.p!.twoSided).toBeCloseTo(1726 / 32768, 12);
  });

  it('draws signs when there are too many, the same ones for a seed', () => {
    const values = Array.from({ length: 20 }, (_, i) => ((i * 7) % 11) - 3.2);
    const result = signFlip(values, { seed: 3 });
    expect(result.method).toBe('permutation');
    expect(result.p!.up).toBeCloseTo(pairedT(values).p!.up, 1);
    expect(signFlip(values, { seed: 3 })).toEqual(result);
    expect(signFlip([0, 0], { seed: 1 }).p).toBeNull();
    expect(signFlip([0.3, 0.3, 0.3], { seed: 1 }).p!.up).toBe(1 / 8);
  });
});

describe('equivalence', () => {
  it('is the one worked out by hand', () => {
    // mean 1, s² = .025/4, s/√5 = .035355; t to either edge of 1 ± .1 = 2.828 on 4 degrees: p = .0237.
    const values = [0.9, 0.95, 1, 1.05, 1.1];
    const result = equivalence(values, { center: 1, margin: 0.1 });
    expect(result.p).toBeCloseTo(0.02371, 4);
    expect(result.equivalent).toBe(true);
    expect(result.low).toBeCloseTo(1 - 2.131847 * 0.0353553, 5);
    expect(result.intervalLevel).toBeCloseTo(0.9, 12);
  });

  it('holds exactly where the 90 % interval is inside', () => {
    const values = [0.8, 0.9, 1, 1.1, 1.25];
    const { high } = equivalence(values, { center: 1, margin: 1 });
    expect(equivalence(values, { center: 1, margin: high! - 1 + 1e-6 }).equivalent).toBe(true);
    expect(equivalence(values, { center: 1, margin: high! - 1 - 1e-6 }).equivalent).toBe(false);
  });

  it('decides nothing from identical values or one', () => {
    expect(equivalence([1, 1, 1], { center: 1, margin: 0.1 })).toMatchObject({
      p: null,
      equivalent: null,
      mean: 1,
    });
    expect(equivalence([], { margin: 0.1 })).toMatchObject({ p: null, mean: null, n: 0 });
    expect(() => equivalence([1, 2], { margin: 0 })).toThrow(/margin.*got 0/);
  });
});
