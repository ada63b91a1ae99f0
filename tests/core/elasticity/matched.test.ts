import { describe, expect, it } from 'vitest';
import { commonLevels, valueAtLevel } from '../../../src/core/elasticity/matched.ts';

describe('curves matched by what was gone through', () => {
  it('share the levels that each of them passes', () => {
    const slow = { by: [0, 1, 2], value: [9, 8, 7] };
    const fast = { by: [0.5, 4], value: [9, 2] };
    expect(commonLevels([slow, fast], 4)).toEqual([0.5, 1, 1.5, 2]);
    expect(commonLevels([slow, { by: [3, 4], value: [1, 1] }], 4)).toEqual([]);
  });

  it('are read between measurements, where a level is first reached, rising or falling', () => {
    const there = { by: [0, 2, 4, 2], value: [10, 6, 0, 50] };
    expect(valueAtLevel(there, 1)).toBe(8);
    expect(valueAtLevel(there, 2)).toBe(6);
    expect(valueAtLevel(there, 3)).toBe(3);
    expect(valueAtLevel({ by: [4, 2, 0], value: [0, 10, 20] }, 1)).toBe(15);
    expect(valueAtLevel(there, 5)).toBeNull();
  });

  it('rest where they do not move', () => {
    expect(valueAtLevel({ by: [1, 1, 2], value: [7, 8, 9] }, 1)).toBe(7);
  });
});
