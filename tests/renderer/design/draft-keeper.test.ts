// Drafts against a host in memory that answers as the real one does, and against its absence.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Draft } from '../../../src/contract/library.ts';
import { createDraftKeeper, type DraftState } from '../../../src/renderer/design/draft-keeper.ts';
import { mirrorKeys, readMirror } from '../../../src/renderer/design/draft-mirror.ts';
import { nameOfText, openRoute } from '../../../src/renderer/design/opening.ts';
import { HostFailure } from '../../../src/renderer/host-failure.ts';
import type { WindowLink } from '../../../src/renderer/window-link.ts';

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

function memoryHost() {
  const drafts = new Map<number, Draft>();
  const host = { gone: false, saves: 0, drafts };
  const call = async (command: string, input: Record<string, unknown>): Promise<unknown> => {
    if (host.gone) throw new HostFailure('unreachable', 'the host is gone');
    if (command === 'draft.list') return [...drafts.values()];
    if (command === 'draft.delete') return void drafts.delete(input.id as number);
    host.saves += 1;
    const id = (input.id as number | null) ?? drafts.size + 1;
    const old = drafts.get(id);
    if (input.id !== null && old === undefined) throw new HostFailure('missing', `there is no draft ${id}`);
    if (old !== undefined && old.revision !== input.revision)
      throw new HostFailure('conflict', 'changed elsewhere');
    const revision = (old?.revision ?? 0) + 1;
    drafts.set(id, {
      id,
      name: String(input.name),
      revision,
      changed: '',
      text: String(input.text),
      folder: String(input.folder),
    });
    return { id, revision };
  };
  return { host, link: { call: call as unknown as WindowLink['call'] } };
}

function setUp(
  draft: { id: number; revision: number } | null = null,
  shared = { ...memoryHost(), storage: memoryStorage() },
) {
  const states: DraftState[] = [];
  const theirs: string[] = [];
  const start = {
    text: draft === null ? '{}' : (shared.host.drafts.get(draft.id)?.text ?? '{}'),
    folder: '',
  };
  const keeper = createDraftKeeper({
    link: shared.link,
    storage: shared.storage,
    key: 'new-blank',
    draft,
    start,
    readOnly: false,
    nameOf: nameOfText,
    onState: (state) => states.push(state),
    onTheirs: ({ text }) => theirs.push(text),
  });
  return {
    ...shared,
    shared,
    keeper,
    states,
    theirs,
    change: (text: string) => keeper.change({ text, folder: '' }),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const later = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('a draft', () => {
  it('is in the browser at once, with the host once after a pause, and then no longer in the browser', async () => {
    const { change, host, storage, keeper } = setUp();
    change('{"name":"a"}');
    change('{"name":"ab"}');
    expect(readMirror(storage, 'new-blank')?.text).toBe('{"name":"ab"}');
    await later(900);
    expect(host.saves).toBe(0);
    await later(200);
    expect(host.saves).toBe(1);
    expect(host.drafts.get(1)).toMatchObject({ name: 'ab', text: '{"name":"ab"}', revision: 1 });
    expect(mirrorKeys(storage)).toEqual([]);
    expect(keeper.state()).toMatchObject({ id: 1, status: 'kept' });
  });

  it('waits in the browser while the host is gone, and is saved when it is back', async () => {
    const { change, host, storage, keeper } = setUp();
    host.gone = true;
    change('one');
    await later(1500);
    expect(keeper.state()).toMatchObject({ status: 'local', problem: 'the host is gone' });
    expect(readMirror(storage, 'new-blank')?.text).toBe('one');
    host.gone = false;
    await later(4000);
    expect(host.drafts.get(1)?.text).toBe('one');
    expect(mirrorKeys(storage)).toEqual([]);
  });

  it('comes back from the browser after a crash, at the revision that it was made from', async () => {
    const first = setUp();
    first.change('saved');
    await later(1100);
    first.host.gone = true;
    first.change('unsaved');
    await later(1100);
    first.host.gone = false;
    const opened = await openRoute(first.link as WindowLink, { page: 'design', draft: 1 }, first.storage);
    expect(opened).toMatchObject({
      text: 'unsaved',
      start: { text: 'saved' },
      draft: { id: 1, revision: 1 },
      restored: true,
    });
    await expect(
      openRoute(first.link as WindowLink, { page: 'design', draft: 9 }, first.storage),
    ).rejects.toThrow('not there');
  });

  it('takes what another window wrote where nothing of its own is unsaved', async () => {
    const first = setUp();
    first.change('a');
    await later(1100);
    const second = setUp({ id: 1, revision: 1 }, first.shared);
    second.change('b');
    await later(1100);
    await first.keeper.look();
    expect(first.theirs).toEqual(['b']);
    first.change('c');
    await later(1100);
    expect(first.host.drafts.get(1)).toMatchObject({ text: 'c', revision: 3 });
  });

  it.each([
    ['mine', ['mine'], 'mine'],
    ['theirs', ['theirs'], 'theirs'],
    ['both', ['theirs', 'mine'], 'mine'],
  ] as const)('changed by two windows at once keeps %s as told', async (how, texts, shows) => {
    const first = setUp();
    first.change('a');
    await later(1100);
    const second = setUp({ id: 1, revision: 1 }, first.shared);
    second.change('theirs');
    first.change('mine');
    await second.keeper.save();
    await later(1100);
    expect(first.keeper.state()).toMatchObject({ status: 'conflict', theirs: { text: 'theirs' } });
    first.change('mine');
    expect(first.host.drafts.get(1)?.text).toBe('theirs');
    await first.keeper.resolve(how);
    await later(1100);
    expect([...first.host.drafts.values()].map(({ text }) => text)).toEqual(texts);
    expect(first.keeper.state().status).toBe('kept');
    expect(first.theirs.at(-1) ?? 'mine').toBe(shows);
    expect(mirrorKeys(first.storage)).toEqual([]);
  });

  it('deleted elsewhere is kept as a new one when told so', async () => {
    const { change, host, keeper } = setUp();
    change('a');
    await later(1100);
    host.drafts.clear();
    change('b');
    await later(1100);
    expect(keeper.state()).toMatchObject({ status: 'conflict', theirs: null });
    await keeper.resolve('both');
    expect([...host.drafts.values()]).toMatchObject([{ text: 'b', revision: 1 }]);
  });

  it('is gone everywhere once it was submitted', async () => {
    const { change, host, keeper, storage } = setUp();
    change('a');
    await later(1100);
    change('b');
    await keeper.discard();
    await later(3000);
    expect(host.drafts.size).toBe(0);
    expect(mirrorKeys(storage)).toEqual([]);
  });

  it('is named by its text, JSON or not', () => {
    expect(nameOfText('{"name": " A b "}')).toBe('A b');
    expect(nameOfText('{"name": "half", ')).toBe('half');
    expect(nameOfText('')).toBe('Untitled');
  });
});
