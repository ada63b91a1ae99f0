import { describe, expect, it } from 'vitest';
import { showCommand } from '../../../src/renderer/present/show-keys.ts';
import { clockText } from '../../../src/renderer/present/show-panels.tsx';
import {
  moveShow,
  openShow,
  type ShowMove,
  type ShowState,
} from '../../../src/renderer/present/show-state.ts';

/** Three slides; the second has two more steps. */
const steps = [0, 2, 0];
const walk = (moves: readonly ShowMove[], from = 0) =>
  moves.reduce<ShowState>((state, move) => moveShow(state, move, steps), openShow(steps, from));
const place = (moves: readonly ShowMove[], from = 0): [number, number] => {
  const { slide, step } = walk(moves, from);
  return [slide, step];
};

describe('a show', () => {
  it('goes through the steps of a slide before the next slide, and stops at the end', () => {
    expect(place(['next'])).toEqual([1, 0]);
    expect(place(['next', 'next', 'next'])).toEqual([1, 2]);
    expect(place(['next', 'next', 'next', 'next'])).toEqual([2, 0]);
    expect(place(Array.from({ length: 9 }, () => 'next' as const))).toEqual([2, 0]);
  });
  it('goes back to a slide that is whole', () => {
    expect(place(['back'], 2)).toEqual([1, 2]);
    expect(place(['back', 'back', 'back'], 2)).toEqual([1, 0]);
    expect(place(['back', 'back'], 0)).toEqual([0, 0]);
  });
  it('jumps by digits, to the last slide at most', () => {
    expect(place([{ digit: '2' }, 'jump'])).toEqual([1, 0]);
    expect(place([{ digit: '9' }, { digit: '9' }, 'jump'])).toEqual([2, 0]);
    expect(walk([{ digit: '2' }, 'close']).typed).toBe('');
  });
  it('comes back from black before it moves on', () => {
    expect(walk(['blank', 'next'])).toMatchObject({ slide: 0, blank: false });
    expect(place(['blank', 'next', 'next'])).toEqual([1, 0]);
    expect(walk(['blank', 'jump'])).toMatchObject({ slide: 0, blank: false });
  });
  it('opens one panel at a time', () => {
    expect(walk(['help', 'notes']).panel).toBe('notes');
    expect(walk(['notes', 'notes']).panel).toBe('none');
  });
  it('begins inside the deck whatever the address says', () => {
    expect(openShow(steps, 99).slide).toBe(2);
    expect(openShow([], 0).slide).toBe(0);
  });
});

it('keys of a keyboard and of a clicker mean what they say; with Ctrl they are the browser’s', () => {
  const press = (key: string, held = {}) =>
    showCommand({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
  expect(['ArrowRight', ' ', 'PageDown'].map((key) => press(key))).toEqual(['next', 'next', 'next']);
  expect(['ArrowLeft', 'PageUp'].map((key) => press(key))).toEqual(['back', 'back']);
  expect(['b', 'B', '.'].map((key) => press(key))).toEqual(['blank', 'blank', 'blank']);
  expect(press('7')).toEqual({ digit: '7' });
  expect(press('Escape')).toBe('leave');
  expect(press('f', { ctrlKey: true })).toBeNull();
  expect(press('q')).toBeNull();
});

it('tells how long the show has run', () => {
  expect([0, 65_000, 3_725_000].map(clockText)).toEqual(['0:00', '1:05', '1:02:05']);
});
