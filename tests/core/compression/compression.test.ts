import { describe, expect, it } from 'vitest';
import { compressionRates } from '../../../src/core/compression/rates.ts';
import { leavesOfTokenTree } from '../../../src/core/compression/token-tree.ts';

describe('compression rates', () => {
  it('are the ones worked out by hand', () => {
    // 100 tokens of 2 bits each for 400 bytes: half a bit per byte, one sixteenth of the raw length; 8 leaves are 3 bits.
    const rates = compressionRates({ nats: 200 * Math.LN2, tokens: 100, bytes: 400, leaves: 8 });
    expect(rates.bitsPerToken).toBeCloseTo(2, 12);
    expect(rates.bitsPerByte).toBeCloseTo(0.5, 12);
    expect(rates.gamma).toBeCloseTo(1 / 16, 12);
    expect(rates.gammaNormalised).toBeCloseTo(2 - 3, 12);
  });

  it('of a model that knows nothing of bytes are 1', () => {
    const rates = compressionRates({ nats: 50 * Math.log(256), tokens: 50, bytes: 50, leaves: 1 });
    expect(rates.gamma).toBeCloseTo(1, 12);
    expect(rates.gammaNormalised).toBeCloseTo(8, 12);
  });

  it('of an empty set are refused, by name', () => {
    expect(() => compressionRates({ nats: 0, tokens: 0, bytes: 1, leaves: 1 })).toThrow(/tokens is 0/);
    expect(() => compressionRates({ nats: 0, tokens: 1, bytes: 1, leaves: 0 })).toThrow(/leaves is 0/);
  });
});

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
