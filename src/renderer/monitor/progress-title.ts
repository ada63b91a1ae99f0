// Progress in few words, for a title that is seen when the window is not. Pure.
import type { ExperimentSummary } from '../../contract/window.ts';
import { shortened } from '../shell/page-names.ts';
import { shareDone } from '../words.ts';
import { queueOf } from './queue-order.ts';

/**
 * `42 % · Quickstart · Compare — Springback` while something trains and Compare is shown, with ` and 2 more` where more
 * do; null otherwise. On its own page an experiment is named once.
 */
export function progressTitle(experiments: readonly ExperimentSummary[], shown: string): string | null {
  const [first, ...others] = queueOf(experiments).filter(({ state }) => state === 'running');
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const name = shortened(first.name);
  const trained = `${Math.floor(shareDone(first) * 100)} % · ${name}${more}`;
  return `${trained}${shown === name ? '' : ` · ${shown}`} — Springback`;
}

type Standing = Pick<ExperimentSummary, 'id' | 'state'>;

/** Experiments that were being worked on before and are through now: what a user who went away wants to hear of. */
export function ended<T extends Standing>(
  before: ReadonlyMap<number, Standing['state']>,
  now: readonly T[],
): T[] {
  return now.filter(({ id, state }) => {
    const was = before.get(id);
    return (was === 'running' || was === 'queued') && (state === 'finished' || state === 'failed');
  });
}
