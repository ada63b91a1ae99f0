// The session of the deck that a page shows, kept in step with what other windows do.
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { createDeckSession, type DeckSession, type DeckState } from './deck-session.ts';
import { shelfOf } from './deck-shelf.ts';

const saveAfterMilliseconds = 700;

export function useDeck(id: number, store: WorkbenchStore, workbench: Workbench): [DeckState, DeckSession] {
  const session = useMemo(
    () => createDeckSession({ id, shelf: shelfOf(store.link, id), later: timer(saveAfterMilliseconds) }),
    [id, store],
  );
  const state = useSyncExternalStore(session.subscribe, session.get);
  const version = `${workbench.kept.decks}/${workbench.kept.all}/${workbench.epoch}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what says that something changed
  useEffect(() => void session.look(), [session, version]);
  useEffect(() => {
    const save = (): void => void session.flush();
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [session]);
  return [state, session];
}

function timer(milliseconds: number): { start(work: () => void): void; stop(): void } {
  let waiting: number | undefined;
  return {
    start(work) {
      clearTimeout(waiting);
      waiting = setTimeout(work, milliseconds) as unknown as number;
    },
    stop: () => clearTimeout(waiting),
  };
}
