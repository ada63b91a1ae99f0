import { describe, expect, it } from 'vitest';
import type { Deck } from '../../../src/core/deck.ts';
import { HostFailure } from '../../../src/renderer/host-failure.ts';
import { createDeckSession } from '../../../src/renderer/present/deck-session.ts';
import { createTemporaryShelf, type DeckShelf } from '../../../src/renderer/present/deck-shelf.ts';

const deck: Deck = { deck: 1, name: 'one', slides: [] };
const named =
  (name: string) =>
  (old: Deck): Deck => ({ ...old, name });
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A shelf with revisions as the host's, and a timer that runs when it is told to. */
async function open(shelf: DeckShelf = strict()) {
  const { id } = await shelf.save({ id: null, deck });
  let waiting = null as (() => void) | null;
  const later = {
    start(work: () => void) {
      waiting = work;
    },
    stop() {
      waiting = null;
    },
  };
  const session = createDeckSession({ id, shelf, later });
  await settled();
  const wait = async (): Promise<void> => {
    waiting?.();
    await settled();
  };
  return {
    id,
    shelf,
    session,
    wait,
    name: () => session.get().deck?.name,
    kept: async () => (await shelf.get(id)).deck.name,
  };
}

/** Refuses a save that was made from another revision, as the host does. */
function strict(): DeckShelf {
  const inner = createTemporaryShelf(() => '2026-11-24T10:00:00Z');
  return {
    ...inner,
    async save(input) {
      if (input.id !== null && (await inner.get(input.id)).revision !== input.revision)
        throw new HostFailure('conflict', 'it was changed meanwhile');
      return inner.save(input);
    },
  };
}

describe('a deck while it is edited', () => {
  it('is saved by itself a moment after the last change, once', async () => {
    const { session, wait, kept } = await open();
    session.edit(named('two'));
    session.edit(named('three'));
    expect(session.get().status).toBe('waiting');
    expect(await kept()).toBe('one');
    await wait();
    expect(await kept()).toBe('three');
    expect(session.get()).toMatchObject({ status: 'saved', revision: 2 });
  });

  it('keeps what is typed while it is being saved', async () => {
    const { session, wait, kept } = await open();
    session.edit(named('two'));
    const saving = session.flush();
    session.edit(named('three'));
    await saving;
    expect(session.get().status).toBe('waiting');
    await wait();
    expect(await kept()).toBe('three');
  });

  it('undoes and redoes, a word that is typed in one go as one', async () => {
    const { session, name, wait, kept } = await open();
    for (const text of ['t', 'tw', 'two']) session.edit(named(text), 'name');
    session.edit(named('three'));
    session.undo();
    expect(name()).toBe('two');
    session.undo();
    expect(name()).toBe('one');
    expect(session.get().canUndo).toBe(false);
    session.redo();
    session.redo();
    expect(name()).toBe('three');
    session.undo();
    await wait();
    expect(await kept()).toBe('two');
  });

  it('shows what another window saved, as long as nothing of its own waits', async () => {
    const { id, shelf, session, name } = await open();
    await shelf.save({ id, revision: 1, deck: named('theirs')(deck) });
    await session.look();
    expect(name()).toBe('theirs');
  });

  it('does not overwrite what another window saved: it asks', async () => {
    const { id, shelf, session, wait, kept, name } = await open();
    session.edit(named('ours'));
    await shelf.save({ id, revision: 1, deck: named('theirs')(deck) });
    await session.look();
    expect(name()).toBe('ours');
    await wait();
    expect(session.get().status).toBe('conflict');
    session.edit(named('ours, longer'));
    await wait();
    expect(await kept()).toBe('theirs');
    await session.keepOurs();
    expect(await kept()).toBe('ours, longer');
    expect(session.get().status).toBe('saved');
  });

  it('takes theirs if told to, and brings ours back by undo', async () => {
    const { id, shelf, session, wait, name, kept } = await open();
    session.edit(named('ours'));
    await shelf.save({ id, revision: 1, deck: named('theirs')(deck) });
    await wait();
    await session.takeTheirs();
    expect(name()).toBe('theirs');
    session.undo();
    await wait();
    expect(await kept()).toBe('ours');
  });

  it('says that it was deleted, and still has it', async () => {
    const { id, shelf, session, wait, name } = await open();
    session.edit(named('ours'));
    await shelf.delete(id);
    await wait();
    expect(session.get().status).toBe('gone');
    expect(name()).toBe('ours');
  });

  it('says that a save failed, and tries again when told to', async () => {
    const inner = strict();
    let broken = false;
    const shelf: DeckShelf = {
      ...inner,
      save: (input) =>
        broken ? Promise.reject(new HostFailure('fault', 'the disk is full')) : inner.save(input),
    };
    const { session, wait, kept } = await open(shelf);
    broken = true;
    session.edit(named('two'));
    await wait();
    expect(session.get()).toMatchObject({ status: 'failed', failure: 'the disk is full' });
    broken = false;
    await session.flush();
    expect(await kept()).toBe('two');
  });
});
