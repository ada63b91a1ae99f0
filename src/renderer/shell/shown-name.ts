// The name of what a page shows, for the trail and the title: an experiment's is known to the whole window; a deck, a draft
// and a saved view are read by their own pages, which say it here.
import { useEffect, useSyncExternalStore } from 'react';
import type { Route } from '../router.ts';
import { useSelected, type WorkbenchStore } from '../workbench-store.ts';

let told: string | null = null;
const listeners = new Set<() => void>();
function tell(name: string | null): void {
  if (name === told) return;
  told = name;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** For the page itself; null where what it shows has no name. */
export function useTellName(name: string | null): void {
  useEffect(() => {
    tell(name);
    return () => tell(null);
  }, [name]);
}

/** null until it is known, and where there is none. */
export function useShownName(route: Route, store: WorkbenchStore): string | null {
  const byPage = useSyncExternalStore(subscribe, () => told);
  const experiment = useSelected(store, ({ experiments }) =>
    route.page === 'experiment' ? (experiments?.find(({ id }) => id === route.id)?.name ?? null) : null,
  );
  return route.page === 'experiment' ? experiment : byPage;
}
