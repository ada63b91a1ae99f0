// The view of the Compare page, which lives in the address: what is drawn, what it is zoomed to, what is left out.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type View, viewSchema } from '../../core/view.ts';
import { amend, type Route } from '../router.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { decodeView, encodeView } from './view-link.ts';

type CompareRoute = Extract<Route, { page: 'compare' }>;
export interface ViewState {
  readonly view: View;
  /** The address holds no view that can be read. */
  readonly broken: boolean;
  set(next: View): void;
  change(patch: Partial<View>): void;
}

const empty = viewSchema.parse({});

export function useView(route: CompareRoute, store: WorkbenchStore): ViewState {
  const text = route.view;
  const decoded = useMemo(() => (text === undefined ? empty : decodeView(text)), [text]);
  const view = decoded ?? empty;
  useSavedView(route, store);
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  const set = useCallback((next: View): void => {
    latest.current = next;
    amend({ page: 'compare', view: encodeView(next) });
  }, []);
  const change = useCallback((patch: Partial<View>): void => set({ ...latest.current, ...patch }), [set]);
  return { view, broken: decoded === null, set, change };
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
        else amend({ page: 'compare', view: encodeView(found.view) });
      })
      .catch(store.notify);
  }, [saved, view, asked, store]);
}
