import { describe, expect, it } from 'vitest';
import { averageLength, groupedWeights, huffmanCode } from '../../../src/core/compression/huffman.ts';
import { Random } from '../../../src/core/random.ts';

const entropy = (weights: readonly number[]): number => {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.reduce((bits, w) => bits - (w / total) * Math.log2(w / total), 0);
};
const lengths = (weights: readonly number[]): number[] => huffmanCode(weights).map((word) => word.length);

describe('the Huffman code', () => {
  it('of the textbook example (Cover & Thomas 5.6) has words of 2, 2, 2, 3, 3 bits: 2.3 on average', () => {
    const weights = [0.25, 0.25, 0.2, 0.15, 0.15];
    expect(lengths(weights)).toEqual([2, 2, 2, 3, 3]);
    expect(averageLength(huffmanCode(weights), weights)).toBeCloseTo(2.3, 12);
  });

  it('of powers of two is the entropy itself', () => {
    expect(huffmanCode([8, 4, 2, 1, 1])).toEqual(['0', '10', '110', '1110', '1111']);
    expect(averageLength(huffmanCode([8, 4, 2, 1, 1]), [8, 4, 2, 1, 1])).toBe(1.875);
  });

  it('of one symbol needs no bits', () => {
    expect(huffmanCode([3])).toEqual(['']);
  });

  it('of any weights is a complete prefix code within [H, H + 1)', () => {
    for (let trial = 0; trial < 200; trial++) {
      const random = Random.at(3, 'huffman', trial);
      const weights = Array.from({ length: 2 + random.integer(60) }, () => random.uniform() ** 4 + 1e-9);
      const code = huffmanCode(weights);
      expect(code.reduce((sum, word) => sum + 2 ** -word.length, 0)).toBe(1); // Kraft, with nothing wasted
      const sorted = [...code].sort();
      for (let i = 1; i < sorted.length; i++) expect(sorted[i]!.startsWith(sorted[i - 1]!)).toBe(false);
      const average = averageLength(code, weights);
      expect(average).toBeGreaterThanOrEqual(entropy(weights) - 1e-12);
      expect(average).toBeLessThan(entropy(weights) + 1);
    }
  });

  it('of groups of two and three comes closer to the entropy, by the known numbers', () => {
    // p = 0.9: H = 0.4690; alone 1 bit, in pairs 1.29 / 2, in threes 1.598 / 3.
    const perSymbol = (size: number): number => {
      const weights = groupedWeights([0.9, 0.1], size);
      return averageLength(huffmanCode(weights), weights) / size;
    };
    expect(perSymbol(1)).toBe(1);
    expect(perSymbol(2)).toBeCloseTo(0.645, 12);
    expect(perSymbol(3)).toBeCloseTo(1.598 / 3, 12);
    expect(perSymbol(10) - entropy([0.9, 0.1])).toBeLessThan(0.1);
  });

  it('refuses no symbols and a weight of 0', () => {
    expect(() => huffmanCode([])).toThrow('a code of no symbols');
    expect(() => huffmanCode([1, 0])).toThrow('weight of symbol 1 of a code: expected > 0, got 0');
  });
});
