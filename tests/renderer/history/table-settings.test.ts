// How the table is arranged: order, widths, sorting, and what is made of what was stored.
import { describe, expect, it } from 'vitest';
import { rowKeys, targetOfKey } from '../../../src/renderer/history/row-keys.ts';
import {
  clampWidth,
  defaultSettings,
  inOrder,
  moved,
  nextSorting,
  parseSettings,
} from '../../../src/renderer/history/table-settings.ts';
import { doneBy } from '../../../src/renderer/shell/key-table.ts';

describe('stored settings', () => {
  it('come back as they were', () => {
    const settings = {
      order: ['final', 'seed'],
      shown: { notes: true, seed: false },
      widths: { final: 120 },
      sorting: [
        { id: 'final', desc: true },
        { id: 'seed', desc: false },
      ],
    };
    expect(parseSettings(JSON.stringify(settings), 'runs')).toEqual(settings);
  });

  it('are as at first where nothing or nonsense is stored', () => {
    for (const text of [null, '', 'null', '7', '[]', '{"order":3,"shown":[],"widths":null,"sorting":"x"}'])
      expect(parseSettings(text, 'trash'), String(text)).toEqual(defaultSettings('trash'));
    const partly =
      '{"order":["a",7],"widths":{"a":"wide","b":-5,"c":100},"sorting":[{"id":"a"},{"id":"b","desc":true}]}';
    expect(parseSettings(partly, 'runs')).toEqual({
      order: ['a'],
      shown: {},
      widths: { c: 100 },
      sorting: [{ id: 'b', desc: true }],
    });
  });
});

describe('columns', () => {
  it('keep the user’s order, and new ones come last', () => {
    expect(inOrder(['a', 'b', 'c', 'd'], ['c', 'gone', 'a'])).toEqual(['c', 'a', 'b', 'd']);
  });

  it('move as far as there is room', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b'], 'x', 1)).toEqual(['a', 'b']);
  });

  it('are never too narrow or too wide', () => {
    expect([-3, 47.6, 120.4, 5000].map(clampWidth)).toEqual([48, 48, 120, 900]);
  });
});

describe('sorting', () => {
  const plain = { add: false, descendingFirst: false };
  it('goes up, down, and away again', () => {
    const up = nextSorting([], 'name', plain);
    const down = nextSorting(up, 'name', plain);
    expect([up, down, nextSorting(down, 'name', plain)]).toEqual([
      [{ id: 'name', desc: false }],
      [{ id: 'name', desc: true }],
      [],
    ]);
  });

  it('begins with the greatest for numbers', () => {
    expect(nextSorting([], 'final', { add: false, descendingFirst: true })).toEqual([
      { id: 'final', desc: true },
    ]);
  });

  it('takes the place of the others, or comes after them', () => {
    const one = [{ id: 'state', desc: false }];
    expect(nextSorting(one, 'name', plain)).toEqual([{ id: 'name', desc: false }]);
    const two = nextSorting(one, 'name', { add: true, descendingFirst: false });
    expect(two).toEqual([...one, { id: 'name', desc: false }]);
    expect(nextSorting(two, 'state', { add: true, descendingFirst: false })).toEqual([
      { id: 'state', desc: true },
      { id: 'name', desc: false },
    ]);
  });
});

describe('keys', () => {
  it.each<[string, number | null]>([
    ['ArrowDown', 6],
    ['ArrowUp', 4],
    ['PageDown', 15],
    ['PageUp', 0],
    ['Home', 0],
    ['End', 19],
    ['a', null],
  ])('%s leads from row 5 of 20, with 10 to a page, to %s', (key, target) => {
    const press = { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(targetOfKey(doneBy(rowKeys, press), 5, 20, 10)).toBe(target);
  });
  it('lead nowhere without rows', () => {
    expect(targetOfKey('last', 0, 0, 10)).toBeNull();
  });
});
