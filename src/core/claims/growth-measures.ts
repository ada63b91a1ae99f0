// What is measured of one run to ask whether the rebound grows: the paper's raw measures, and the normalised index R.
import { curvePoints } from '../elasticity/curve.ts';
import { areaToReference, halfLife, initialSlope, n50 } from '../elasticity/recovery.ts';
import { logIndex, type Return, returnInKl, returnToBase } from './return-times.ts';
import type { RunView } from './run-views.ts';

/** Updates over which the first decline is measured, and after which the score is read. Fixed before any run. */
const firstUpdates = 4;
const readAt = 16;
const returnEpsilon = 0.1;

/** What is read from each run to ask how its rebound grows. */
export interface Measured {
  readonly id: string;
  readonly name: string;
  readonly units: string;
  readonly metric: string;
  /** What growing rebound does to it. */
  readonly claimed: 'positive' | 'negative';
  of(view: RunView): number | null;
}

const negative = (value: number | null): number | null => (value === null ? null : -value);
const logOf = (value: number | null): number | null =>
  value === null || !(value > 0) ? null : Math.log(value);
/** Updates of a return; null where it is censored. */
const updatesOf = (found: Return): number | null =>
  found.kind === 'timed' && !found.censored ? found.updates : null;

/** The value at an update, or at the last one before it. */
function valueAt(view: RunView, update: number): number | null {
  const curve = view.behaviour('unalign', 'score');
  if (curve === null) return null;
  const points = curvePoints(curve);
  if (points.length === 0 || points.at(-1)!.update < update) return null;
  return points.findLast((point) => point.update <= update)?.value ?? null;
}

function meanAbove(view: RunView, horizon: number): number | null {
  const curve = view.behaviour('unalign', 'score');
  const base = view.base('score');
  if (curve === null || base === null || horizon <= 0) return null;
  const area = areaToReference(curve, base, horizon);
  return area === null ? null : area.signed / horizon;
}

/** Measures of one run. Areas are taken to update `horizon`. */
export function measuredOf(horizon: number): Measured[] {
  return [
    {
      id: 'initialSlope',
      name: `First decline: log-odds lost per update over ${firstUpdates} updates`,
      units: 'log-odds per update',
      metric: 'behaviour.logOdds',
      claimed: 'positive',
      of: (view) => {
        const curve = view.behaviour('unalign', 'logOdds');
        return curve === null ? null : negative(initialSlope(curve, firstUpdates));
      },
    },
    {
      id: 'scoreAt',
      name: `Score after ${readAt} updates (the paper's raw metric)`,
      units: 'score',
      metric: 'behaviour.score',
      claimed: 'negative',
      of: (view) => valueAt(view, readAt),
    },
    {
      id: 'crossing',
      name: 'Logarithm of the updates to the pretrained level, where it was reached',
      units: 'ln updates',
      metric: 'behaviour.logOdds',
      claimed: 'negative',
      of: (view) => logOf(updatesOf(returnToBase(view))),
    },
    {
      id: 'halfLife',
      name: 'Logarithm of the updates to lose half of what alignment gained',
      units: 'ln updates',
      metric: 'behaviour.logOdds',
      claimed: 'negative',
      of: (view) => {
        const [curve, base] = [view.behaviour('unalign', 'logOdds'), view.base('logOdds')];
        const found = curve === null || base === null ? null : halfLife(curve, base);
        return logOf(found?.update ?? null);
      },
    },
    {
      id: 'n50',
      name: 'Logarithm of the examples to lose half of all log-odds lost (n50)',
      units: 'ln examples',
      metric: 'behaviour.logOdds',
      claimed: 'negative',
      of: (view) => {
        const curve = view.behaviour('unalign', 'logOdds');
        const found = curve === null ? null : n50(curve);
        return found === null || found.censored ? null : logOf(found.examples);
      },
    },
    {
      id: 'area',
      name: `Mean score less the pretrained level, to update ${horizon}`,
      units: 'score',
      metric: 'behaviour.score',
      claimed: 'negative',
      of: (view) => meanAbove(view, horizon),
    },
    {
      id: 'klReturn',
      name: `Logarithm of the updates until KL(p_θ ‖ p_θ0) < ${returnEpsilon}, where it was reached`,
      units: 'ln updates',
      metric: 'kl.fromBase',
      claimed: 'negative',
      of: (view) => logOf(updatesOf(returnInKl(view, returnEpsilon))),
    },
    {
      id: 'index',
      name: 'Logarithm of R = updates back / updates forward over the same log-odds (normalised)',
      units: 'ln R',
      metric: 'behaviour.logOdds',
      claimed: 'negative',
      of: logIndex,
    },
  ];
}

/** The least last update that is common to the runs, to compare areas over the same span. */
export function horizonOf(views: readonly RunView[]): number {
  const ends = views.flatMap((view) => view.behaviour('unalign', 'score')?.update.at(-1) ?? []);
  return ends.length === 0 ? 0 : Math.min(64, ...ends);
}
