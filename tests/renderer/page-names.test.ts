import { expect, it } from 'vitest';
import { lowerPages, mainPages, railPage, trail, windowTitle } from '../../src/renderer/shell/page-names.ts';

const experiments = [{ id: 7, name: 'Prior sweep' }];

it('the window is titled by what it shows', () => {
  expect(windowTitle({ page: 'home' }, [])).toBe('Home · Springback');
  expect(windowTitle({ page: 'experiment', id: 7 }, experiments)).toBe('Prior sweep · Springback');
  expect(windowTitle({ page: 'experiment', id: 8 }, experiments)).toBe('Experiment 8 · Springback');
  expect(windowTitle({ page: 'unknown', address: '/x' }, [])).toBe('No such page · Springback');
});

it('the trail leads from the page of the rail to what is shown', () => {
  expect(trail({ page: 'experiment', id: 7 }, experiments)).toEqual(['Home', 'Prior sweep']);
  expect(trail({ page: 'deck', id: 1 }, [])).toEqual(['Present', 'Deck']);
  expect(trail({ page: 'settings' }, [])).toEqual(['Settings']);
});

it('no page of the rail is lit at an address that leads nowhere', () => {
  expect(railPage({ page: 'unknown', address: '/x' })).toBeNull();
});

it('no two pages have the same shortcut', () => {
  const keys = [...mainPages, ...lowerPages].map(({ shortcut }) => shortcut);
  expect(new Set(keys).size).toBe(keys.length);
});
