import { describe, expect, it } from 'vitest';
import { hashOf, parseRoute, type Route, runHash } from '../../src/renderer/router.ts';

const routes: readonly Route[] = [
  { page: 'home' },
  { page: 'experiment', id: 7 },
  { page: 'experiment', id: 7, choices: { metric: 'behaviour.score', lines: '', held: '{"seed":1}' } },
  { page: 'design' },
  { page: 'design', draft: 3 },
  { page: 'design', template: 'quick/size' },
  { page: 'design', from: 12 },
  { page: 'monitor' },
  { page: 'monitor', experiment: 3 },
  { page: 'compare' },
  { page: 'compare', view: 'eyJ4Ijoib_-' },
  { page: 'compare', saved: 4 },
  { page: 'history' },
  { page: 'history', mode: 'runs', sort: 'name,-final', archived: true, row: 'r12' },
  { page: 'history', dialog: 'backups' },
  { page: 'history', filter: 'tag = "größer & besser" and R < 1' },
  { page: 'decks' },
  { page: 'deck', id: 2 },
  { page: 'deck', id: 2, slide: 0 },
  { page: 'deck', id: 2, slide: 5, show: true },
  { page: 'settings' },
  { page: 'doctor' },
  { page: 'help' },
  { page: 'unknown', address: '/nowhere/at/all' },
];

describe('addresses', () => {
  it.each(routes)('lead to %o and back', (route) => {
    expect(parseRoute(hashOf(route))).toEqual(route);
  });

  it('name each page by an address of its own', () => {
    expect(new Set(routes.map(hashOf)).size).toBe(routes.length);
  });

  it('that are empty are home', () => {
    for (const hash of ['', '#', '#/', '#/experiments', '#/experiments/']) {
      expect(parseRoute(hash)).toEqual({ page: 'home' });
    }
  });

  it('that are no page are said to be none, not quietly another', () => {
    for (const address of ['/nowhere', '/experiments/x', '/experiments/-1', '/decks/abc', 'design']) {
      expect(parseRoute(`#${address}`)).toEqual({ page: 'unknown', address });
    }
  });

  it('with modes, rows, dialogs and choices that there are not leave them out', () => {
    expect(parseRoute('#/history?mode=all&row=x9&dialog=delete')).toEqual({ page: 'history' });
    expect(parseRoute('#/experiments/7?nothing=1')).toEqual({ page: 'experiment', id: 7 });
  });

  it('of a slide count it as it is seen, from 1', () => {
    expect(hashOf({ page: 'deck', id: 2, slide: 8, show: true })).toBe('#/decks/2?slide=9&show=');
    expect(parseRoute('#/decks/2?slide=9')).toEqual({ page: 'deck', id: 2, slide: 8 });
  });

  it('of a run open it in the history', () => {
    expect(runHash(12)).toBe('#/history?mode=runs&row=r12');
    expect(parseRoute(runHash(12))).toEqual({ page: 'history', mode: 'runs', row: 'r12' });
  });

  it('with numbers that are none leave them out', () => {
    expect(parseRoute('#/design?draft=x&from=1e3')).toEqual({ page: 'design' });
    expect(parseRoute('#/decks/2?slide=-1')).toEqual({ page: 'deck', id: 2 });
    expect(parseRoute('#/decks/2?slide=0')).toEqual({ page: 'deck', id: 2, slide: 0 });
    expect(parseRoute('#/monitor?experiment=all')).toEqual({ page: 'monitor' });
  });
});
