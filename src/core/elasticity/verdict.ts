// From an estimate and its interval to one of four words, with the sentence that says why and what would change it.
// Every rule is here; nothing here computes an estimate.
import { significant } from '../number-text.ts';
import { seedsForPower } from './power.ts';
import { studentQuantile } from './student-t.ts';
import { allEqual } from './test-result.ts';

export type Verdict = 'supported' | 'not supported' | 'opposite' | 'undecided';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly whatWouldChange: string;
}

/** All about one number whose sign is claimed; put a ratio as its logarithm, so that 0 means no effect. */
export interface Evidence {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Of the interval; default 0.95. */
  readonly level?: number;
  /** Of the estimate, as the claim has it. */
  readonly claimed: 'positive' | 'negative';
  /** Independent seeds (not slices, not points). */
  readonly n: number;
  /** Default 5. */
  readonly minimumSeeds?: number;
  /** Two-sided p, after Holm where the claim is one of a family; must be below 1 − level too. */
  readonly adjustedP?: number | null;
  /** The smallest effect that would matter, > 0, declared before the run. */
  readonly margin?: number;
  /** Spread over seeds; from the interval's width, taken for a Student interval, where it is not given. */
  readonly deviation?: number;
  /** Why there is no estimate, in the words of what made it. */
  readonly note?: string | null;
}

export const defaultMinimumSeeds = 5;

export interface Known {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export function intervalText(
  { estimate, low, high }: Known,
  { n, level = 0.95 }: { n: number; level?: number },
): string {
  const percent = significant(level * 100);
  return `${significant(estimate)}, ${percent} % interval ${significant(low)} to ${significant(high)}, ${n} seeds`;
}

/** A reason as it is written here, without the estimate, interval and seeds that it begins with: where they have columns of their own. */
export const withoutFigures = (reason: string): string =>
  reason
    .replace(/^\S+(, \S+ % interval \S+ to \S+,| from) \d+ seeds?(: |, (?:but )?)/, '')
    .replace(/^fewer than the (\d+) a verdict needs/, 'a verdict needs $1 seeds');

export const undecided = (reason: string, whatWouldChange: string): Judgement => ({
  verdict: 'undecided',
  reason,
  whatWouldChange,
});

/** What no rule can judge: no data, too few seeds, no spread. Null for evidence that can be judged. */
export function notJudged(evidence: Evidence): Judgement | null {
  const { estimate, low, high, n, minimumSeeds = defaultMinimumSeeds, note } = evidence;
  const because = note === undefined || note === null ? '' : ` (${note})`;
  const numbers = [estimate, low, high];
  if (numbers.some((value) => value !== null && Number.isNaN(value)))
    throw new Error(`verdict: expected numbers or null, got ${numbers.join(', ')}`);
  if (estimate === null || !Number.isFinite(estimate))
    return undecided(
      `Nothing was measured${because}.`,
      `At least ${minimumSeeds} seeds with this metric measured.`,
    );
  if (n < minimumSeeds)
    return undecided(
      `${significant(estimate)} from ${n} ${n === 1 ? 'seed' : 'seeds'}: fewer than the ${minimumSeeds} a verdict needs${because}.`,
      `${minimumSeeds - n} more ${minimumSeeds - n === 1 ? 'seed' : 'seeds'}.`,
    );
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high))
    return undecided(
      `${significant(estimate)} from ${n} seeds, without a bounded interval${because}.`,
      'More seeds, or longer runs where times are censored.',
    );
  if (allEqual([low, high]))
    return undecided(
      `All ${n} seeds give the same value, ${significant(estimate)}: there is no spread to judge by${because}.`,
      'A metric that differs between seeds, or a check that the seeds are really different runs.',
    );
  return null;
}

/** Standard deviation over seeds, as given or as the width of a Student interval implies. */
export function deviationOf({ low, high }: Known, { deviation, n, level = 0.95 }: Evidence): number {
  if (deviation !== undefined && deviation > 0) return deviation;
  return ((high - low) / 2 / studentQuantile((1 + level) / 2, n - 1)) * Math.sqrt(n);
}

/** The next n: 80 % power for the effect seen, or for the smallest that matters if the one seen is smaller. */
function seedsNeeded(known: Known, evidence: Evidence): string {
  const { margin = 0, level = 0.95, n } = evidence;
  const effect = Math.max(Math.abs(known.estimate), margin);
  const deviation = deviationOf(known, evidence);
  const seeds = seedsForPower({ effect, deviation, alpha: 1 - level });
  const what =
    margin > Math.abs(known.estimate) ? 'for the smallest effect that matters' : 'if the effect is as seen';
  if (seeds === null)
    return `More than 1000 seeds: an effect of ${significant(effect)} is small beside the spread of ${significant(deviation)}.`;
  return `About ${Math.max(seeds, n + 1)} seeds would decide at 80 % power ${what}.`;
}

function awayFromZero({ low, high }: Known): string {
  const gap = significant(Math.min(Math.abs(low), Math.abs(high)));
  return `The interval's nearer end is ${gap} away from 0: seeds, a metric or a control that move it by more would.`;
}

/** `text` with a sign: the claim turned so that it says "positive". */
function turned(known: Known, claimed: Evidence['claimed']): Known {
  if (claimed === 'positive') return known;
  return { estimate: -known.estimate, low: -known.high, high: -known.low };
}

/**
 * - *undecided*: nothing measured, fewer than `minimumSeeds`, no spread, no bounded interval.
 * - *not supported*: the interval lies wholly below the smallest effect that matters, in the claimed direction.
 * - *supported* / *opposite*: it excludes 0 (and the adjusted p agrees) on the claimed / on the other side.
 * - *undecided*: anything else.
 */
export function verdictOf(evidence: Evidence): Judgement {
  const none = notJudged(evidence);
  if (none !== null) return none;
  const known: Known = { estimate: evidence.estimate!, low: evidence.low!, high: evidence.high! };
  const text = intervalText(known, evidence);
  const { margin, adjustedP, level = 0.95, claimed } = evidence;
  const { low, high } = turned(known, claimed);
  const negligible = margin !== undefined && low > -margin && high < margin;
  if (negligible) return tooSmall(text, margin);
  const agrees = adjustedP === undefined || adjustedP === null || adjustedP < 1 - level;
  if (high < 0 && agrees)
    return {
      verdict: 'opposite',
      reason: `${text}: the other way round than claimed.`,
      whatWouldChange: awayFromZero(known),
    };
  if (low > 0 && agrees)
    return {
      verdict: 'supported',
      reason: `${text}: ${claimed}, as claimed.`,
      whatWouldChange: awayFromZero(known),
    };
  if (margin !== undefined && high < margin) return tooSmall(text, margin);
  if (low > 0 || high < 0)
    return undecided(
      `${text}, but p = ${significant(adjustedP!)} after correction for the family of tests.`,
      seedsNeeded(known, evidence),
    );
  return undecided(`${text}: both signs are possible.`, seedsNeeded(known, evidence));
}

function tooSmall(text: string, margin: number): Judgement {
  return {
    verdict: 'not supported',
    reason: `${text}: no effect of ${significant(margin)} or more in the claimed direction.`,
    whatWouldChange: `A smaller effect declared to matter than ${significant(margin)}, or another metric.`,
  };
}
