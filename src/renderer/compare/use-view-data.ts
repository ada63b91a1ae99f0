// Reads from the host what a view is drawn from, and again whenever it may have changed. What was drawn stays until the new
// answer is there, so that a change of the view never blinks; a zoomed view is drawn from what there is until the finer
// reading of what it has in view has come.
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type FinerRange, finerRanges, withFiner } from '../../charts/view/finer-ranges.ts';
import { neededSeries } from '../../charts/view/needed-data.ts';
import type { HistoryRun } from '../../contract/history.ts';
import type { ComparedSeries, FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import type { HostFailure } from '../host-failure.ts';
import { liveMilliseconds, readMilliseconds } from '../live-pace.ts';
import type { StillSummary } from '../still-summary.ts';
import { useKeptSeries } from '../use-kept-series.ts';
import { type Followed, type Live, useFollowing } from '../use-live.ts';
import { useSame } from '../use-same.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { createFinerReader } from './finer-reader.ts';
import { readCoarse, readRange } from './read-view.ts';
import { type Chosen, selectRuns } from './select-runs.ts';

/** How long a zoom must stand still before its range is read. */
const restMilliseconds = 150;

export interface ViewData {
  /** The view that `data` was read for: the newest where it is there, else the one before. */
  readonly view: View;
  readonly data: FrozenData | null;
  /** The host has not answered yet to what is asked now. */
  readonly stale: boolean;
  /** What is in view could be drawn finer: the host is asked, or has answered. */
  readonly finer: 'none' | 'reading' | 'read';
  readonly failure: HostFailure | null;
  /** Every run of the history; null until it was read. */
  readonly history: readonly HistoryRun[] | null;
  readonly chosen: Chosen;
}

function useHistoryRuns(store: WorkbenchStore): Live<readonly HistoryRun[]> {
  const count = useRef(0);
  const pause = Math.max(1500, readMilliseconds(count.current));
  const live = useFollowing('history.runs', { store, version: versionOfHistory }, pause, () =>
    store.link.call('history.runs', {}),
  );
  if (live.value !== null) count.current = live.value.length;
  return live;
}

function versionOfHistory({ kept, epoch, changes }: Workbench): string {
  let events = 0;
  for (const count of changes.values()) events += count;
  return `${kept.history}/${kept.all}/${epoch}/${events}`;
}

export function useViewData(view: View, summaries: readonly StillSummary[], store: WorkbenchStore): ViewData {
  const runs = useHistoryRuns(store);
  const { selection } = view;
  const history = runs.value;
  const chosen = useSame(
    useMemo(() => selectRuns(selection, history ?? [], summaries), [selection, history, summaries]),
  );
  const key = useMemo(
    () => `${history === null} ${questionOf(view, chosen.ids)}`,
    [view, chosen.ids, history],
  );
  const experiments = useMemo(() => experimentsOf(history ?? [], chosen.ids), [history, chosen.ids]);
  const followed: Followed = { store, version: (workbench) => versionOf(workbench, experiments) };
  const live = useFollowing(key, followed, liveMilliseconds(chosen.ids.length, 500), () =>
    history === null ? new Promise<FrozenData>(() => {}) : readCoarse(store.link, view, chosen.ids),
  );
  const coarse = useSameRuns(history === null ? null : live.value);
  const ranges = useMemo(() => (coarse === null ? [] : finerRanges(view, coarse)), [view, coarse]);
  const finer = useFiner(view, ranges, { key, followed });
  const best = useMemo(
    () => (coarse === null || finer.value === null ? coarse : withFiner(coarse, finer.value)),
    [coarse, finer.value],
  );
  const reading = ranges.length > 0 && finer.value === null && finer.failure === null;
  const shown = useRef<{ key: string; view: View; data: FrozenData } | null>(null);
  const now =
    best === null ? shown.current : { key, view, data: reading ? drawable(shown.current, key, best) : best };
  useEffect(() => {
    if (now !== null) shown.current = now;
  });
  return {
    view: now?.view ?? view,
    data: now?.data ?? null,
    stale: coarse === null,
    finer: ranges.length === 0 ? 'none' : reading ? 'reading' : 'read',
    failure: live.failure ?? finer.failure ?? runs.failure,
    history,
    chosen,
  };
}

/** Until a finer reading is there: what is drawn, where it answers the same question, for it may be finer than the whole. */
const drawable = (
  shown: { key: string; data: FrozenData } | null,
  key: string,
  whole: FrozenData,
): FrozenData => (shown !== null && shown.key === key ? shown.data : whole);

interface Question {
  readonly key: string;
  readonly followed: Followed;
}

/** The finer reading of these ranges, once they have stood still for a moment; null while there is none. */
function useFiner(
  view: View,
  ranges: readonly FinerRange[],
  { key, followed }: Question,
): Live<readonly ComparedSeries[] | null> {
  const [reader] = useState(createFinerReader);
  const wanted = ranges.length === 0 ? '' : `${key} ${JSON.stringify(ranges)}`;
  const [rested] = useDebouncedValue(wanted, restMilliseconds);
  const resting = wanted !== '' && rested === wanted;
  const { store, version } = followed;
  const answer = useFollowing(resting ? wanted : '', followed, 500, () =>
    resting
      ? reader.read(`${wanted} ${version(store.get())}`, ranges, (range) =>
          readRange(store.link, view, range),
        )
      : Promise.resolve(null),
  );
  return resting ? answer : { value: null, failure: null };
}

/** What is asked: equal for views that differ only in how they are drawn. */
function questionOf(view: View, ids: readonly number[]): string {
  const [experiment] = view.selection.experiments;
  const judged = view.chart === 'ledger' || view.chart === 'resistance';
  return JSON.stringify([view.chart === 'samples', judged ? experiment : null, neededSeries(view), ids]);
}

/** The experiments that these runs are of. */
function experimentsOf(history: readonly HistoryRun[], ids: readonly number[]): readonly number[] {
  const asked = new Set(ids);
  return [...new Set(history.filter(({ id }) => asked.has(id)).map(({ experiment }) => experiment))];
}

/** Changes when one of these experiments has new points, or the host came back. */
function versionOf({ points, epoch }: Workbench, experiments: readonly number[]): string {
  return `${experiments.reduce((sum, id) => sum + (points.get(id) ?? 0), 0)}/${epoch}`;
}

const noSeries: FrozenData['series'] = [];

/** Data in which runs, and series that did not grow, keep their identity: what is offered and drawn of them stays. */
function useSameRuns(data: FrozenData | null): FrozenData | null {
  const runs = useSame(data?.runs ?? null);
  const series = useKeptSeries(data?.series ?? noSeries);
  return useMemo(
    () => (data === null || runs === null ? null : { ...data, runs, series: [...series] }),
    [data, runs, series],
  );
}
