// Reads from the host what a view is drawn from, and again whenever it may have changed. What was drawn stays until the new
// answer is there, so that a change of the view never blinks.
import { useEffect, useMemo, useRef } from 'react';
import { neededSeries } from '../../charts/view/needed-data.ts';
import type { HistoryRun } from '../../contract/history.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import type { HostFailure } from '../host-failure.ts';
import { comparedBuckets, liveMilliseconds, readMilliseconds } from '../live-pace.ts';
import { useLive } from '../use-live.ts';
import { useWorkbench, type Workbench, type WorkbenchStore } from '../workbench-store.ts';
import { type Chosen, selectRuns } from './select-runs.ts';

const mostSampled = 64;

export interface ViewData {
  /** The view that `data` was read for: the newest where it is there, else the one before. */
  readonly view: View;
  readonly data: FrozenData | null;
  /** The host has not answered yet to what is asked now. */
  readonly stale: boolean;
  readonly failure: HostFailure | null;
  /** Every run of the history; null until it was read. */
  readonly history: readonly HistoryRun[] | null;
  readonly chosen: Chosen;
}

export function useHistoryRuns(store: WorkbenchStore, workbench: Workbench) {
  const { kept, epoch, changes } = workbench;
  let events = 0;
  for (const count of changes.values()) events += count;
  const version = `${kept.history}/${kept.all}/${epoch}/${events}`;
  // In steps, or each submission would begin a new pace.
  const steps = useRef(0);
  const pause = Math.max(1500, readMilliseconds(500 * steps.current));
  const live = useLive('history.runs', version, pause, () => store.link.call('history.runs', {}));
  if (live.value !== null) steps.current = Math.round(live.value.length / 500);
  return live;
}

export function useViewData(view: View, store: WorkbenchStore): ViewData {
  const workbench = useWorkbench(store);
  const runs = useHistoryRuns(store, workbench);
  const { selection } = view;
  const history = runs.value;
  const summaries = workbench.experiments;
  const chosen = useMemo(
    () => selectRuns(selection, history ?? [], summaries ?? []),
    [selection, history, summaries],
  );
  const key = useMemo(() => questionOf(view, chosen.ids), [view, chosen.ids]);
  const version = versionOf(workbench, history, chosen.ids);
  const live = useLive(key, version, liveMilliseconds(chosen.ids.length, 500), () =>
    history === null ? new Promise<FrozenData>(() => {}) : read(store, view, chosen.ids),
  );
  const shown = useRef<{ view: View; data: FrozenData } | null>(null);
  const fresh = history !== null && live.value !== null;
  const now = fresh ? { view, data: live.value } : shown.current;
  useEffect(() => {
    if (fresh && live.value !== null) shown.current = { view, data: live.value };
  }, [fresh, view, live.value]);
  return {
    view: now?.view ?? view,
    data: now?.data ?? null,
    stale: !fresh,
    failure: live.failure ?? runs.failure,
    history,
    chosen,
  };
}

/** What is asked: equal for views that differ only in how they are drawn. */
function questionOf(view: View, ids: readonly number[]): string {
  const [experiment] = view.selection.experiments;
  const judged = view.chart === 'ledger' || view.chart === 'resistance';
  return JSON.stringify([view.chart === 'samples', judged ? experiment : null, neededSeries(view), ids]);
}

/** Changes when one of these experiments has new points, or the host came back. */
function versionOf(
  workbench: Workbench,
  history: readonly HistoryRun[] | null,
  ids: readonly number[],
): string {
  const asked = new Set(ids);
  const experiments = new Set<number>();
  for (const run of history ?? []) if (asked.has(run.id)) experiments.add(run.experiment);
  let points = 0;
  for (const id of experiments) points += workbench.points.get(id) ?? 0;
  return `${history === null}/${points}/${workbench.epoch}`;
}

export async function read(store: WorkbenchStore, view: View, ids: readonly number[]): Promise<FrozenData> {
  const { link } = store;
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
