// One line of an elasticity chart: the mean over seeds and its 95 % Student t interval at every update.
import { type AggregatePoint, aggregateBySeed, type SeedSeries } from '../core/elasticity/aggregate.ts';
import { type ChartSeries, meansOf } from './series.ts';

/**
 * Mean over seeds at every update that any seed has measured. Series of one seed (runs that differ in an axis the chart
 * does not show) are averaged first, so that n counts seeds and nothing else.
 */
export function seedMean(list: readonly ChartSeries[]): AggregatePoint[] {
  const seeds = [...Map.groupBy(list, (series) => series.seed).values()];
  return aggregateBySeed(seeds.map(oneSeed));
}

function oneSeed(list: readonly ChartSeries[]): SeedSeries {
  const own = list.map((series) => ({ update: series.update, value: meansOf(series) }));
  if (own.length === 1) return own[0]!;
  const points = aggregateBySeed(own);
  return { update: points.map((point) => point.update), value: points.map((point) => point.mean) };
}
