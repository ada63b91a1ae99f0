import { describe, expect, it } from 'vitest';
import { permutation } from '../../../src/core/corpora/permutation.ts';

describe('a permutation with random access', () => {
  it('hits every item once, for every small size and some large ones', () => {
    for (const size of [...Array.from({ length: 70 }, (_, i) => i + 1), 1000, 4097, 100_000]) {
      const order = permutation(3, 'order', 1, size);
      const hit = new Uint8Array(size);
      for (let i = 0; i < size; i++) hit[order(i)] = 1;
      expect(hit.reduce((sum, one) => sum + one, 0)).toBe(size);
    }
  });

  it('differs by seed, stream and index, and scatters the first items', () => {
    const head = (seed: number, stream: string, index: number): string => {
      const order = permutation(seed, stream, index, 1000);
      return Array.from({ length: 10 }, (_, i) => order(i)).join();
    };
    const heads = [head(1, 'a', 0), head(2, 'a', 0), head(1, 'b', 0), head(1, 'a', 1)];
    expect(new Set(heads).size).toBe(4);
    expect(head(1, 'a', 0)).toBe(heads[0]);
    const means = Array.from({ length: 400 }, (_, seed) => permutation(seed, 'a', 0, 1001)(0));
    const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
    expect(Math.abs(mean - 500)).toBeLessThan(4 * (289 / Math.sqrt(400)));
  });

  it('names an item that it does not have', () => {
    expect(() => permutation(1, 'a', 0, 5)(5)).toThrow('permutation of 5 has no item 5');
  });
});
