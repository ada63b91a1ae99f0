import { describe, expect, it } from 'vitest';
import { doneBy } from '../../src/renderer/shell/key-table.ts';
import {
  createMatcher,
  isPlain,
  keycaps,
  type Press,
  sequenceMilliseconds,
} from '../../src/renderer/shell/keys.ts';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const bound = ['G H', 'G D', 'mod+K', '?', 'N', 'mod+shift+S', 'ArrowRight', 'Space'].map((shortcut) => ({
  shortcut,
}));

describe('shortcuts', () => {
  it('of one chord fire at once, with Ctrl or with ⌘', () => {
    const type = createMatcher();
    expect(type(bound, press('k', { ctrlKey: true }), 0)).toEqual({ shortcut: 'mod+K' });
    expect(type(bound, press('k', { metaKey: true }), 1)).toEqual({ shortcut: 'mod+K' });
    expect(type(bound, press('k'), 2)).toBeNull();
    expect(type(bound, press('ArrowRight'), 3)).toEqual({ shortcut: 'ArrowRight' });
    expect(type(bound, press(' '), 4)).toEqual({ shortcut: 'Space' });
  });

  it('of signs do not ask how the sign was typed, those of letters do', () => {
    const type = createMatcher();
    expect(type(bound, press('?', { shiftKey: true }), 0)).toEqual({ shortcut: '?' });
    expect(type(bound, press('?'), 1)).toEqual({ shortcut: '?' });
    expect(type(bound, press('N', { shiftKey: true }), 2)).toBeNull();
    expect(type(bound, press('S', { shiftKey: true, ctrlKey: true }), 3)).toEqual({
      shortcut: 'mod+shift+S',
    });
    expect(type(bound, press('s', { ctrlKey: true }), 4)).toBeNull();
  });

  it('of a sequence fire with its last key, and only soon enough', () => {
    const type = createMatcher();
    expect(type(bound, press('g'), 0)).toBe('begun');
    expect(type(bound, press('d'), 100)).toEqual({ shortcut: 'G D' });
    expect(type(bound, press('d'), 200)).toBeNull();
    expect(type(bound, press('g'), 1000)).toBe('begun');
    expect(type(bound, press('h'), 1001 + sequenceMilliseconds)).toBeNull();
  });

  it('a key that does not go on with the sequence begins anew', () => {
    const type = createMatcher();
    type(bound, press('g'), 0);
    expect(type(bound, press('n'), 1)).toEqual({ shortcut: 'N' });
    type(bound, press('g'), 2);
    expect(type(bound, press('g'), 3)).toBe('begun');
    expect(type(bound, press('h'), 4)).toEqual({ shortcut: 'G H' });
  });

  it('offered later win over those offered before', () => {
    const two = [
      { shortcut: 'N', name: 'frame' },
      { shortcut: 'N', name: 'page' },
    ];
    expect(createMatcher()(two, press('n'), 0)).toMatchObject({ name: 'page' });
  });

  it('survive a clock that jumps back', () => {
    const type = createMatcher();
    type(bound, press('g'), 10_000);
    expect(type(bound, press('h'), 0)).toBeNull();
    expect(type(bound, press('n'), 1)).toEqual({ shortcut: 'N' });
  });

  it('are plain where they are letters alone', () => {
    expect(['G H', '?', 'ArrowRight', 'mod+K', 'alt+N'].map(isPlain)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('of a part of the page are one table, read by what hears them', () => {
    const table = [
      { label: 'Resize', keys: { '+': 'more', '-': 'less' } },
      { label: 'Walk', keys: { ArrowLeft: 'back', 'shift+ArrowLeft': 'edge' } },
      { label: 'All', keys: { 'mod+A': 'all' } },
    ];
    expect(doneBy(table, press('+', { shiftKey: true }))).toBe('more');
    expect(doneBy(table, press('ArrowLeft'))).toBe('back');
    expect(doneBy(table, press('ArrowLeft', { shiftKey: true }))).toBe('edge');
    expect(doneBy(table, press('ArrowLeft', { altKey: true }))).toBeNull();
    expect(doneBy(table, press('a', { metaKey: true }))).toBe('all');
    expect(doneBy(table, press('a'))).toBeNull();
  });

  it('are written as keycaps of the keyboard', () => {
    expect(keycaps('mod+shift+s')).toEqual([['Ctrl', 'Shift', 'S']]);
    expect(keycaps('mod+K', true)).toEqual([['⌘', 'K']]);
    expect(keycaps('G H')).toEqual([['G'], ['H']]);
    expect(keycaps('mod++')).toEqual([['Ctrl', '+']]);
    expect(keycaps('mod+Enter')).toEqual([['Ctrl', 'Enter']]);
    expect(keycaps('alt+ArrowUp')).toEqual([['Alt', '↑']]);
    expect(keycaps('mod+Enter', true)).toEqual([['⌘', '⏎']]);
    expect(keycaps('alt+shift+ArrowLeft', true)).toEqual([['⌥', '⇧', '←']]);
    expect(keycaps('Space')).toEqual([['Space']]);
    expect(keycaps('PageDown')).toEqual([['Page ↓']]);
  });
});
