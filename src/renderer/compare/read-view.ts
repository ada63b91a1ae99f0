// Reads from the host what a view is drawn from: first all of it as coarse as a chart that shows all can tell apart, then
// what a zoomed chart has in view, finer.
import { type FinerRange, finerRanges, withFiner } from '../../charts/view/finer-ranges.ts';
import { neededSeries } from '../../charts/view/needed-data.ts';
import type { HostLink } from '../../contract/window.ts';
import type { ComparedSeries, FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { comparedBuckets } from '../live-pace.ts';

const mostSampled = 64;

/** All of it: what a slide keeps is what Compare draws. */
export async function readView(link: HostLink, view: View, ids: readonly number[]): Promise<FrozenData> {
  const coarse = await readCoarse(link, view, ids);
  const finer: ComparedSeries[] = [];
  for (const range of finerRanges(view, coarse)) finer.push(...(await readRange(link, view, range)));
  return withFiner(coarse, finer);
}

export async function readCoarse(link: HostLink, view: View, ids: readonly number[]): Promise<FrozenData> {
  const needed = neededSeries(view);
  const [experiment] = view.selection.experiments;
  const judged = view.chart === 'ledger' || view.chart === 'resistance';
  const [answer, samples, ledger] = await Promise.all([
    needed === null || ids.length === 0
      ? { runs: [], series: [] }
      : link.call('compare.series', {
          runs: ids.slice(0, 5000),
          metrics: [...needed.metrics],
          phases: [...needed.phases],
          buckets: comparedBuckets(ids.length),
        }),
    view.chart === 'samples' && ids.length > 0
      ? link.call('compare.samples', { runs: sampledRuns(view, ids) })
      : [],
    judged && experiment !== undefined ? link.call('experiment.claims', { id: experiment }) : null,
  ]);
  return { ...answer, samples, ledger, taken: new Date().toISOString() };
}

/** Those that are not left out come first. */
function sampledRuns({ selection }: View, ids: readonly number[]): number[] {
  const out = new Set(selection.without);
  return ids.filter((id) => !out.has(id)).slice(0, mostSampled);
}

export async function readRange(link: HostLink, view: View, range: FinerRange): Promise<ComparedSeries[]> {
  const { runs, phase, updates, buckets: inRange } = range;
  const metrics = [...(neededSeries(view)?.metrics ?? [])];
  const finer = { updates: [...updates] as [number, number], buckets: inRange };
  const answer = await link.call('compare.series', {
    runs: [...runs],
    metrics,
    phases: [phase],
    buckets: comparedBuckets(runs.length),
    finer,
  });
  return answer.series;
}
