// When a run is back: in the pretrained model's own band, at its level, near it in KL; censored where unalignment ended first.
import { type Curve, curvePoints } from '../elasticity/curve.ts';
import { mean, sampleVariance } from '../elasticity/interval.ts';
import { type Crossing, firstBelow } from '../elasticity/recovery.ts';
import { type ResistanceIndex, resistanceIndex } from '../elasticity/resistance-index.ts';
import { studentQuantile } from '../elasticity/student-t.ts';
import { allEqual } from '../elasticity/test-result.ts';
import { armOf, type RunView } from './run-views.ts';

/** Half a band, in log-odds, where the seeds give none. */
export const statedBand = 0.2;

export interface Band {
  readonly low: number;
  readonly high: number;
  readonly from: 'seeds' | 'stated';
}

/** Axes that θ0 does not depend on. */
export const tuningAxes = (view: RunView): string[] =>
  Object.keys(view.values).filter((path) => /^(align|unalign|realign|transfer)(\.|$)/.test(path));

/**
 * For each run, the 95 % band of θ0's log-odds over the seeds of its arm: where another seed's θ0 would be, mean ±
 * t·s·√(1 + 1/n). With fewer than 3 seeds, or none of spread, its own θ0 ± 0.2.
 */
export function baseBands(views: readonly RunView[]): ReadonlyMap<RunView, Band | null> {
  const groups = Map.groupBy(views, (view) => armOf(view, tuningAxes(view)));
  const bands = new Map<RunView, Band | null>();
  for (const group of groups.values()) {
    const levels = new Map(group.map((view) => [view.seed, view.base('logOdds')]));
    const known = [...levels.values()].filter((level) => level !== null);
    for (const view of group) {
      const own = view.base('logOdds');
      bands.set(view, own === null ? null : bandOf(known, own));
    }
  }
  return bands;
}

function bandOf(levels: readonly number[], own: number): Band {
  const n = levels.length;
  if (n < 3 || allEqual(levels)) return { low: own - statedBand, high: own + statedBand, from: 'stated' };
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(sampleVariance(levels) * (1 + 1 / n));
  return { low: mean(levels) - half, high: mean(levels) + half, from: 'seeds' };
}

export type Return =
  | { readonly kind: 'unknown' }
  /** Alignment did not lead out of what counts as being back. */
  | { readonly kind: 'never left' }
  | {
      readonly kind: 'timed';
      readonly updates: number;
      readonly examples: number;
      readonly censored: boolean;
    };

/** The first update at which the curve is at or below the level. Behaviour starts above it, as does a distance. */
export function returnTo(curve: Curve | null, target: number | null): Return {
  if (curve === null || target === null) return { kind: 'unknown' };
  const start = curvePoints(curve)[0];
  const crossing = firstBelow(curve, target);
  if (start === undefined || crossing === null) return { kind: 'unknown' };
  if (start.value <= target) return { kind: 'never left' };
  return timed(curve, crossing);
}

function timed(curve: Curve, { update, examples, censored, at }: Crossing): Return {
  const last = curvePoints(curve).at(-1)!;
  return {
    kind: 'timed',
    updates: update ?? at,
    examples: examples ?? last.examples ?? Number.NaN,
    censored,
  };
}

export const returnToBand = (view: RunView, band: Band | null): Return =>
  returnTo(view.behaviour('unalign', 'logOdds'), band?.high ?? null);

export const returnToBase = (view: RunView): Return =>
  returnTo(view.behaviour('unalign', 'logOdds'), view.base('logOdds'));

export const returnInKl = (view: RunView, epsilon: number, metric = 'kl.fromBase'): Return =>
  returnTo(view.curve('unalign', metric), epsilon);

/** Share of the interval cut off at either end: where a curve levels off, the last bit takes any time. */
export const indexTrim = 0.1;

export function indexOf(view: RunView): ResistanceIndex | null {
  const [forward, backward] = [view.behaviour('align', 'logOdds'), view.behaviour('unalign', 'logOdds')];
  if (forward === null || backward === null) return null;
  return resistanceIndex(forward, backward, { trim: indexTrim });
}

/** log R, null where either way is censored or alignment did not lead upward. */
export function logIndex(view: RunView): number | null {
  const index = indexOf(view);
  if (index === null || index.far <= index.near) return null;
  return index.ratio === null || index.ratio <= 0 ? null : Math.log(index.ratio);
}

/** Examples of alignment, each counted as often as it was seen. */
export const alignedExamples = ({ schedule: { align } }: RunView): number => align!.examples * align!.epochs;
