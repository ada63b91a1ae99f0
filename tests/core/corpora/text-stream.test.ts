import { describe, expect, it } from 'vitest';
import { evenRows, joinDocuments, rowsIn, streamBatch } from '../../../src/core/corpora/text-stream.ts';

// 103 tokens are 102 targets: 10 rows of 10, and a slack of 2 for the offset.
const stream = Int32Array.from({ length: 103 }, (_, i) => i);
const shape = { batch: 4, context: 10 };
const at = (seed: number, index: number) => streamBatch(stream, { seed, index, endToken: 999 }, shape);
/** First token of each row. */
const starts = (seed: number, batches: number): number[] =>
  Array.from({ length: batches }, (_, index) => index).flatMap((index) => {
    const { tokens } = at(seed, index);
    return [0, 1, 2, 3].map((row) => tokens[row * 10]!);
  });

describe('a text stream', () => {
  it('puts an end mark before the first document and after each', () => {
    const joined = joinDocuments([Int32Array.of(1, 2), Int32Array.of(3)], 9);
    expect(Array.from(joined)).toEqual([9, 1, 2, 9, 3, 9]);
    expect(rowsIn(joined, 5)).toBe(1);
    expect(rowsIn(joined, 6)).toBe(0);
  });

  it('shows each row once an epoch, in another order and from another offset the next', () => {
    const all = starts(1, 25);
    const epochs = Array.from({ length: 10 }, (_, epoch) => all.slice(epoch * 10, epoch * 10 + 10));
    for (const epoch of epochs) {
      const offset = Math.min(...epoch);
      expect(offset).toBeLessThanOrEqual(2);
      expect(epoch.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => offset + 10 * i));
    }
    expect(new Set(epochs.map((epoch) => Math.min(...epoch))).size).toBe(3);
    expect(new Set(epochs.map((epoch) => epoch.map((start) => Math.floor(start / 10)).join())).size).toBe(10);
    expect(starts(2, 25)).not.toEqual(all);
  });

  it('makes any batch without the ones before it, its targets one token ahead', () => {
    expect(at(1, 17)).toEqual(at(1, 17));
    const { tokens, targets, mask, weights } = at(1, 17);
    expect(targets).toEqual(tokens.map((token) => token + 1));
    expect(mask.every((counts) => counts === 1)).toBe(true);
    expect(Array.from(weights)).toEqual([1, 1, 1, 1]);
  });

  it('spreads held-out rows evenly, as many as there are', () => {
    const firsts = (rows: number): number[] => {
      const batch = evenRows(stream, rows, 10, 999);
      return Array.from({ length: batch.size }, (_, row) => batch.tokens[row * 10]!);
    };
    expect(firsts(4)).toEqual([0, 20, 50, 70]);
    expect(firsts(1000)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });
});
