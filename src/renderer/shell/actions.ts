// Everything that a user can do by name or by key: pages offer actions while they are shown; the command palette and the
// list of shortcuts read them.
import { useEffect, useSyncExternalStore } from 'react';

export interface Action {
  /** Unique: `compare.copyLink`. */
  readonly id: string;
  /** As a command: `Copy a link to this view`. */
  readonly label: string;
  /** A heading of the palette: `Go to`, `Compare`, `Experiment`. */
  readonly group: string;
  /** Words that find it too. */
  readonly keywords?: string;
  /** As Mantine's useHotkeys writes it: `mod+K`, `G H`; '' or undefined for none. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  run(): void;
}

const offered = new Map<symbol, readonly Action[]>();
const listeners = new Set<() => void>();
let all: readonly Action[] = [];

function changed(): void {
  all = [...offered.values()].flat();
  for (const listener of listeners) listener();
}

/** Offers actions while the component is mounted. Keep the list's identity (useMemo) while nothing changed. */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => {
    const own = Symbol('actions');
    offered.set(own, actions);
    changed();
    return () => {
      offered.delete(own);
      changed();
    };
  }, [actions]);
}

/** All that is offered now. */
export function useOffered(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}
