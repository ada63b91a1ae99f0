// Small series with numbers that a reader can check by hand.
import type { ChartSeries } from '../../src/charts/series.ts';

export function seriesOf(
  change: Partial<ChartSeries> & { readonly update: readonly number[]; readonly mean: readonly number[] },
): ChartSeries {
  return {
    run: 1,
    seed: 1,
    values: {},
    phase: 'unalign',
    metric: 'behaviour.score',
    min: change.mean,
    max: change.mean,
    count: change.mean.map(() => 1),
    ...change,
  };
}
