// Which of a view's curves the explanation walks along: the runs of one setting, one curve of each phase per seed.
import type { Curve } from '../elasticity/curve.ts';
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
 * The setting with the most seeds that have both an alignment and an unalignment curve; among those the one with the most
 * pretraining, then the largest model, then the one that comes last. null where no run has both.
 */
export function chooseCurves(view: View, data: FrozenData): ChosenCurves | null {
  const metric = explainedMetric(view, data);
  if (metric === null) return null;
  const settings = [...Map.groupBy(withCurves(metric, data), ({ run }) => settingOf(run)).values()];
  const best = settings.toSorted(byWorth).at(-1);
  if (best === undefined) return null;
  const seeds = [...new Map(best.map((curves) => [curves.run.seed, curves])).values()];
  return { metric, values: seeds[0]!.run.values, seeds, others: settings.length - 1 };
}

const settingOf = (run: ComparedRun): string => JSON.stringify([run.experiment, run.values]);

function byWorth(a: readonly SeedCurves[], b: readonly SeedCurves[]): number {
  const [first, second] = [a[0]!.run, b[0]!.run];
  return (
    a.length - b.length ||
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
