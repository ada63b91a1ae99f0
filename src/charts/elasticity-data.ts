// Arranges series for an elasticity chart: panels by one axis, lines by another, seeds within a line, and the level of
// the pretrained model that each line started from.
import type { AggregatePoint } from '../core/elasticity/aggregate.ts';
import { type Interval, mean, tInterval } from '../core/elasticity/interval.ts';
import { seedMean } from './seed-mean.ts';
import { axisValues, type ChartSeries, valueKey } from './series.ts';

export interface ElasticityLine {
  /** The value of the grouping axis; undefined where nothing is grouped. */
  readonly value: unknown;
  /** Index among all values of the grouping axis: decides colour and marker, equal in all panels. */
  readonly index: number;
  readonly seeds: readonly ChartSeries[];
  readonly mean: readonly AggregatePoint[];
  /** θ0's level: alignment's value at update 0; without alignment, unalignment's. */
  readonly pretrained: Interval | null;
}
export interface ElasticityPanel {
  readonly value: unknown;
  readonly lines: readonly ElasticityLine[];
}
export interface ArrangementOptions {
  readonly group: string | null;
  readonly facet: string | null;
  readonly planned?: readonly Pick<ChartSeries, 'values'>[];
}
export interface Arrangement {
  readonly groups: readonly unknown[];
  readonly panels: readonly ElasticityPanel[];
  /** Axes that differ within a line and are averaged over: the caller should have filtered them. */
  readonly pooled: readonly string[];
}

/**
 * `group` and `facet` are schedule paths, or null. Series are of one metric, of any phase. `planned` runs give lines and
 * panels their place before anything is measured.
 */
export function arrange(
  list: readonly ChartSeries[],
  { group, facet, planned = [] }: ArrangementOptions,
): Arrangement {
  const all = [...planned, ...list];
  const groups = group === null ? [undefined] : axisValues(all, group);
  const facets = facet === null ? [undefined] : axisValues(all, facet);
  const panels = facets.map((value) => ({
    value,
    lines: linesOf(having(list, facet, value), group, groups),
  }));
  const paths = [...new Set(list.flatMap((series) => Object.keys(series.values)))];
  const pooled = paths.filter(
    (path) => path !== group && path !== facet && axisValues(list, path).length > 1,
  );
  return { groups, panels, pooled };
}

function having(list: readonly ChartSeries[], path: string | null, value: unknown): readonly ChartSeries[] {
  if (path === null) return list;
  const wanted = valueKey(value);
  return list.filter((series) => valueKey(series.values[path]) === wanted);
}

function linesOf(
  list: readonly ChartSeries[],
  group: string | null,
  groups: readonly unknown[],
): ElasticityLine[] {
  return groups
    .map((value, index) => {
      const inside = having(list, group, value);
      const seeds = inside.filter((series) => series.phase === 'unalign');
      return { value, index, seeds, mean: seedMean(seeds), pretrained: levelOf(inside) };
    })
    .filter((line) => line.mean.length > 0 || line.pretrained !== null);
}

function levelOf(list: readonly ChartSeries[]): Interval | null {
  const phase = list.some((series) => series.phase === 'align') ? 'align' : 'unalign';
  const bySeed = new Map<number, number[]>();
  for (const series of list) {
    const start = series.phase === phase ? series.mean[series.update.indexOf(0)] : undefined;
    if (typeof start !== 'number' || !Number.isFinite(start)) continue;
    const there = bySeed.get(series.seed);
    if (there === undefined) bySeed.set(series.seed, [start]);
    else there.push(start);
  }
  const levels = [...bySeed.values()].map(mean);
  return levels.length === 0 ? null : tInterval(levels);
}
