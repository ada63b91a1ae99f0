// Keeps one document as a draft: in this browser at once, with the host a second after the last change. It knows the
// revision that it was made from, so that what another window wrote is never overwritten unseen.
import type { Draft } from '../../contract/library.ts';
import { asFailure } from '../host-failure.ts';
import type { WindowLink } from '../window-link.ts';
import { type MirrorStorage, writeMirror } from './draft-mirror.ts';

export interface KeptText {
  readonly text: string;
  readonly folder: string;
}
export interface DraftState {
  readonly id: number | null;
  /** `kept`: the host has it; `local`: only this browser has it, `problem` says why. */
  readonly status: 'untouched' | 'waiting' | 'saving' | 'kept' | 'local' | 'conflict';
  readonly problem: string;
  /** What another window wrote; null where it deleted the draft. Only in a conflict. */
  readonly theirs: Draft | null;
}
export interface KeeperOptions {
  readonly link: Pick<WindowLink, 'call'>;
  readonly storage: MirrorStorage;
  /** Under which name the browser keeps it until it is a draft: `new-template-quickstart`. */
  readonly key: string;
  readonly draft: { readonly id: number; readonly revision: number } | null;
  /** What the host has, or what a new document begins with: changing back to it is still a change. */
  readonly start: KeptText;
  /** The host takes no drafts. */
  readonly readOnly: boolean;
  /** Milliseconds after the last change. */
  readonly delay?: number;
  readonly nameOf: (text: string) => string;
  readonly onState: (state: DraftState) => void;
  /** Another window changed the draft, and there is nothing of ours to lose. */
  readonly onTheirs: (theirs: KeptText) => void;
}
export type Resolution = 'mine' | 'theirs' | 'both';

export function createDraftKeeper(options: KeeperOptions) {
  const { link, storage, delay = 1000 } = options;
  let { start: saved } = options;
  let current: KeptText = saved;
  let draft = options.draft;
  let state: DraftState = { id: draft?.id ?? null, status: 'untouched', problem: '', theirs: null };
  let timer: ReturnType<typeof setTimeout> | null = null;
  let working: Promise<void> | null = null;
  let stopped = false;
  let silent = false;

  const key = (): string => (draft === null ? options.key : `draft-${draft.id}`);
  const same = (a: KeptText, b: KeptText): boolean => a.text === b.text && a.folder === b.folder;
  const say = (change: Partial<DraftState>): void => {
    state = { ...state, problem: '', theirs: null, ...change, id: draft?.id ?? null };
    if (!silent) options.onState(state);
  };
  const wait = (milliseconds: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void save(), milliseconds);
  };
  const mirror = (): void =>
    writeMirror(storage, key(), { ...current, revision: draft?.revision ?? 0, at: Date.now() });

  const save = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (options.readOnly || state.status === 'conflict' || stopped) return working ?? Promise.resolve();
    // One at a time: the next one needs the revision that this one brings.
    working = (working ?? Promise.resolve()).then(send).finally(() => {
      working = null;
    });
    return working;
  };

  const send = async (): Promise<void> => {
    const sent = current;
    if (draft !== null && same(sent, saved)) return;
    say({ status: 'saving' });
    try {
      const place = { id: draft?.id ?? null, revision: draft?.revision ?? 0 };
      const answer = await link.call('draft.save', { ...place, name: options.nameOf(sent.text), ...sent });
      if (stopped) return;
      writeMirror(storage, key(), null);
      draft = answer;
      saved = sent;
      if (same(current, saved)) say({ status: 'kept' });
      else {
        mirror();
        say({ status: 'waiting' });
        wait(delay);
      }
    } catch (error) {
      await failed(asFailure(error));
    }
  };

  const failed = async ({ code, message }: { code: string; message: string }): Promise<void> => {
    if (stopped) return;
    if (code !== 'conflict' && code !== 'missing') {
      say({ status: 'local', problem: message });
      if (code === 'unreachable') wait(3 * delay);
      return;
    }
    const theirs = await readTheirs();
    if (theirs !== undefined) say({ status: 'conflict', theirs });
    else say({ status: 'local', problem: message });
  };

  /** The host's copy; null where there is none any more, undefined where the host does not say. */
  const readTheirs = async (): Promise<Draft | null | undefined> => {
    try {
      const list = await link.call('draft.list', {});
      return list.find(({ id }) => id === draft?.id) ?? null;
    } catch {
      return undefined;
    }
  };

  return {
    state: () => state,
    /** Every change of the text or the folder, as it is made. */
    change(next: KeptText): void {
      if (same(next, current)) return;
      current = next;
      if (draft !== null && same(current, saved) && state.status !== 'conflict') {
        writeMirror(storage, key(), null);
        say({ status: 'kept' });
        return;
      }
      mirror();
      if (options.readOnly) say({ status: 'local', problem: 'This host keeps nothing.' });
      else if (state.status !== 'conflict') {
        say({ status: 'waiting' });
        wait(delay);
      }
    },
    /** Saves now, also what was not changed. */
    save,
    /** After another window changed drafts, or the host came back. */
    async look(): Promise<void> {
      await working;
      if (stopped || draft === null || state.status === 'conflict') return;
      const theirs = await readTheirs();
      if (stopped || theirs === undefined || working !== null || theirs?.revision === draft.revision) return;
      const changedHere = !same(current, saved);
      if (theirs === null || changedHere) {
        say({ status: 'conflict', theirs });
        return;
      }
      take(theirs);
    },
    async resolve(how: Resolution): Promise<void> {
      const { theirs } = state;
      if (theirs !== null && how === 'theirs') return take(theirs);
      // Mine goes over theirs, knowingly; or becomes a draft of its own where both are kept, or theirs is gone.
      writeMirror(storage, key(), null);
      draft = how === 'both' || theirs === null ? null : { id: theirs.id, revision: theirs.revision };
      mirror();
      say({ status: 'waiting' });
      await save();
    },
    /** It was submitted: neither the host nor the browser keeps it. */
    async discard(): Promise<void> {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await working;
      writeMirror(storage, key(), null);
      if (draft !== null) await link.call('draft.delete', { id: draft.id });
    },
    /** The page leaves: what waits is sent, and nothing is said any more. */
    stop(): void {
      silent = true;
      if (state.status === 'waiting') void save();
    },
  };

  function take(theirs: Draft): void {
    writeMirror(storage, key(), null);
    draft = { id: theirs.id, revision: theirs.revision };
    saved = { text: theirs.text, folder: theirs.folder };
    current = saved;
    say({ status: 'kept' });
    if (!silent) options.onTheirs(saved);
  }
}
export type DraftKeeper = ReturnType<typeof createDraftKeeper>;
