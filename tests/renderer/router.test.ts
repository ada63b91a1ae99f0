import { describe, expect, it } from 'vitest';
import { hashOf, parseRoute, type Route } from '../../src/renderer/router.ts';

const routes: readonly Route[] = [
  { page: 'home' },
  { page: 'experiment', id: 7 },
  { page: 'design' },
  { page: 'design', draft: 3 },
  { page: 'design', template: 'quick/size' },
  { page: 'design', from: 12 },
  { page: 'monitor' },
  { page: 'compare' },
  { page: 'compare', view: 'eyJ4Ijoib_-' },
  { page: 'compare', saved: 4 },
  { page: 'history' },
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

  it('with numbers that are none leave them out', () => {
    expect(parseRoute('#/design?draft=x&from=1e3')).toEqual({ page: 'design' });
    expect(parseRoute('#/decks/2?slide=-1')).toEqual({ page: 'deck', id: 2 });
  });
});
