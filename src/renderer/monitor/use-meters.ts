// The machine's readings of the last minutes: asked for from the first look at the Monitor on, whichever page is shown
// then, so that the lines are there when one comes back.
import { useSyncExternalStore } from 'react';
import type { Meters } from '../../contract/monitor.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

const spacingMilliseconds = 2000;
const kept = 90;

interface Readings {
  subscribe(listener: () => void): () => void;
  get(): readonly Meters[];
}

/** A window that nobody sees does not ask. */
export function startReading(
  link: Pick<WorkbenchStore['link'], 'call'>,
  seen: () => boolean,
  later: (run: () => void) => void,
): Readings {
  let readings: readonly Meters[] = [];
  const listeners = new Set<() => void>();
  const read = async (): Promise<void> => {
    // What does not answer leaves a gap; the banner says that the host is gone.
    const reading = seen() ? await link.call('workbench.meters', {}).catch(() => null) : null;
    if (reading !== null) {
      readings = [...readings, reading].slice(-kept);
      for (const listener of listeners) listener();
    }
    later(() => void read());
  };
  void read();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => readings,
  };
}

const ofStore = new WeakMap<WorkbenchStore, Readings>();
function readingsOf(store: WorkbenchStore): Readings {
  const known = ofStore.get(store);
  if (known !== undefined) return known;
  const seen = (): boolean => document.visibilityState === 'visible';
  const started = startReading(store.link, seen, (run) => setTimeout(run, spacingMilliseconds));
  ofStore.set(store, started);
  return started;
}

/** Oldest first. */
export function useMeters(store: WorkbenchStore): readonly Meters[] {
  const { subscribe, get } = readingsOf(store);
  return useSyncExternalStore(subscribe, get);
}
