// The view of the Compare page, which lives in the address: what is drawn, what it is zoomed to, what is left out. The bare
// address is the view that this window showed last; `?view=` alone is an empty one.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { heldRuns } from '../../charts/view/arrange-runs.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { amend, type Route } from '../router.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { emptyView } from './empty-view.ts';
import { keepLastView, lastView } from './last-view.ts';
import { asItStands, changedView, resettled, settle } from './settle-view.ts';
import type { ViewData } from './use-view-data.ts';
import { decodeView, encodeView } from './view-link.ts';

type CompareRoute = Extract<Route, { page: 'compare' }>;
export interface ViewState {
  readonly view: View;
  /** The address holds no view that can be read. */
  readonly broken: boolean;
  /** The runs of this view; empty while they are not known. */
  readonly known: { current: readonly ComparedRun[] };
  set(next: View): void;
  /** What the user changes. */
  change(patch: Partial<View>): void;
}

export function useView(route: CompareRoute, store: WorkbenchStore): ViewState {
  const text = useAddress(route);
  const decoded = useMemo(() => (text === undefined ? emptyView : decodeView(text)), [text]);
  const view = decoded ?? emptyView;
  useSavedView(route, store);
  useEffect(() => {
    if (text !== undefined && decoded !== null) keepLastView(text);
  }, [text, decoded]);
  const known = useRef<readonly ComparedRun[]>([]);
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  const set = useCallback((next: View): void => {
    latest.current = next;
    amend({ page: 'compare', view: encodeView(next) });
  }, []);
  const change = useCallback(
    (patch: Partial<View>): void => {
      const before = latest.current;
      const next = changedView(before, patch);
      set(next.chart === before.chart ? next : resettled(next, known.current));
    },
    [set],
  );
  return { view, broken: decoded === null, known, set, change };
}

/** What the address says, or what was looked at last. */
function useAddress({ view, saved }: CompareRoute): string | undefined {
  const bare = view === undefined && saved === undefined;
  const text = bare ? (lastView() ?? undefined) : view;
  useLayoutEffect(() => {
    if (bare && text !== undefined) amend({ page: 'compare', view: text });
  }, [text, bare]);
  return text;
}

/** Once the runs of a view are there, what nobody chose is chosen from them; before anything of it is painted. */
export function useSettling({ view, known, set }: ViewState, { data, stale }: ViewData): void {
  const runs = useMemo(
    () => (stale || data === null ? [] : heldRuns(view.selection, data.runs)),
    [stale, data, view.selection],
  );
  useLayoutEffect(() => {
    known.current = runs;
    if (!view.settled && runs.length > 0) set(settle(view, runs));
  }, [view, runs, known, set]);
}

/** `#/compare?saved=3` becomes the saved view's own address. */
function useSavedView({ saved, view }: CompareRoute, store: WorkbenchStore): void {
  const [asked, setAsked] = useState<number | null>(null);
  useEffect(() => {
    if (saved === undefined || view !== undefined || asked === saved) return;
    setAsked(saved);
    store.link
      .call('view.list', {})
      .then((views) => {
        const found = views.find(({ id }) => id === saved);
        if (found === undefined) store.notify(new Error(`There is no saved view ${saved}.`));
        else amend({ page: 'compare', view: encodeView(asItStands(found.view)) });
      })
      .catch(store.notify);
  }, [saved, view, asked, store]);
}
