// Which of a view's curves the explanation walks along: the runs of one setting, one curve of each phase per seed.
import { type Curve, curvePoints } from '../elasticity/curve.ts';
import { tInterval } from '../elasticity/interval.ts';
import type { ComparedRun, ComparedSeries, FrozenData } from '../frozen-data.ts';
import type { View } from '../view.ts';

export interface SeedCurves {
  readonly run: ComparedRun;
  readonly align: Curve;
  readonly unalign: Curve;
}
export interface ChosenCurves {
  readonly metric: string;
  /** The axis values that the chosen runs share. */
  readonly values: ComparedRun['values'];
  /** One entry per seed. */
  readonly seeds: readonly SeedCurves[];
  /** Settings that have curves too and are not walked along. */
  readonly others: number;
}

const behaviours = ['behaviour.logOdds', 'behaviour.score'] as const;

/** The behaviour metric that is explained: the view's own if it is one, else the one that there are points of. */
export function explainedMetric(view: View, data: FrozenData): string | null {
  const wanted = behaviours.filter((name) => name === view.metric);
  const names = [...wanted, ...behaviours];
  return names.find((name) => data.series.some(({ metric }) => metric === name)) ?? null;
}

/**
 * Of the settings with both an alignment and an unalignment curve: one that alignment clearly changed (the seeds' interval
 * of the change excludes none) before one of which the seeds do not tell; then the most seeds; then the change that is
 * largest beside its interval; then the most pretraining, the largest model, the one that comes last. null where no run has
 * both.
 */
export function chooseCurves(view: View, data: FrozenData): ChosenCurves | null {
  const metric = explainedMetric(view, data);
  if (metric === null) return null;
  const settings = [...Map.groupBy(withCurves(metric, data), ({ run }) => settingOf(run)).values()];
  const candidates = settings.map((all) => {
    const seeds = [...new Map(all.map((curves) => [curves.run.seed, curves])).values()];
    return { seeds, clearness: clearness(seeds) };
  });
  const best = candidates.toSorted(byWorth).at(-1);
  if (best === undefined) return null;
  const { seeds } = best;
  return { metric, values: seeds[0]!.run.values, seeds, others: settings.length - 1 };
}

const settingOf = (run: ComparedRun): string => JSON.stringify([run.experiment, run.values]);

/** θ1 − θ0 of each seed: the change that alignment made. */
export const alignedChanges = (seeds: readonly SeedCurves[]): number[] =>
  seeds.map(({ align, unalign }) => curvePoints(unalign)[0]!.value - curvePoints(align)[0]!.value);

/** The change in half-widths of its interval, 0 where that holds "none" or there is no interval. */
function clearness(seeds: readonly SeedCurves[]): number {
  const { mean, low, high } = tInterval(alignedChanges(seeds));
  if (low === null || high === null || (low <= 0 && high >= 0)) return 0;
  // Seeds that agree to the last digit: as clear as can be, and still a number that can be compared.
  return Math.min(Number.MAX_VALUE, Math.abs(mean) / ((high - low) / 2));
}

interface Candidate {
  readonly seeds: readonly SeedCurves[];
  readonly clearness: number;
}
function byWorth(a: Candidate, b: Candidate): number {
  const [first, second] = [a.seeds[0]!.run, b.seeds[0]!.run];
  return (
    Math.sign(a.clearness) - Math.sign(b.clearness) ||
    a.seeds.length - b.seeds.length ||
    a.clearness - b.clearness ||
    first.pretrainTokens - second.pretrainTokens ||
    first.parameters - second.parameters ||
    first.id - second.id
  );
}

function withCurves(metric: string, { runs, series }: FrozenData): SeedCurves[] {
  const own = series.filter((one) => one.metric === metric);
  return runs.flatMap((run) => {
    const align = own.find((one) => one.run === run.id && one.phase === 'align');
    const unalign = own.find((one) => one.run === run.id && one.phase === 'unalign');
    const curves = align && unalign ? { run, align: curveOf(align), unalign: curveOf(unalign) } : null;
    return curves !== null && curves.align.update.length > 1 && curves.unalign.update.length > 1
      ? [curves]
      : [];
  });
}

function curveOf({ update, mean }: ComparedSeries): Curve {
  const points = update.map((at, i) => ({ at, value: mean[i] ?? Number.NaN }));
  const finite = points.filter(({ value }) => Number.isFinite(value));
  return { update: finite.map(({ at }) => at), value: finite.map(({ value }) => value) };
}
