// The queue as a list: which experiments stand in it, in which order, and what moving one makes of the order. Pure.
import type { ExperimentSummary } from '../../contract/window.ts';
import { byNewest, newestFirst } from '../../core/newest-first.ts';
import { canRetry } from '../words.ts';

/** Experiments that are not over, as the host takes them: by falling priority, then by age. */
export function queueOf(experiments: readonly ExperimentSummary[]): ExperimentSummary[] {
  return experiments
    .filter(({ state }) => state === 'queued' || state === 'running' || state === 'paused')
    .sort((a, b) => b.priority - a.priority || a.id - b.id);
}

/** Ended without being finished, the newest first: what can be tried again. */
export function unfinishedOf(experiments: readonly ExperimentSummary[]): ExperimentSummary[] {
  return experiments.filter(({ state }) => canRetry(state)).sort(byNewest);
}

/** The queue in an order that was asked for; what the order does not know comes after, as it was. */
export function inOrder(
  queue: readonly ExperimentSummary[],
  order: readonly number[] | null,
): ExperimentSummary[] {
  if (order === null) return [...queue];
  const place = (id: number): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return queue.toSorted((a, b) => place(a.id) - place(b.id));
}

/** The ids after one was moved to the place of another. */
export function moved(ids: readonly number[], id: number, to: number): number[] {
  const rest = ids.filter((each) => each !== id);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** What the monitor shows first: what is trained, else what comes next, else what was last. */
export function mostInteresting(experiments: readonly ExperimentSummary[]): number | null {
  const queue = queueOf(experiments);
  const [newest] = newestFirst(experiments);
  return (queue.find(({ state }) => state === 'running') ?? queue[0] ?? newest)?.id ?? null;
}
