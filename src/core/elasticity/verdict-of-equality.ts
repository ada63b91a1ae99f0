// The verdict on a claim that a number is a certain one (the k law's slope 1), from the interval of an equivalence test.
import { significant } from '../number-text.ts';
import { seedsForHalfWidth } from './power.ts';
import {
  deviationOf,
  type Evidence,
  intervalText,
  type Judgement,
  type Known,
  notJudged,
  undecided,
} from './verdict.ts';

/** Of a claim that a number equals `center` (the k law's slope 1), from an equivalence test. */
export interface EqualityEvidence {
  readonly estimate: number | null;
  /** The 90 % interval of the two one-sided tests. */
  readonly low: number | null;
  readonly high: number | null;
  readonly intervalLevel?: number;
  readonly center: number;
  readonly margin: number;
  readonly n: number;
  readonly minimumSeeds?: number;
  readonly deviation?: number;
  readonly note?: string | null;
}

/**
 * *supported* where the interval is inside center ± margin, *opposite* where it is wholly on the other side of 0 than
 * the center, *not supported* where it is wholly outside, *undecided* otherwise.
 */
export function verdictOfEquality(evidence: EqualityEvidence): Judgement {
  const { center, margin, intervalLevel = 0.9 } = evidence;
  const asEvidence: Evidence = { ...evidence, claimed: 'positive', level: intervalLevel };
  const none = notJudged(asEvidence);
  if (none !== null) return none;
  const known: Known = { estimate: evidence.estimate!, low: evidence.low!, high: evidence.high! };
  const text = intervalText(known, asEvidence);
  const band = `${significant(center)} ± ${significant(margin)}`;
  const [from, to] = [center - margin, center + margin];
  if (known.low > from && known.high < to)
    return {
      verdict: 'supported',
      reason: `${text}: inside ${band}.`,
      whatWouldChange: `A margin below ${significant(Math.max(known.high - center, center - known.low))}.`,
    };
  if (known.high <= from || known.low >= to) {
    const opposite = center !== 0 && (center > 0 ? known.high < 0 : known.low > 0);
    return {
      verdict: opposite ? 'opposite' : 'not supported',
      reason: `${text}: outside ${band}${opposite ? ', and of the other sign' : ''}.`,
      whatWouldChange: `A margin above ${significant(Math.abs(known.estimate - center))}, or another regime.`,
    };
  }
  return undecided(`${text}: partly outside ${band}.`, seedsForEquality(known, evidence));
}

function seedsForEquality(known: Known, evidence: EqualityEvidence): string {
  const { center, margin, n, intervalLevel = 0.9 } = evidence;
  const deviation = deviationOf(known, { ...evidence, claimed: 'positive', level: intervalLevel });
  const halfWidth = Math.abs(margin - Math.abs(known.estimate - center));
  const seeds = seedsForHalfWidth({ halfWidth, deviation, level: intervalLevel });
  if (seeds === null) return 'More than 1000 seeds: the estimate is at the edge of the margin.';
  return `With about ${Math.max(seeds, n + 1)} seeds the interval would clear the edge of the margin, if the estimate stays.`;
}
