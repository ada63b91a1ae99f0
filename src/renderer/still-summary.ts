// Experiments without what moves while they train: whoever shows only this is not drawn again with every event.
import { useState } from 'react';
import type { ExperimentSummary } from '../contract/window.ts';
import { useSelected, type Workbench, type WorkbenchStore } from './workbench-store.ts';

export type StillSummary = ReturnType<typeof stillOf>;

export function stillOf({ progress, error, priority, ...still }: ExperimentSummary) {
  const { runs, stepsFinished, runsFinished } = progress;
  return { ...still, runs, measured: stepsFinished > 0, finished: runsFinished > 0 };
}

/** All that the window knows of; empty until the host has answered. The same list while nothing of it changed. */
export function useStillSummaries(store: WorkbenchStore): readonly StillSummary[] {
  const [select] = useState(stillSummaries);
  return useSelected(store, select);
}

/** A selection from the workbench that keeps the identity of what stays equal. */
export function stillSummaries(): (workbench: Pick<Workbench, 'experiments'>) => readonly StillSummary[] {
  let source: Workbench['experiments'] = null;
  let list: readonly StillSummary[] = [];
  const known = new WeakMap<ExperimentSummary, StillSummary>();
  return ({ experiments }) => {
    if (experiments === source) return list;
    source = experiments;
    const before = new Map(list.map((still) => [still.id, still]));
    const next = (experiments ?? []).map((summary) => {
      const still = known.get(summary) ?? kept(before.get(summary.id), stillOf(summary));
      known.set(summary, still);
      return still;
    });
    if (next.length !== list.length || next.some((still, index) => still !== list[index])) list = next;
    return list;
  };
}

const kept = (old: StillSummary | undefined, now: StillSummary): StillSummary =>
  old !== undefined && JSON.stringify(old) === JSON.stringify(now) ? old : now;
