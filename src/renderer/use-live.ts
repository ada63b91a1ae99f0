// Reads from the host again whenever something changed, but no more often than the eye needs.
import { useEffect, useRef, useState } from 'react';
import { asFailure, type HostFailure } from './host-failure.ts';
import { createPacer, type Pacer } from './pacer.ts';

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
  const [answer, setAnswer] = useState<Live<T> & { key: string }>({ key, ...nothing });
  const newest = useRef(load);
  const pacer = useRef<Pacer | null>(null);
  useEffect(() => {
    newest.current = load;
  });
  useEffect(() => {
    let left = false;
    const ask = async (): Promise<void> => {
      const result = await newest.current().then(
        (value) => ({ key, value, failure: null }),
        (error) => ({ key, value: null, failure: asFailure(error) }),
      );
      // While the host does not answer we keep what we have; the banner says that it is gone.
      if (!left && result.failure?.code !== 'unreachable') setAnswer(result);
    };
    pacer.current = createPacer(ask, milliseconds);
    return () => {
      left = true;
      pacer.current?.stop();
    };
  }, [key, milliseconds]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the version are what asks again, and a new pacer
  useEffect(() => pacer.current?.ask(), [key, version, milliseconds]);
  return answer.key === key ? answer : nothing;
}
