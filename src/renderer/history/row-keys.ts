// What the keys of a table do, and where they lead. Pure but for asking how tall the table is.
import type { KeyRow } from '../shell/key-table.ts';

/** Rows that a page key moves by. */
export const pageRows = (scroller: { clientHeight: number } | null, rowPixels: number): number =>
  Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowPixels) - 2);

type Move = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** Of a row of the table. Whether Shift is held decides what a move and a choice do to the selection. */
export const rowKeys: readonly KeyRow<Move | 'choose' | 'open' | 'all' | 'none'>[] = [
  { label: 'To the row above or below', keys: { ArrowUp: 'up', ArrowDown: 'down' } },
  { label: 'A page up or down', keys: { PageUp: 'pageUp', PageDown: 'pageDown' } },
  { label: 'To the first or last row', keys: { Home: 'first', End: 'last' } },
  {
    label: 'Select the rows on the way',
    keys: {
      'shift+ArrowUp': 'up',
      'shift+ArrowDown': 'down',
      'shift+PageUp': 'pageUp',
      'shift+PageDown': 'pageDown',
      'shift+Home': 'first',
      'shift+End': 'last',
    },
  },
  { label: 'Select the row, or let it go', keys: { Space: 'choose' } },
  { label: 'Select all from the last one', keys: { 'shift+Space': 'choose' } },
  { label: 'Open the row', keys: { Enter: 'open' } },
  { label: 'Select all', keys: { 'mod+A': 'all' } },
  { label: 'Clear the selection', keys: { Escape: 'none' } },
];

/** Of a column's head; Enter, of every button, sorts, with Shift as one more key. */
export const headKeys: readonly KeyRow<'left' | 'right' | 'narrower' | 'wider' | 'moveLeft' | 'moveRight'>[] =
  [
    { label: 'To the column before or after', keys: { ArrowLeft: 'left', ArrowRight: 'right' } },
    { label: 'Narrower, wider', keys: { 'alt+ArrowLeft': 'narrower', 'alt+ArrowRight': 'wider' } },
    {
      label: 'Move the column',
      keys: { 'alt+shift+ArrowLeft': 'moveLeft', 'alt+shift+ArrowRight': 'moveRight' },
    },
  ];

/** The row that a key moves to from this one; null where it does not move. */
export function targetOfKey(does: string | null, active: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const inside = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (does) {
    case 'down':
      return inside(active + 1);
    case 'up':
      return inside(active - 1);
    case 'pageDown':
      return inside(active + page);
    case 'pageUp':
      return inside(active - page);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
    default:
      return null;
  }
}
