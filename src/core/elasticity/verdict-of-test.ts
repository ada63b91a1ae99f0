// The verdict on a claimed direction from a test that has a p-value but no interval (Page, Jonckheere, log-rank trend).
import { significant } from '../number-text.ts';
import { normalQuantile } from './distributions.ts';
import type { TestResult } from './test-result.ts';
import { defaultMinimumSeeds, type Judgement, undecided } from './verdict.ts';

export interface TestEvidence {
  readonly test: TestResult;
  /** `up`: a positive effect, a rising trend, longer times. */
  readonly claimed: 'up' | 'down';
  /** Independent seeds, which may be fewer than the test's own n. */
  readonly n: number;
  readonly minimumSeeds?: number;
  /** Two-sided, after Holm where the claim is one of a family; default the test's own two-sided p. */
  readonly adjustedP?: number | null;
  /** Default 0.05, two-sided. */
  readonly alpha?: number;
}

/** z grows with √n: the n at which a z like this one would be the sum of both quantiles. */
function seedsNeeded(twoSided: number, n: number, alpha: number): string {
  const z = -normalQuantile(Math.max(twoSided, 1e-12) / 2);
  const asked = -normalQuantile(alpha / 2) - normalQuantile(0.2);
  const seeds = Math.max(n + 1, Math.ceil(n * (asked / z) ** 2));
  if (!(seeds <= 1000)) return 'More than 1000 seeds: the order is hardly better than chance.';
  return `About ${seeds} seeds would decide at 80 % power if the effect is as seen.`;
}

/** A test without an interval cannot say that there is no effect: never *not supported*. */
export function verdictOfTest(evidence: TestEvidence): Judgement {
  const { test, claimed, n, minimumSeeds = defaultMinimumSeeds, adjustedP, alpha = 0.05 } = evidence;
  if (test.p === null)
    return undecided(
      `${test.test}: nothing to test${test.note === null ? '' : ` (${test.note})`}.`,
      `At least ${minimumSeeds} seeds whose values differ.`,
    );
  const p = adjustedP ?? test.p.twoSided;
  const text = `${test.test}: p = ${significant(p)}, ${n} ${n === 1 ? 'seed' : 'seeds'}`;
  if (n < minimumSeeds)
    return undecided(
      `${text}: fewer than the ${minimumSeeds} a verdict needs.`,
      `${minimumSeeds - n} more ${minimumSeeds - n === 1 ? 'seed' : 'seeds'}.`,
    );
  if (!(p < alpha)) return undecided(`${text}: chance could do this.`, seedsNeeded(p, n, alpha));
  const seen = test.p.up <= test.p.down ? 'up' : 'down';
  const whatWouldChange = `Seeds, a metric or a control that bring p above ${significant(alpha)}.`;
  return seen === claimed
    ? { verdict: 'supported', reason: `${text}: in the claimed direction.`, whatWouldChange }
    : { verdict: 'opposite', reason: `${text}: the other way round than claimed.`, whatWouldChange };
}
