import { describe, expect, it } from 'vitest';
import { temporaryHome, temporaryHost } from './temporary-host.ts';

const slide = (title: string) => ({ kind: 'text' as const, id: title, title });
const said = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = (await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )) as { code?: string; message: string } | null;
  if (error === null) throw new Error('nothing was thrown');
  return { code: error.code ?? 'none', message: error.message };
};

describe('views', () => {
  it('come back as they were saved, also in another session, with every default filled in', async () => {
    const home = temporaryHome();
    const { lab, close, events } = temporaryHost({ home });
    const view = {
      chart: 'trend' as const,
      selection: { experiments: [3] },
      zoom: { x: [1, 2] as [number, number], y: null },
    };
    const saved = await lab.dispatch('view.save', { id: null, name: '  弾性 × Größe 🧪  ', view });
    expect(saved).toEqual({ id: 1, revision: 1 });
    expect(events).toContainEqual({ type: 'changed', what: 'views' });
    await close();
    const again = temporaryHost({ home });
    const [read] = await again.lab.dispatch('view.list', {});
    expect(read).toMatchObject({ id: 1, revision: 1, name: '弾性 × Größe 🧪' });
    expect(read!.view).toMatchObject({
      view: 1,
      chart: 'trend',
      metric: 'behaviour.logOdds',
      zoom: view.zoom,
    });
  });

  it('are not overwritten from a revision that another window has replaced', async () => {
    const { lab } = temporaryHost();
    const { id, revision } = await lab.dispatch('view.save', { id: null, name: 'mine', view: {} });
    const first = await lab.dispatch('view.save', {
      id,
      revision,
      name: 'first window',
      view: { x: 'tokens' },
    });
    expect(first).toEqual({ id, revision: 2 });
    const late = await said(lab.dispatch('view.save', { id, revision, name: 'second window', view: {} }));
    expect(late.code).toBe('conflict');
    expect(late.message).toContain('“first window” was changed in another window');
    expect(await lab.dispatch('view.list', {})).toMatchObject([
      { name: 'first window', view: { x: 'tokens' } },
    ]);
  });

  it('that were deleted give their id to no other, so a window that still has one cannot save over it', async () => {
    const { lab } = temporaryHost();
    const old = await lab.dispatch('view.save', { id: null, name: 'old', view: {} });
    await lab.dispatch('view.delete', { id: old.id });
    const next = await lab.dispatch('view.save', { id: null, name: 'next', view: {} });
    expect(next.id).not.toBe(old.id);
    expect(await said(lab.dispatch('view.save', { ...old, name: 'old', view: {} }))).toMatchObject({
      code: 'missing',
      message: 'there is no view 1 any more: save it as a new one',
    });
    expect((await said(lab.dispatch('view.delete', { id: old.id }))).code).toBe('missing');
  });

  it('that this version cannot read are left out with one warning, and kept', async () => {
    const { lab, history, events } = temporaryHost();
    const changed = '2026-01-01T00:00:00.000Z';
    history.library.create('view', { name: 'newer', content: '{"view":2}', parts: 0, changed });
    history.library.create('view', { name: 'damaged', content: '{"vie', parts: 0, changed });
    await lab.dispatch('view.save', { id: null, name: 'good', view: {} });
    for (let i = 0; i < 2; i++) {
      const views = await lab.dispatch('view.list', {});
      expect(views.map(({ name }) => name)).toEqual(['good']);
    }
    const warnings = events.flatMap((event) => (event.type === 'log' ? [event.message] : []));
    expect(warnings).toEqual([
      'view 1 “newer” cannot be read by this version; it is left out and kept as it is',
      'view 2 “damaged” cannot be read by this version; it is left out and kept as it is',
    ]);
    expect(history.library.list('view')).toHaveLength(3);
  });
});

describe('decks', () => {
  it('are listed by their slides and read whole, in the order of their ids whatever the clock says', async () => {
    const { lab, history } = temporaryHost();
    history.library.create('deck', {
      name: 'from the future',
      content: '{"deck":9}',
      parts: 4,
      changed: '2999-01-01T00:00:00.000Z',
    });
    const deck = { name: 'Talk', slides: [slide('α'), slide('β')] };
    const { id, revision } = await lab.dispatch('deck.save', { id: null, deck });
    const listed = await lab.dispatch('deck.list', {});
    expect(listed.map(({ name, slides }) => [name, slides])).toEqual([
      ['from the future', 4],
      ['Talk', 2],
    ]);
    const read = await lab.dispatch('deck.get', { id });
    expect(read.revision).toBe(revision);
    expect(read.deck.slides.map(({ title }) => title)).toEqual(['α', 'β']);
    expect(await said(lab.dispatch('deck.get', { id: 1 }))).toMatchObject({ code: 'conflict' });
    expect(await said(lab.dispatch('deck.get', { id: 99 }))).toMatchObject({ code: 'missing' });
  });

  it('may carry tens of megabytes of frozen data', async () => {
    const { lab } = temporaryHost();
    const notes = 'ε'.repeat(20_000);
    const slides = Array.from({ length: 500 }, (_, i) => ({ ...slide(`slide ${i}`), notes }));
    const { id } = await lab.dispatch('deck.save', { id: null, deck: { name: 'large', slides } });
    const { deck } = await lab.dispatch('deck.get', { id });
    expect(deck.slides).toHaveLength(500);
    expect(deck.slides[499]!.notes).toBe(notes);
  });
});

describe('drafts', () => {
  it('hold any text, JSON or not', async () => {
    const { lab } = temporaryHost();
    const text = '{ "springback": 1, // half a schedule\n "name": "Größe';
    const { id, revision } = await lab.dispatch('draft.save', { id: null, name: 'd', text, folder: '/data' });
    await lab.dispatch('draft.save', { id, revision, name: 'd', text: `${text}…`, folder: '/data' });
    expect(await lab.dispatch('draft.list', {})).toMatchObject([
      { id, revision: 2, text: `${text}…`, folder: '/data' },
    ]);
    await lab.dispatch('draft.delete', { id });
    expect(await lab.dispatch('draft.list', {})).toEqual([]);
  });
});
