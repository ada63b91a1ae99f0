// A document's keeper for as long as the document is open.
import { useEffect, useRef, useState } from 'react';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { createDraftKeeper, type DraftKeeper, type DraftState, type KeptText } from './draft-keeper.ts';
import { nameOfText, type Opened } from './opening.ts';

interface Options {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly opened: Opened;
  readonly readOnly: boolean;
  readonly onTheirs: (theirs: KeptText) => void;
}

export function useDraft(
  { store, workbench, opened, readOnly, onTheirs }: Options,
  now: KeptText,
): [DraftState, { readonly current: DraftKeeper | null }] {
  const [state, setState] = useState<DraftState>({
    id: opened.draft?.id ?? null,
    status: 'untouched',
    problem: '',
    theirs: null,
  });
  const keeper = useRef<DraftKeeper | null>(null);
  const newest = useRef({ onTheirs, now });
  useEffect(() => {
    newest.current = { onTheirs, now };
  });
  useEffect(() => {
    const made = createDraftKeeper({
      link: store.link,
      storage: localStorage,
      key: opened.mirrorKey,
      draft: opened.draft,
      start: opened.start,
      readOnly,
      nameOf: nameOfText,
      onState: setState,
      onTheirs: (theirs) => newest.current.onTheirs(theirs),
    });
    keeper.current = made;
    made.change(newest.current.now);
    // Not at once: in development React mounts twice, and one document would become two drafts.
    const timer = opened.fresh ? setTimeout(() => void made.save(), 50) : undefined;
    return () => {
      clearTimeout(timer);
      made.stop();
    };
  }, [store, opened, readOnly]);
  const { text, folder } = now;
  useEffect(() => keeper.current?.change({ text, folder }), [text, folder]);
  const heard = `${workbench.kept.drafts} ${workbench.kept.all} ${workbench.epoch}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another window or the host moved something
  useEffect(() => {
    const { current } = keeper;
    if (current?.state().status === 'local' && !readOnly) void current.save();
    else void current?.look();
  }, [heard]);
  return [state, keeper];
}
