// Commands to the queue: one experiment's or all, and a new order, which is shown at once and taken back if the host refuses.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { inOrder, moved, queueOf } from './queue-order.ts';

export type Verb = 'pause' | 'resume' | 'cancel';
export interface Queue {
  readonly list: readonly ExperimentSummary[];
  send(verb: Verb, id: number): void;
  /** Pauses or resumes whatever can be. */
  sendAll(verb: 'pause' | 'resume'): void;
  /** Moves an experiment to a place, counted from 0. */
  move(id: number, to: number): void;
}

/** After the host's answer, for its event: another window may have asked for yet another order. */
const patienceMilliseconds = 2000;

export function useQueue(store: WorkbenchStore, experiments: readonly ExperimentSummary[]): Queue {
  const [order, setOrder] = useState<readonly number[] | null>(null);
  const queue = useMemo(() => queueOf(experiments), [experiments]);
  const list = useMemo(() => inOrder(queue, order), [queue, order]);
  // The order that was asked for stands until the host's own is the same: its answer may come before its event.
  useEffect(() => {
    if (order !== null && order.join() === queue.map(({ id }) => id).join()) setOrder(null);
  }, [order, queue]);
  const send = useCallback(
    (verb: Verb, id: number) => void store.link.call(`experiment.${verb}`, { id }).catch(store.notify),
    [store],
  );
  return {
    list,
    send,
    sendAll(verb) {
      for (const { id, state } of list) if ((state === 'paused') === (verb === 'resume')) send(verb, id);
    },
    move(id, to) {
      const ids = moved(
        list.map((each) => each.id),
        id,
        to,
      );
      setOrder(ids);
      const giveUp = (): void => setOrder((now) => (now === ids ? null : now));
      store.link.call('queue.reorder', { ids }).then(
        () => setTimeout(giveUp, patienceMilliseconds),
        (error) => {
          giveUp();
          store.notify(error);
        },
      );
    },
  };
}
