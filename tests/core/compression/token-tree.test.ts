import { describe, expect, it } from 'vitest';
import { leavesOfTokenTree } from '../../../src/core/compression/token-tree.ts';

describe('the token tree', () => {
  const sequences = [[0, 1, 1], [0, 1], [0, 1, 0, 1], [1], [0, 1, 1]];

  it('has one leaf for each different sequence where nothing is pruned', () => {
    expect(leavesOfTokenTree(sequences, 4)).toBe(4);
  });

  it('joins what agrees down to the depth of pruning', () => {
    expect(leavesOfTokenTree(sequences, 3)).toBe(4); // 011, 01, 010, 1
    expect(leavesOfTokenTree(sequences, 2)).toBe(2); // 01, 1
    expect(leavesOfTokenTree(sequences, 1)).toBe(2); // 0, 1
  });

  it('tells tokens apart by value, not by digits', () => {
    expect(leavesOfTokenTree([[1, 11], [11, 1], [111]], 2)).toBe(3);
  });
});
