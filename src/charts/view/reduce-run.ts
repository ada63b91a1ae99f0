// A run as one number: what a trend and a heatmap are of. Times to return may be censored: unalignment ended first.
import { between, type Curve, curvePoints } from '../../core/elasticity/curve.ts';
import { areaToReference, firstCrossing } from '../../core/elasticity/recovery.ts';
import { resistanceIndex } from '../../core/elasticity/resistance-index.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import { metricName, phaseTitles } from '../../core/names.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import { perUpdate, pretrainedValue, type SeriesIndex, seriesOf } from './curve-lines.ts';

export interface Reduced {
  readonly value: number;
  /** The true value is not less than this. */
  readonly censored: boolean;
}
/** R is taken over the middle of the interval: where a curve levels off, the last bit takes any time. */
const indexTrim = 0.1;

/** The phase that is reduced: the last one that the view shows. */
export const reducedPhase = ({ phases }: View): PhaseName => phases.at(-1)!;

function curveOf(index: SeriesIndex, run: ComparedRun, phase: PhaseName, metric: string): Curve | null {
  const series = seriesOf(index, run, phase, metric);
  if (series === undefined) return null;
  const value = series.mean.map((each) => each ?? Number.NaN);
  return value.some(Number.isFinite) ? { update: series.update, value } : null;
}

/** null where what it needs was not measured. */
export function reduceRun(view: View, index: SeriesIndex, run: ComparedRun): Reduced | null {
  if (view.reduction === 'resistanceIndex') return indexOf(index, run);
  const phase = reducedPhase(view);
  const curve = curveOf(index, run, phase, view.metric);
  if (curve === null) return null;
  if (view.reduction === 'updatesToReturn') {
    const level = pretrainedValue(index, run, view.metric);
    const crossing = level === null ? null : firstCrossing(curve, level);
    if (crossing === null) return null;
    return { value: crossing.at * perUpdate(run, phase, view.x), censored: crossing.censored };
  }
  const value = numberOf(view, curve);
  return value === null || !Number.isFinite(value) ? null : { value, censored: false };
}

function numberOf({ reduction, at }: View, curve: Curve): number | null {
  const points = curvePoints(curve);
  const [first, last] = [points[0]!, points.at(-1)!];
  switch (reduction) {
    case 'last':
      return last.value;
    case 'change':
      return last.value - first.value;
    case 'early':
      return changeUntil(points, at);
    case 'area': {
      const log = {
        update: points.map(({ update }) => Math.log1p(update)),
        value: points.map((p) => p.value),
      };
      const [from, horizon] = [log.update[0]!, log.update.at(-1)!];
      if (horizon === from) return first.value;
      const shifted = { ...log, update: log.update.map((update) => update - from) };
      return (areaToReference(shifted, 0, horizon - from)?.signed ?? Number.NaN) / (horizon - from);
    }
    default:
      return null;
  }
}

function changeUntil(points: ReturnType<typeof curvePoints>, at: number): number | null {
  const i = points.findIndex(({ update }) => update >= at);
  const [a, b] = [points[i - 1], points[i]];
  if (a === undefined || b === undefined) return null;
  return between(a, b, (at - a.update) / (b.update - a.update)).value - points[0]!.value;
}

function indexOf(index: SeriesIndex, run: ComparedRun): Reduced | null {
  const [forward, backward] = (['align', 'unalign'] as const).map((phase) =>
    curveOf(index, run, phase, 'behaviour.logOdds'),
  );
  const found = forward && backward ? resistanceIndex(forward, backward, { trim: indexTrim }) : null;
  if (found === null) return null;
  if (found.ratio !== null) return { value: found.ratio, censored: false };
  return found.atLeast === null ? null : { value: found.atLeast, censored: true };
}

/** What the number is, for an axis. */
export function reductionName(view: View): string {
  const metric = metricName(view.metric);
  const phase = phaseTitles[reducedPhase(view)];
  switch (view.reduction) {
    case 'last':
      return `${metric} at the end of ${phase}`;
    case 'change':
      return `change of ${metric} over ${phase}`;
    case 'early':
      return `change of ${metric} over the first ${view.at} updates`;
    case 'updatesToReturn':
      return `${view.x} until ${metric} is back at θ0`;
    case 'area':
      return `mean of ${metric} over ${phase}`;
    case 'resistanceIndex':
      return 'R = updates back / updates forward';
  }
}

/** How the number was made, for the small print. */
export function reductionNote(view: View): string {
  switch (view.reduction) {
    case 'updatesToReturn':
      return 'Back: the first crossing of the run’s own pretrained value, linear between evaluations.';
    case 'area':
      return 'Mean by the trapezoid rule over log(1 + update).';
    case 'resistanceIndex':
      return 'R is taken over the middle 80 % of the log-odds that alignment gained; below 1 it springs back faster than it was bent.';
    default:
      return '';
  }
}
