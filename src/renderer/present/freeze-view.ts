// Reads what a view is drawn from, once, to be kept in a deck: as Compare reads it.
import type { HostLink } from '../../contract/window.ts';
import { inputError } from '../../core/errors.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { readView } from '../compare/read-view.ts';
import { selectRuns } from '../compare/select-runs.ts';

import type { WorkbenchStore } from '../workbench-store.ts';

/** Throws a HostFailure where the host says no, an InputError where the view's filter cannot be read. */
export async function freezeView(store: WorkbenchStore, view: View): Promise<FrozenData> {
  const [runs, summaries] = await Promise.all([
    store.link.call('history.runs', {}),
    store.link.call('experiment.list', {}),
  ]);
  const { ids, error } = selectRuns(view.selection, runs, summaries);
  if (error !== null) throw inputError('filter', error.message);
  return readView(store.link, view, ids);
}

/** Which of these runs the history still has. */
export async function runsLeft(link: HostLink, runs: readonly number[]): Promise<number[]> {
  if (runs.length === 0) return [];
  const query = { metrics: ['behaviour.score'], phases: ['align' as const], buckets: 1 };
  const { runs: there } = await link.call('compare.series', { runs: [...runs], ...query });
  return there.map(({ id }) => id);
}
