// The host's messages: those that it kept, then each as it comes.
import { useEffect, useState } from 'react';
import type { LogEntry } from '../../contract/monitor.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

const kept = 2000;

/** Oldest first. `epoch` rises when the host came back: its messages are read again from the first. */
export function useLog(store: WorkbenchStore, epoch: number): readonly LogEntry[] {
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a host that came back counts anew
  useEffect(() => {
    let left = false;
    const early: LogEntry[] = [];
    let ready = false;
    const stop = store.link.listen((event) => {
      if (event.type !== 'log') return;
      const { type: _type, ...entry } = event;
      if (ready) setEntries((old) => [...old, entry].slice(-kept));
      else early.push(entry);
    });
    store.link.call('workbench.log', {}).then(
      (old) => {
        if (left) return;
        ready = true;
        const last = old.at(-1)?.id ?? 0;
        setEntries([...old, ...early.filter(({ id }) => id > last)]);
      },
      () => undefined, // the banner says that the host is gone
    );
    return () => {
      left = true;
      stop();
    };
  }, [store, epoch]);
  return entries;
}
