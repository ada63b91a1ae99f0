// Watches every experiment from every page: says when one is through. Draws nothing. The title is `window-title.tsx`'s.
import { useEffect } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { sayEnd } from './notify.ts';
import { ended } from './progress-title.ts';

export function ProgressWatch({ store }: { store: WorkbenchStore }) {
  useEffect(() => watchEnds(store, sayEnd), [store]);
  return null;
}

/**
 * Every event counts, also of an experiment that begins and ends before the window is drawn again. Returns the function
 * that stops it.
 */
export function watchEnds(store: WorkbenchStore, say: (summary: ExperimentSummary) => void): () => void {
  const known = new Map<number, ExperimentSummary['state']>();
  const take = (experiments: readonly ExperimentSummary[]): void => {
    for (const summary of ended(known, experiments)) say(summary);
    for (const { id, state } of experiments) known.set(id, state);
  };
  const look = (): void => take(store.get().experiments ?? []);
  look();
  const stops = [
    store.subscribe(look),
    store.link.listen((event) => {
      if (event.type === 'experiment') take([event.summary]);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
