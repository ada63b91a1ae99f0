// Which rows are selected after what the user does.
import { describe, expect, it } from 'vitest';
import {
  extend,
  keepOnly,
  nothingSelected,
  type Selected,
  toggle,
  toggleAll,
} from '../../../src/renderer/history/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const keys = (selected: Selected): string => [...selected.keys].sort().join('');

describe('the selection', () => {
  it('turns one row over', () => {
    const one = toggle(nothingSelected, 'b');
    expect(keys(one)).toBe('b');
    expect(keys(toggle(one, 'b'))).toBe('');
    expect(keys(nothingSelected)).toBe('');
  });

  it('extends from the anchor both ways, in the order that is shown', () => {
    const one = toggle(nothingSelected, 'c');
    expect(keys(extend(one, 'e', order))).toBe('cde');
    expect(keys(extend(one, 'a', order))).toBe('abc');
    expect(keys(extend(extend(one, 'e', order), 'a', order))).toBe('abcde');
    expect(keys(extend(one, 'e', ['e', 'a', 'c', 'b', 'd']))).toBe('ace');
  });

  it('takes the row alone where there is no anchor, or where it is filtered away', () => {
    expect(keys(extend(nothingSelected, 'd', order))).toBe('d');
    expect(keys(extend(toggle(nothingSelected, 'z'), 'd', order))).toBe('dz');
  });

  it('takes all that are shown, then lets them go, and leaves the others', () => {
    const hidden = toggle(nothingSelected, 'z');
    const all = toggleAll(hidden, order);
    expect(keys(all)).toBe('abcdez');
    expect(keys(toggleAll(all, order))).toBe('z');
  });

  it('forgets rows that are gone and is the same object while none is', () => {
    const two = toggle(toggle(nothingSelected, 'a'), 'b');
    expect(keepOnly(two, new Set(order))).toBe(two);
    expect(keys(keepOnly(two, new Set(['b'])))).toBe('b');
  });
});
