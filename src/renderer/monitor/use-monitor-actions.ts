// What the monitor offers to the command palette.
import { useMemo, useRef } from 'react';
import { type Action, useActions } from '../shell/actions.ts';
import type { Queue } from './use-queue.ts';

export function useMonitorActions(queue: Queue, readOnly: boolean): void {
  const newest = useRef(queue);
  newest.current = queue;
  const paused = queue.list.filter(({ state }) => state === 'paused').length;
  const some = queue.list.length;
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'monitor.pauseAll',
        label: 'Pause all experiments',
        group: 'Monitor',
        keywords: 'queue stop hold',
        disabled: readOnly || paused === some,
        run: () => newest.current.sendAll('pause'),
      },
      {
        id: 'monitor.resumeAll',
        label: 'Resume all experiments',
        group: 'Monitor',
        keywords: 'queue continue',
        disabled: readOnly || paused === 0,
        run: () => newest.current.sendAll('resume'),
      },
    ],
    [readOnly, paused, some],
  );
  useActions(actions);
}
