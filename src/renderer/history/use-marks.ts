// Marks on rows: shown at once, sent to the host, taken back where it refuses.
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { asFailure } from '../host-failure.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import type { HistoryRow } from './history-rows.ts';
import { moveToTrash } from './trash-toast.tsx';
import type { History } from './use-history.ts';

export interface RowMarks {
  readonly starred?: boolean;
  readonly archived?: boolean;
  readonly notes?: string;
  /** Of experiments only. */
  readonly name?: string;
}
/** A row, or an experiment that another page shows. */
export type Markable = Pick<HistoryRow, 'key' | 'kind' | 'id' | 'tags'>;
export interface Marking {
  /** Whether the host took it; where it refused that is said, and what was shown is read again. */
  mark(rows: readonly Markable[], marks: RowMarks): Promise<boolean>;
  tag(rows: readonly Markable[], change: { add?: string[]; remove?: string[] }): Promise<boolean>;
  trash(rows: readonly Markable[]): Promise<void>;
  untrash(rows: readonly Markable[]): Promise<void>;
}

const idsOf = (rows: readonly Markable[], kind: HistoryRow['kind']): number[] =>
  rows.filter((row) => row.kind === kind).map(({ id }) => id);

export function useMarks(store: WorkbenchStore, history: Pick<History, 'patch' | 'reload'>): Marking {
  const { patch, reload } = history;
  return useMemo(() => {
    const { link } = store;
    const sent = async (work: Promise<unknown>): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch (error) {
        store.notify(error);
        return false;
      } finally {
        reload();
      }
    };
    return {
      mark(rows, marks) {
        const [experiments, runs] = [idsOf(rows, 'experiment'), idsOf(rows, 'run')];
        const { name: _, ...ofRuns } = marks;
        if (experiments.length > 0) patch('experiment', new Set(experiments), marks);
        if (runs.length > 0) patch('run', new Set(runs), ofRuns);
        return sent(
          Promise.all([
            experiments.length > 0 && link.call('experiment.annotate', { ids: experiments, ...marks }),
            runs.length > 0 && link.call('run.annotate', { ids: runs, ...ofRuns }),
          ]),
        );
      },
      tag(rows, { add = [], remove = [] }) {
        for (const { key: _, kind, id, tags } of rows) {
          const kept = tags.filter((tag) => !remove.includes(tag));
          patch(kind, new Set([id]), { tags: [...new Set([...kept, ...add])] });
        }
        const ids = { experiments: idsOf(rows, 'experiment'), runs: idsOf(rows, 'run') };
        return sent(link.call('history.tag', { ...ids, add, remove }));
      },
      async trash(rows) {
        const ids = idsOf(rows, 'experiment');
        try {
          await moveToTrash(store, ids);
        } catch (error) {
          told(asFailure(error).message, 'red');
        }
        reload();
      },
      async untrash(rows) {
        const ids = idsOf(rows, 'experiment');
        await sent(
          link.call('experiment.untrash', { ids }).then(() => told(`${counted(ids.length)} restored`)),
        );
      },
    };
  }, [store, patch, reload]);
}

export const counted = (count: number, noun = 'experiment'): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const told = (message: string, color?: string): void => {
  notifications.show({
    message,
    ...(color !== undefined && { color, autoClose: false }),
  });
};
