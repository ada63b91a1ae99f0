// Which runs of an experiment need the steps that trainers hold now.
import { useMemo } from 'react';
import { useLive } from '../use-live.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

/** Their ids in order, joined by commas: equal while nothing changed. A run counts from when its step is its own or next. */
export function useActiveRuns(store: WorkbenchStore, workbench: Workbench, id: number | null): string {
  const { value } = useLive(`runs ${id} ${workbench.epoch}`, 0, 1000, async () =>
    id === null ? null : store.link.call('experiment.get', { id }),
  );
  const held = workbench.trainers.map(({ step }) => step).join();
  return useMemo(() => {
    const steps = new Set(held.split(','));
    const runs = (value?.runs ?? []).filter((run) => run.steps.some(({ key }) => steps.has(key)));
    return runs.map((run) => run.id).join();
  }, [value, held]);
}
