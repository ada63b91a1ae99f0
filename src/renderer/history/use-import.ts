// The way of a bundle from a file to the history: hashed, sent, inspected, then imported as a job. Each state can be left.
import { useEffect, useReducer, useRef } from 'react';
import type { BundleReport } from '../../contract/bundles.ts';
import { asFailure } from '../host-failure.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { hashFile, sendFile } from './upload.ts';

export type ImportState =
  | { readonly step: 'choose' }
  | { readonly step: 'hash' | 'send'; readonly file: File; readonly done: number; readonly paused: boolean }
  | { readonly step: 'inspect'; readonly file: File }
  | { readonly step: 'report'; readonly file: File; readonly report: BundleReport; readonly refused: string }
  | { readonly step: 'import'; readonly file: File; readonly job: number }
  | { readonly step: 'failed'; readonly file: File; readonly message: string };

export interface Import {
  readonly state: ImportState;
  choose(file: File): void;
  pause(): void;
  resume(): void;
  /** Stops and throws away what the host has of the file. */
  cancel(): void;
  import(onConflict: 'refuse' | 'rename'): void;
}

export function useImport(store: WorkbenchStore): Import {
  const [state, set] = useReducer((_: ImportState, next: ImportState) => next, { step: 'choose' });
  const work = useRef<{ file: File; sha256: string; abort: AbortController } | null>(null);
  // A dialog that is closed stops sending; the host keeps its part, and the next try goes on from there.
  useEffect(() => () => work.current?.abort.abort(), []);
  const { link } = store;
  const run = async (file: File, known: string): Promise<void> => {
    const abort = new AbortController();
    const { signal } = abort;
    const own = { file, sha256: known, abort };
    work.current = own;
    const told = (step: 'hash' | 'send') => {
      let last = 0;
      return (done: number): void => {
        if (signal.aborted || (performance.now() - last < 100 && done < file.size)) return;
        last = performance.now();
        set({ step, file, done, paused: false });
      };
    };
    try {
      if (file.size === 0) throw new Error('The file is empty.');
      if (known === '') {
        set({ step: 'hash', file, done: 0, paused: false });
        own.sha256 = await hashFile({ file, signal, onProgress: told('hash') });
      }
      const { sha256 } = own;
      set({ step: 'send', file, done: 0, paused: false });
      await sendFile(sha256, { link, file, signal, onProgress: told('send') });
      set({ step: 'inspect', file });
      const report = await link.call('bundle.inspect', { sha256 });
      if (!signal.aborted) set({ step: 'report', file, report, refused: '' });
    } catch (error) {
      if (!signal.aborted) set({ step: 'failed', file, message: withoutLabel(asFailure(error).message) });
    }
  };
  return {
    state,
    choose: (file) => void run(file, ''),
    pause() {
      if (state.step !== 'hash' && state.step !== 'send') return;
      work.current?.abort.abort();
      set({ ...state, paused: true });
    },
    resume() {
      if (work.current !== null) void run(work.current.file, work.current.sha256);
    },
    cancel() {
      const sha256 = work.current?.sha256 ?? '';
      work.current?.abort.abort();
      work.current = null;
      if (sha256 !== '') link.call('upload.discard', { sha256 }).catch(store.notify);
      set({ step: 'choose' });
    },
    import(onConflict) {
      if (state.step !== 'report' || work.current === null) return;
      const { file, report } = state;
      link
        .call('bundle.import', { sha256: work.current.sha256, onConflict })
        .then(({ job }) => set({ step: 'import', file, job }))
        .catch((error) =>
          set({ step: 'report', file, report, refused: withoutLabel(asFailure(error).message) }),
        );
    },
  };
}

/** The host calls the file so before it says what is wrong with it; here its name stands above. */
export const withoutLabel = (message: string): string => message.replace(/^the bundle: /, '');
