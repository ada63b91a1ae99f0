// Which axes a trend and a heatmap stand on where the view leaves the choice open.
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { channelOf, ownPaths, runValue, varyingPaths } from './run-values.ts';

/** What claims are made about comes first: amounts of alignment, of pretraining, size. */
const preferred = ['align.examples', 'pretrain.tokens', 'parameters', 'model.width'];
/** No axis of a schedule: they follow from it, or tell runs apart. */
const own: readonly string[] = ownPaths;

/** Whether runs that agree in all of `by` agree in `path` too. Nothing determines what differs. */
export function determined(runs: readonly ComparedRun[], path: string, by: readonly string[]): boolean {
  const groups = Map.groupBy(runs, (run) => JSON.stringify(by.map((each) => runValue(run, each) ?? null)));
  return [...groups.values()].every((group) => channelOf(group, path).values.length <= 1);
}

/** What was varied, without the number of parameters where an axis says it already. */
export function variedPaths(runs: readonly ComparedRun[]): string[] {
  const varying = varyingPaths(runs).filter((path) => path !== 'seed' && path !== 'experiment');
  const axes = varying.filter((path) => !own.includes(path));
  return varying.filter((path) => path !== 'parameters' || !determined(runs, path, axes));
}

function heatmapAxes(runs: readonly ComparedRun[]): string[] {
  const varied = variedPaths(runs);
  const first = preferred.filter((path) => varied.includes(path));
  return [...first, ...varied.filter((path) => !preferred.includes(path))];
}

/** Amounts before names; of amounts the one with most values, for that is what was swept. */
function trendAxes(runs: readonly ComparedRun[]): string[] {
  const rank = (path: string): number =>
    preferred.includes(path) ? preferred.indexOf(path) : preferred.length;
  const counted = heatmapAxes(runs).map((path) => {
    const values = channelOf(runs, path).values.filter((value) => value !== undefined);
    return { path, count: values.length, amounts: values.every((value) => typeof value === 'number') };
  });
  return counted
    .sort((a, b) => Number(b.amounts) - Number(a.amounts) || b.count - a.count || rank(a.path) - rank(b.path))
    .map(({ path }) => path);
}

/**
 * The axis of a trend, the rows of a heatmap; null where the runs differ in nothing. One that the sides of the view fix is
 * passed over, or every line would have a single x, every panel a single row. A heatmap has panels, no colours or dashes.
 */
export function againstOf(view: View, runs: readonly ComparedRun[]): string | null {
  if (view.against !== null) return view.against;
  const heatmap = view.chart === 'heatmap';
  const sides = heatmap ? [...panelsOf(view), view.second] : [view.colour, view.dash, ...panelsOf(view)];
  const taken = sides.filter((path) => path !== null && path !== 'updates') as string[];
  const axes = heatmap ? heatmapAxes(runs) : trendAxes(runs);
  const free = axes.find((path) => !determined(runs, path, taken));
  if (free !== undefined) return free;
  // What remains inside the panels of a heatmap is its seeds.
  return heatmap && axes.length > 0 && !determined(runs, 'seed', taken) ? 'seed' : (axes[0] ?? null);
}

const panelsOf = ({ column, row }: View): (string | null)[] => [column, row];

/** The columns of a heatmap: another axis, or the updates of the phase, which are n⁻ where it unaligns. */
export function secondOf(view: View, runs: readonly ComparedRun[]): string {
  if (view.second !== null) return view.second;
  const shown = [againstOf(view, runs), ...panelsOf(view)].filter((path) => path !== null);
  return determined(runs, 'unalign.examples', shown) ? 'updates' : 'unalign.examples';
}
