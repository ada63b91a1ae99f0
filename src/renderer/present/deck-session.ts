// One deck while it is edited: undo, redo, saving by itself a moment after the last change, and what happens when another
// window changed or deleted it. No React here: timers and the shelf are given.
import type { Deck } from '../../core/deck.ts';
import { asFailure } from '../host-failure.ts';
import type { DeckShelf } from './deck-shelf.ts';

export interface DeckState {
  /** null until it was read. */
  readonly deck: Deck | null;
  readonly revision: number;
  /** `conflict`: another window saved it meanwhile. `gone`: it was deleted. */
  readonly status: 'reading' | 'saved' | 'waiting' | 'saving' | 'conflict' | 'gone' | 'failed';
  /** Why it could not be read or saved, '' otherwise. */
  readonly failure: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}
export interface DeckSession {
  get(): DeckState;
  subscribe(listener: () => void): () => void;
  /** Edits in a row with the same `mark` are undone together. */
  edit(change: (deck: Deck) => Deck, mark?: string): void;
  undo(): void;
  redo(): void;
  /** Saves what is not saved yet, now. */
  flush(): Promise<void>;
  /** Decks changed somewhere: reads this one again if nothing of ours waits. */
  look(): Promise<void>;
  /** In a conflict: ours over theirs, or theirs in the place of ours (which undo brings back). */
  keepOurs(): Promise<void>;
  takeTheirs(): Promise<void>;
}
export interface SessionParts {
  readonly id: number;
  readonly shelf: Pick<DeckShelf, 'get' | 'save'>;
  /** Runs the work once after some time unless asked again or `stop`ped. */
  readonly later: { start(work: () => void): void; stop(): void };
}
const mostUndo = 200;

export function createDeckSession({ id, shelf, later }: SessionParts): DeckSession {
  let state: DeckState = {
    deck: null,
    revision: 0,
    status: 'reading',
    failure: '',
    canUndo: false,
    canRedo: false,
  };
  let past: Deck[] = [];
  let future: Deck[] = [];
  let mark = '';
  let saving: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const set = (change: Partial<DeckState>): void => {
    state = { ...state, ...change, canUndo: past.length > 0, canRedo: future.length > 0 };
    for (const listener of listeners) listener();
  };
  const changed = (deck: Deck): void => {
    const open = state.status === 'conflict' || state.status === 'gone';
    set({ deck, ...(open ? {} : { status: 'waiting', failure: '' }) });
    if (!open) later.start(() => void flush());
  };
  const read = async (): Promise<void> => {
    try {
      const { deck, revision } = await shelf.get(id);
      if (state.status === 'saved' && revision === state.revision) return;
      if (state.status === 'waiting' || state.status === 'saving') return;
      set({ deck, revision, status: 'saved', failure: '' });
    } catch (error) {
      failed(error, 'reading');
    }
  };
  const failed = (error: unknown, doing: 'reading' | 'saving'): void => {
    const { code, message } = asFailure(error);
    if (code === 'unreachable' && doing === 'reading' && state.deck !== null) return;
    const status =
      code === 'missing' ? 'gone' : code === 'conflict' && doing === 'saving' ? 'conflict' : 'failed';
    set({ status, failure: message });
  };
  const saveNow = async (): Promise<void> => {
    const { deck, revision } = state;
    if (deck === null) return;
    set({ status: 'saving' });
    try {
      const saved = await shelf.save({ id, revision, deck });
      const more = state.deck !== deck;
      set({ revision: saved.revision, status: more ? 'waiting' : 'saved', failure: '' });
      if (more) later.start(() => void flush());
    } catch (error) {
      failed(error, 'saving');
    }
  };
  const flush = async (): Promise<void> => {
    later.stop();
    if (saving !== null) await saving;
    if (state.status !== 'waiting' && state.status !== 'failed') return;
    saving = saveNow().finally(() => {
      saving = null;
    });
    await saving;
  };
  const session: DeckSession = {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit(change, name = '') {
      if (state.deck === null) return;
      const deck = change(state.deck);
      if (deck === state.deck) return;
      if (name === '' || name !== mark || past.length === 0) past = [...past, state.deck].slice(-mostUndo);
      future = [];
      mark = name;
      changed(deck);
    },
    undo() {
      const before = past.at(-1);
      if (before === undefined || state.deck === null) return;
      past = past.slice(0, -1);
      future = [state.deck, ...future];
      mark = '';
      changed(before);
    },
    redo() {
      const after = future[0];
      if (after === undefined || state.deck === null) return;
      future = future.slice(1);
      past = [...past, state.deck];
      mark = '';
      changed(after);
    },
    flush,
    look: () => (state.status === 'reading' || state.status === 'saved' ? read() : Promise.resolve()),
    async keepOurs() {
      try {
        const { revision } = await shelf.get(id);
        set({ revision, status: 'waiting', failure: '' });
        await flush();
      } catch (error) {
        failed(error, 'saving');
      }
    },
    async takeTheirs() {
      if (state.deck !== null) past = [...past, state.deck].slice(-mostUndo);
      mark = '';
      set({ status: 'reading' });
      await read();
    },
  };
  void read();
  return session;
}
