// One job of the host as it goes on: from its events, and asked for again when the host was away.
import type { Job } from '../../contract/bundles.ts';
import { useLive } from '../use-live.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

/** null while nothing is known of it. */
export function useJob(id: number | null, store: WorkbenchStore, workbench: Workbench): Job | null {
  const heard = workbench.jobs.find((job) => job.id === id) ?? null;
  const { value } = useLive(`job ${id}`, workbench.epoch, 500, () =>
    id === null ? Promise.resolve([]) : store.link.call('job.list', {}),
  );
  const asked = value?.find((job) => job.id === id) ?? null;
  const over = (job: Job | null): boolean => job !== null && job.state !== 'running';
  // An event that was missed while the host was away is in the list.
  return over(asked) ? asked : (heard ?? asked);
}
