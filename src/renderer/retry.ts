// Another try of experiments that failed or were cancelled: their finished steps stay, the others are queued again.
import type { WorkbenchStore } from './workbench-store.ts';

export async function retry(store: WorkbenchStore, id: number): Promise<void> {
  await store.link.call('experiment.resume', { id }).catch(store.notify);
}
