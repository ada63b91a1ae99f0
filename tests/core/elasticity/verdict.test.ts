import { describe, expect, it } from 'vitest';
import { tInterval } from '../../../src/core/elasticity/interval.ts';
import { pageTrend } from '../../../src/core/elasticity/page-trend.ts';
import { pairedT } from '../../../src/core/elasticity/paired-tests.ts';
import { type Evidence, verdictOf, withoutFigures } from '../../../src/core/elasticity/verdict.ts';
import { verdictOfEquality } from '../../../src/core/elasticity/verdict-of-equality.ts';
import { verdictOfTest } from '../../../src/core/elasticity/verdict-of-test.ts';

const about: Evidence = { estimate: 1, low: 0.2, high: 1.8, claimed: 'positive', n: 8 };

describe('the verdict', () => {
  it('is supported or opposite where the interval excludes 0', () => {
    expect(verdictOf(about)).toMatchObject({ verdict: 'supported' });
    expect(verdictOf(about).reason).toBe('1, 95 % interval 0.2 to 1.8, 8 seeds: positive, as claimed.');
    expect(verdictOf({ ...about, claimed: 'negative' }).verdict).toBe('opposite');
    expect(verdictOf({ ...about, estimate: -1, low: -1.8, high: -0.2, claimed: 'negative' }).verdict).toBe(
      'supported',
    );
    expect(verdictOf({ ...about, estimate: -1, low: -1.8, high: -0.2 }).verdict).toBe('opposite');
  });

  it('has reasons that can be told without the figures that they begin with', () => {
    const told = (change: Partial<Evidence>): string =>
      withoutFigures(verdictOf({ ...about, ...change }).reason);
    expect(told({})).toBe('positive, as claimed.');
    expect(told({ claimed: 'negative' })).toBe('the other way round than claimed.');
    expect(told({ adjustedP: 0.08 })).toBe('p = 0.08 after correction for the family of tests.');
    expect(told({ low: -0.2 })).toBe('both signs are possible.');
    expect(told({ estimate: 0.01, low: -0.05, high: 0.07, margin: 0.1 })).toBe(
      'no effect of 0.1 or more in the claimed direction.',
    );
    expect(told({ n: 1 })).toBe('a verdict needs 5 seeds.');
    expect(told({ low: null })).toBe('without a bounded interval.');
    expect(told({ estimate: null })).toBe('Nothing was measured.');
  });

  it('needs the corrected p to agree', () => {
    expect(verdictOf({ ...about, adjustedP: 0.04 }).verdict).toBe('supported');
    const corrected = verdictOf({ ...about, adjustedP: 0.08 });
    expect(corrected.verdict).toBe('undecided');
    expect(corrected.reason).toContain('p = 0.08 after correction');
  });

  it('is not supported where an effect that matters is excluded', () => {
    const small: Evidence = { ...about, estimate: 0.01, low: -0.05, high: 0.07, margin: 0.1 };
    expect(verdictOf(small)).toMatchObject({ verdict: 'not supported' });
    expect(verdictOf({ ...small, low: 0.001 }).verdict).toBe('not supported'); // of the sign claimed, but too small
    expect(verdictOf({ ...small, low: -0.9 }).verdict).toBe('not supported'); // no effect in the claimed direction
    expect(verdictOf({ ...small, low: -0.9, claimed: 'negative' }).verdict).toBe('undecided');
    expect(verdictOf({ ...small, margin: 0.06 }).verdict).toBe('undecided');
  });

  it('is undecided where both signs are possible, and says how many seeds would decide', () => {
    // s = (0.7/2.3646)·√8 = .837, d = .3/.837 = .358: 64 pairs (G*Power: 64).
    const open = verdictOf({ ...about, estimate: 0.3, low: -0.4, high: 1 });
    expect(open.verdict).toBe('undecided');
    expect(open.whatWouldChange).toMatch(/About 6[34] seeds would decide at 80 % power/);
    const given = verdictOf({ ...about, estimate: 0.5, low: -0.1, high: 1.1, deviation: 1 });
    expect(given.whatWouldChange).toContain('About 34 seeds');
    const tiny = verdictOf({ ...about, estimate: 0.001, low: -1, high: 1 });
    expect(tiny.whatWouldChange).toContain('More than 1000 seeds');
  });

  it('is undecided for few seeds, equal values, no data, no bound; never NaN', () => {
    const cases: [Partial<Evidence>, RegExp][] = [
      [{ n: 1, low: null, high: null }, /from 1 seed: fewer than the 5/],
      [{ n: 4 }, /from 4 seeds: fewer than the 5/],
      [
        { estimate: null, low: null, high: null, n: 0, note: 'the metric was never measured' },
        /Nothing.*never measured/,
      ],
      [{ ...tInterval([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), estimate: 0.1, n: 6 }, /same value, 0.1/],
      [{ high: null }, /without a bounded interval/],
      [{ high: Infinity }, /without a bounded interval/],
    ];
    for (const [change, reason] of cases) {
      const judged = verdictOf({ ...about, ...change });
      expect(judged.verdict).toBe('undecided');
      expect(judged.reason).toMatch(reason);
      expect(judged.reason + judged.whatWouldChange).not.toMatch(/NaN|null|undefined/);
    }
    expect(verdictOf({ ...about, n: 4 }).whatWouldChange).toBe('1 more seed.');
    expect(() => verdictOf({ ...about, low: Number.NaN })).toThrow(/NaN/);
  });
});

describe('the verdict on equality', () => {
  const law = { estimate: 1.01, low: 0.96, high: 1.06, center: 1, margin: 0.1, n: 8 };

  it('follows the equivalence interval', () => {
    expect(verdictOfEquality(law).verdict).toBe('supported');
    expect(verdictOfEquality(law).reason).toContain('inside 1 ± 0.1');
    expect(verdictOfEquality({ ...law, estimate: 0.3, low: 0.2, high: 0.4 }).verdict).toBe('not supported');
    expect(verdictOfEquality({ ...law, estimate: -0.3, low: -0.5, high: -0.1 }).verdict).toBe('opposite');
    const open = verdictOfEquality({ ...law, low: 0.8, high: 1.22 });
    expect(open.verdict).toBe('undecided');
    expect(open.whatWouldChange).toMatch(/about \d+ seeds/);
    expect(verdictOfEquality({ ...law, n: 2 }).verdict).toBe('undecided');
  });
});

describe('the verdict from a test without an interval', () => {
  const rising = pageTrend(Array.from({ length: 6 }, () => [1, 2, 3]));

  it('has the sign of the smaller tail', () => {
    const supported = verdictOfTest({ test: rising, claimed: 'up', n: 6 });
    expect(supported.verdict).toBe('supported');
    expect(supported.reason).toMatch(/^Page's L: p = 4\.29×10⁻⁵, 6 seeds/); // 2/6⁶
    expect(verdictOfTest({ test: rising, claimed: 'down', n: 6 }).verdict).toBe('opposite');
    expect(verdictOfTest({ test: rising, claimed: 'up', n: 6, adjustedP: 0.2 }).verdict).toBe('undecided');
    expect(verdictOfTest({ test: rising, claimed: 'up', n: 3 }).reason).toContain('fewer than the 5');
  });

  it('says how many seeds would decide, and never NaN', () => {
    const wider = { ...rising, p: { twoSided: 0.3173, up: 0.15865, down: 0.85 } };
    // z = 1: 10 · 2.8016² = 78.5.
    expect(verdictOfTest({ test: wider, claimed: 'up', n: 10 }).whatWouldChange).toContain('About 79 seeds');
    const chance = { ...rising, p: { twoSided: 1, up: 0.5, down: 0.5 } };
    expect(verdictOfTest({ test: chance, claimed: 'up', n: 10 }).whatWouldChange).toContain('More than 1000');
    const nothing = verdictOfTest({ test: pairedT([1, 1, 1, 1, 1]), claimed: 'up', n: 5 });
    expect(nothing).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('no spread') });
  });
});
