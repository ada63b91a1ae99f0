// Reads from the host again whenever something changed, but no more often than the eye needs.
import { useEffect, useRef, useState } from 'react';
import { asFailure, type HostFailure } from './host-failure.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

export interface Live<T> {
  /** The newest answer to this very question; null until there is one. */
  readonly value: T | null;
  readonly failure: HostFailure | null;
}
const nothing = { value: null, failure: null };

/**
 * `key` says what is asked: a new key drops the old answer. `version` changes when the answer may have changed; the
 * question is then put again, at most once per `milliseconds`.
 */
export function useLive<T>(
  key: string,
  version: number | string,
  milliseconds: number,
  load: () => Promise<T>,
): Live<T> {
  const { answer, pacer } = useAnswer(key, milliseconds, load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the version are what asks again
  useEffect(() => pacer.current?.ask(), [pacer, key, version]);
  return answer;
}

export interface Followed {
  readonly store: WorkbenchStore;
  /** What changes in the workbench when the answer may have changed. */
  readonly version: (workbench: Workbench) => number | string;
}

/** As `useLive`, for a version that changes many times a second: the component is drawn for answers alone. */
export function useFollowing<T>(
  key: string,
  { store, version }: Followed,
  milliseconds: number,
  load: () => Promise<T>,
): Live<T> {
  const { answer, pacer } = useAnswer(key, milliseconds, load);
  const newest = useRef(version);
  useEffect(() => {
    newest.current = version;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key asks again
  useEffect(() => {
    let last = newest.current(store.get());
    pacer.current?.ask();
    return store.subscribe(() => {
      const now = newest.current(store.get());
      if (now !== last) pacer.current?.ask();
      last = now;
    });
  }, [pacer, store, key]);
  return answer;
}

/** The answer to `key`, and what asks for it. */
function useAnswer<T>(key: string, milliseconds: number, load: () => Promise<T>) {
  const [answer, setAnswer] = useState<Live<T> & { key: string }>({ key, ...nothing });
  const newest = useRef({ load, milliseconds });
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    newest.current = { load, milliseconds };
  });
  useEffect(() => {
    let left = false;
    const ask = async (): Promise<void> => {
      const result = await newest.current.load().then(
        (value) => ({ key, value, failure: null }),
        (error) => ({ key, value: null, failure: asFailure(error) }),
      );
      // While the host does not answer we keep what we have; the banner says that it is gone.
      if (!left && result.failure?.code !== 'unreachable') setAnswer(result);
    };
    pacer.current = createPacer(ask, () => newest.current.milliseconds);
    return () => {
      left = true;
      pacer.current?.stop();
    };
  }, [key]);
  return { answer: answer.key === key ? (answer as Live<T>) : nothing, pacer };
}
