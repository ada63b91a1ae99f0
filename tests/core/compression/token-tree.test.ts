import { describe, expect, it } from 'vitest';
import { bitsPerToken, fromBits, toBits } from '../../../src/core/compression/binary-form.ts';
import {
  endLeaf,
  leafEntropyBits,
  leavesOfTokenTree,
  pathOf,
  prunedLeaves,
  tokenTree,
} from '../../../src/core/compression/token-tree.ts';
import { Random } from '../../../src/core/random.ts';

// 0 1 1 twice, 0 1, 1: a tree small enough to draw.
const sequences = [[0, 1, 1], [0, 1], [1], [0, 1, 1]];
const tree = tokenTree(sequences.map(pathOf));

describe('the token tree with weights', () => {
  it('unpruned has a leaf for each different sequence, of the share that it has', () => {
    expect(prunedLeaves(tree, 9)).toEqual([
      { path: [0, 1, endLeaf], weight: 0.25 },
      { path: [0, 1, 1, endLeaf], weight: 0.5 },
      { path: [1, endLeaf], weight: 0.25 },
    ]);
    expect(leafEntropyBits(prunedLeaves(tree, 9))).toBe(1.5);
  });

  it('pruned joins the weights of what is cut off', () => {
    expect(prunedLeaves(tree, 2)).toEqual([
      { path: [0, 1], weight: 0.75 },
      { path: [1, endLeaf], weight: 0.25 },
    ]);
    expect(leafEntropyBits(prunedLeaves(tree, 2))).toBeCloseTo(0.811278, 6);
    expect(prunedLeaves(tree, 1)).toEqual([
      { path: [0], weight: 0.75 },
      { path: [1], weight: 0.25 },
    ]);
  });

  it('takes probabilities in place of counts', () => {
    const weighted = tokenTree([[0], [1]].map(pathOf), [0.9, 0.1]);
    expect(prunedLeaves(weighted, 2).map(({ weight }) => weight)).toEqual([0.9, 0.1]);
  });

  it('has M leaves as they are counted without building it', () => {
    const random = Random.at(5, 'tree');
    const many = Array.from({ length: 300 }, () =>
      Array.from({ length: random.integer(6) }, () => random.integer(3)),
    );
    for (const depth of [1, 2, 3, 5]) {
      expect(prunedLeaves(tokenTree(many.map(pathOf)), depth).length).toBe(leavesOfTokenTree(many, depth));
    }
  });

  it('refuses a depth of 0, an empty set and a weight of 0, by name', () => {
    expect(() => prunedLeaves(tree, 0)).toThrow('depth of a token tree: expected >= 1, got 0');
    expect(() => prunedLeaves(tokenTree([]), 1)).toThrow('the token tree is empty');
    expect(() => tokenTree([[0]], [0])).toThrow('weight of path 0');
  });
});

describe('the binary form', () => {
  it('writes a token in ⌈log2 V⌉ bits, the highest first, and reads it again', () => {
    expect([1, 2, 3, 4, 5, 256, 257].map(bitsPerToken)).toEqual([1, 1, 2, 2, 3, 8, 9]);
    expect(toBits([5, 0, 3], 6)).toEqual([1, 0, 1, 0, 0, 0, 0, 1, 1]);
    expect(fromBits([1, 0, 1, 0, 0, 0, 0, 1, 1], 6)).toEqual([5, 0, 3]);
    expect(() => toBits([6], 6)).toThrow('token of a vocabulary of 6: got 6');
    expect(() => fromBits([1, 0], 6)).toThrow('2 bits are no whole number of tokens of 3');
  });

  it('has at depth d·w the leaf weights of the tree of tokens at depth d', () => {
    const random = Random.at(7, 'binary');
    const many = Array.from({ length: 400 }, () =>
      Array.from({ length: random.integer(5) }, () => random.integer(5)),
    );
    const weightsAt = (set: number[][], depth: number): number[] =>
      prunedLeaves(tokenTree(set.map(pathOf)), depth).map(({ weight }) => weight);
    for (const depth of [1, 2, 4]) {
      const binary = weightsAt(
        many.map((sequence) => toBits(sequence, 5)),
        depth * 3,
      );
      expect(binary).toEqual(weightsAt(many, depth));
    }
  });
});
