// The history as the table needs it, read again when something changed; a change of this window shows at once.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { HistoryRun } from '../../contract/history.ts';
import type { ExperimentSummary } from '../../contract/window.ts';
import { asFailure, type HostFailure } from '../host-failure.ts';
import { createPacer, type Pacer } from '../pacer.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import type { HistoryData } from './history-rows.ts';

const milliseconds = 1500;
type Marks = Partial<Pick<HistoryRun, 'starred' | 'archived' | 'notes'>> & { tags?: string[]; name?: string };

export interface History {
  readonly data: HistoryData | null;
  readonly failure: HostFailure | null;
  readonly reload: () => void;
  /** Shows a change before the host has told of it. */
  readonly patch: (kind: 'experiment' | 'run', ids: ReadonlySet<number>, marks: Marks) => void;
}

export function useHistory(store: WorkbenchStore, workbench: Workbench): History {
  const [data, setData] = useState<HistoryData | null>(null);
  const [failure, setFailure] = useState<HostFailure | null>(null);
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    let left = false;
    const read = async (): Promise<void> => {
      const { link } = store;
      const all = Promise.all([
        link.call('history.runs', {}),
        link.call('history.experiments', {}),
        link.call('experiment.list', {}),
      ]);
      const answer = await all.then(
        ([runs, experiments, summaries]) => ({ data: { runs, experiments, summaries }, failure: null }),
        (error: unknown) => ({ data: null, failure: asFailure(error) }),
      );
      if (left || answer.failure?.code === 'unreachable') return;
      if (answer.data !== null) setData(answer.data);
      setFailure(answer.failure);
    };
    pacer.current = createPacer(read, () => milliseconds);
    pacer.current.ask();
    return () => {
      left = true;
      pacer.current?.stop();
    };
  }, [store]);
  const version = useMemo(() => versionOf(workbench), [workbench]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what asks again
  useEffect(() => pacer.current?.ask(), [version]);
  const patch = useCallback<History['patch']>((kind, ids, marks) => {
    setData((now) => now && patched(now, kind, ids, marks));
  }, []);
  const reload = useCallback(() => pacer.current?.ask(), []);
  return { data, failure, reload, patch };
}

function versionOf({ kept, epoch, changes }: Workbench): string {
  let events = 0;
  for (const count of changes.values()) events += count;
  return `${kept.history}/${kept.all}/${epoch}/${events}`;
}

function patched(
  data: HistoryData,
  kind: 'experiment' | 'run',
  ids: ReadonlySet<number>,
  marks: Marks,
): HistoryData {
  const change = <T extends { id: number }>(list: readonly T[]): T[] =>
    list.map((one) => (ids.has(one.id) ? { ...one, ...marks } : one));
  if (kind === 'run') return { ...data, runs: change(data.runs) };
  return { ...data, summaries: change<ExperimentSummary>(data.summaries) };
}
