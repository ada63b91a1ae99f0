// Runs of one place reduced to a number: every seed, their mean with its interval, or, where some are censored, the median.
import type { Interval } from '../../core/elasticity/interval.ts';
import { medianTime } from '../../core/elasticity/kaplan-meier.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import { seedInterval } from './curve-lines.ts';
import type { Reduced } from './reduce-run.ts';

export interface SeedValue extends Reduced {
  readonly seed: number;
  readonly runs: readonly number[];
}
export interface CellValue {
  readonly seeds: readonly SeedValue[];
  /** The mean and its interval; the Kaplan–Meier median where a seed is censored, NaN if fewer than half returned. */
  readonly centre: Interval;
  readonly kind: 'mean' | 'median';
  readonly runs: readonly number[];
  /** Runs that could not be reduced. */
  readonly missing: number;
}

/** Runs of one seed are averaged first; such a mean is censored if one of them is. */
export function cellOf(
  runs: readonly ComparedRun[],
  reduce: (run: ComparedRun) => Reduced | null,
): CellValue | null {
  const known = runs.flatMap((run) => {
    const value = reduce(run);
    return value === null ? [] : [{ run, value }];
  });
  if (known.length === 0) return null;
  const seeds = [...Map.groupBy(known, ({ run }) => run.seed)].map(
    ([seed, own]): SeedValue => ({
      seed,
      runs: own.map(({ run }) => run.id),
      value: own.reduce((sum, { value }) => sum + value.value, 0) / own.length,
      censored: own.some(({ value }) => value.censored),
    }),
  );
  const censored = seeds.some((seed) => seed.censored);
  const common = { seeds, runs: known.map(({ run }) => run.id), missing: runs.length - known.length };
  if (!censored) return { ...common, kind: 'mean', centre: seedInterval(seeds.map(({ value }) => value)) };
  const median = medianTime(seeds.map(({ value, censored: c }) => ({ time: value, censored: c })));
  const centre = { mean: Number.isFinite(median) ? median : Number.NaN, low: null, high: null };
  return { ...common, kind: 'median', centre: { ...centre, n: seeds.length } };
}
