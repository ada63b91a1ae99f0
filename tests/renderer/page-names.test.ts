import { expect, it } from 'vitest';
import type { Route } from '../../src/renderer/router.ts';
import {
  lowerPages,
  mainPages,
  railPage,
  shortened,
  shownAs,
  trail,
  windowTitle,
} from '../../src/renderer/shell/page-names.ts';

it('the window is titled by what it shows', () => {
  const title = (route: Route, name: string | null) => windowTitle(shownAs(route, name));
  expect(title({ page: 'home' }, null)).toBe('Home · Springback');
  expect(title({ page: 'experiment', id: 7 }, 'Prior sweep')).toBe('Prior sweep · Springback');
  expect(title({ page: 'experiment', id: 8 }, null)).toBe('Experiment 8 · Springback');
  expect(title({ page: 'deck', id: 3 }, 'Group meeting')).toBe('Group meeting · Springback');
  expect(title({ page: 'compare' }, null)).toBe('Compare · Springback');
  expect(title({ page: 'unknown', address: '/x' }, null)).toBe('No such page · Springback');
});

it('a long name is cut in the title between whole characters', () => {
  expect(shortened('x'.repeat(60))).toBe('x'.repeat(60));
  expect(shortened('𝛾'.repeat(61))).toBe(`${'𝛾'.repeat(59)}…`);
});

it('the trail leads from the page of the rail to what is shown', () => {
  expect(trail({ page: 'experiment', id: 7 }, 'Prior sweep')).toEqual(['Home', 'Prior sweep']);
  expect(trail({ page: 'deck', id: 1 }, 'Group meeting')).toEqual(['Present', 'Group meeting']);
  expect(trail({ page: 'deck', id: 1 }, null)).toEqual(['Present', 'Deck 1']);
  expect(trail({ page: 'design', draft: 2 }, 'My draft')).toEqual(['Design', 'My draft']);
  expect(trail({ page: 'compare', view: 'x' }, 'By width')).toEqual(['Compare', 'By width']);
  expect(trail({ page: 'compare' }, null)).toEqual(['Compare']);
  expect(trail({ page: 'settings' }, null)).toEqual(['Settings']);
});

it('no page of the rail is lit at an address that leads nowhere', () => {
  expect(railPage({ page: 'unknown', address: '/x' })).toBeNull();
});

it('no two pages have the same shortcut', () => {
  const keys = [...mainPages, ...lowerPages].map(({ shortcut }) => shortcut);
  expect(new Set(keys).size).toBe(keys.length);
});
