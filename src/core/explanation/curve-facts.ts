// What the chosen curves say, as numbers: the sentences are filled in from these and from nothing else.
import { type Curve, curvePoints } from '../elasticity/curve.ts';
import { type Interval, tInterval } from '../elasticity/interval.ts';
import { quantile } from '../elasticity/quantile.ts';
import { firstAbove, firstBelow } from '../elasticity/recovery.ts';
import { resistanceIndex } from '../elasticity/resistance-index.ts';
import { alignedChanges, type ChosenCurves, type SeedCurves } from './chosen-curves.ts';

/** As the claims reckon R: the outer tenth of the stretch at both ends is left out. */
const trim = 0.1;

export type Direction = 'up' | 'down' | 'unclear';

export interface CurveFacts {
  readonly n: number;
  readonly base: Interval;
  readonly aligned: Interval;
  /** θ1 − θ0 of each seed, and which way it goes as far as the seeds can tell. */
  readonly rise: Interval;
  readonly moved: Direction;
  readonly alignUpdates: number;
  readonly alignExamples: number | null;
  readonly unalignUpdates: number;
  readonly unalignExamples: number | null;
  /** Over the first updates of unalignment, and over those that follow. */
  readonly early: { readonly updates: number; readonly change: Interval; readonly moved: Direction };
  readonly later: { readonly updates: number; readonly change: Interval } | null;
  /** Seeds that come back to their own θ0, and their median update; null where none does. */
  readonly returned: number;
  readonly returnUpdate: number | null;
  readonly returnExamples: number | null;
  readonly end: Interval;
  /** end − θ0 of each seed. */
  readonly gap: Interval;
  readonly endSide: Direction;
  readonly index: IndexFacts;
}
export interface IndexFacts {
  /** R of the seeds that have one; null where none has. */
  readonly ratio: Interval | null;
  readonly forward: number | null;
  readonly back: number | null;
  /** Seeds that did not walk the stretch back within what was measured, and the least R they can have. */
  readonly neverBack: number;
  readonly atLeast: number | null;
  /** The stretch, means over seeds. */
  readonly near: number;
  readonly far: number;
}

export function curveFacts({ seeds }: ChosenCurves): CurveFacts {
  const base = seeds.map(({ align }) => first(align));
  const aligned = seeds.map(({ unalign }) => first(unalign));
  const end = seeds.map(({ unalign }) => last(unalign));
  const rise = tInterval(alignedChanges(seeds));
  const gap = tInterval(end.map((value, i) => value - base[i]!));
  const run = seeds[0]!.run;
  const unalignUpdates = Math.max(...seeds.map(({ unalign }) => unalign.update.at(-1)!));
  const alignUpdates = Math.max(...seeds.map(({ align }) => align.update.at(-1)!));
  const examples = (updates: number, phase: 'align' | 'unalign'): number | null =>
    run.examplesPerUpdate[phase] === undefined ? null : updates * run.examplesPerUpdate[phase];
  const returns = returnsOf(seeds, rise.mean);
  return {
    n: seeds.length,
    base: tInterval(base),
    aligned: tInterval(aligned),
    rise,
    moved: direction(rise),
    alignUpdates,
    alignExamples: examples(alignUpdates, 'align'),
    unalignUpdates,
    unalignExamples: examples(unalignUpdates, 'unalign'),
    ...speeds(seeds, unalignUpdates),
    ...returns,
    returnExamples: returns.returnUpdate === null ? null : examples(returns.returnUpdate, 'unalign'),
    end: tInterval(end),
    gap,
    endSide: direction(gap),
    index: indexFacts(seeds),
  };
}

const first = (curve: Curve): number => curvePoints(curve)[0]!.value;
const last = (curve: Curve): number => curvePoints(curve).at(-1)!.value;

/** The way an interval lies from 0; of a single seed, its sign. */
export function direction({ mean, low, high }: Interval): Direction {
  if ((low ?? mean) > 0) return 'up';
  return (high ?? mean) < 0 ? 'down' : 'unclear';
}

/** The first updates: up to 8, or the first measured one where that comes later. */
function speeds(seeds: readonly SeedCurves[], whole: number): Pick<CurveFacts, 'early' | 'later'> {
  const measured = [...new Set(seeds.flatMap(({ unalign }) => unalign.update))].toSorted((a, b) => a - b);
  const limit = Math.min(8, Math.max(1, whole / 2));
  const updates = measured.findLast((at) => at > 0 && at <= limit) ?? measured.find((at) => at > 0)!;
  const early = tInterval(seeds.map(({ unalign }) => valueAt(unalign, updates) - first(unalign)));
  const rest = tInterval(seeds.map(({ unalign }) => last(unalign) - valueAt(unalign, updates)));
  return {
    early: { updates, change: early, moved: direction(early) },
    later: whole > updates ? { updates: whole - updates, change: rest } : null,
  };
}

/** Linear between points; the last value beyond the last point. */
export function valueAt(curve: Curve, update: number): number {
  const points = curvePoints(curve);
  const after = points.findIndex((point) => point.update >= update);
  if (after < 0) return points.at(-1)!.value;
  if (after === 0) return points[0]!.value;
  const [a, b] = [points[after - 1]!, points[after]!];
  return a.value + ((update - a.update) / (b.update - a.update)) * (b.value - a.value);
}

function returnsOf(
  seeds: readonly SeedCurves[],
  rise: number,
): Pick<CurveFacts, 'returned' | 'returnUpdate'> {
  const reach = rise >= 0 ? firstBelow : firstAbove;
  const updates = seeds
    .map(({ align, unalign }) => reach(unalign, first(align))?.update ?? null)
    .filter((update) => update !== null)
    .toSorted((a, b) => a - b);
  return { returned: updates.length, returnUpdate: updates.length === 0 ? null : quantile(updates, 0.5) };
}

function indexFacts(seeds: readonly SeedCurves[]): IndexFacts {
  const all = seeds
    .map(({ align, unalign }) => resistanceIndex(align, unalign, { trim }))
    .filter((index) => index !== null);
  const whole = all.filter(({ ratio }) => ratio !== null);
  const open = all.filter(({ censored }) => censored === 'back');
  const bounds = open.map(({ atLeast }) => atLeast).filter((bound) => bound !== null);
  const meanOf = (values: readonly number[]): number | null =>
    values.length === 0 ? null : tInterval(values).mean;
  return {
    ratio: whole.length === 0 ? null : tInterval(whole.map(({ ratio }) => ratio!)),
    forward: meanOf(whole.map(({ updatesForward }) => updatesForward!)),
    back: meanOf(whole.map(({ updatesBack }) => updatesBack!)),
    neverBack: open.length,
    atLeast: bounds.length === 0 ? null : Math.min(...bounds),
    near: meanOf(all.map(({ near }) => near)) ?? Number.NaN,
    far: meanOf(all.map(({ far }) => far)) ?? Number.NaN,
  };
}
