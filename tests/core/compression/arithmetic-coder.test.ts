import { describe, expect, it } from 'vitest';
import {
  ArithmeticDecoder,
  ArithmeticEncoder,
  decodeSymbol,
  encodeSymbol,
} from '../../../src/core/compression/arithmetic-coder.ts';
import { cumulativeFrequencies, frequencyTotal } from '../../../src/core/compression/frequencies.ts';
import { Random } from '../../../src/core/random.ts';

describe('counts of a distribution', () => {
  it('are the ones worked out by hand: 1 each, the rest by share, what is left to the likeliest', () => {
    // 16 − 3 = 13: 1 + ⌊6.5⌋, 1 + ⌊3.9⌋, 1 + ⌊2.6⌋ = 7, 4, 3; 2 are left.
    expect([...cumulativeFrequencies([0.5, 0.3, 0.2], undefined, 16)]).toEqual([0, 9, 13, 16]);
    expect([...cumulativeFrequencies([0, 5, 0], undefined, 16)]).toEqual([0, 1, 15, 16]);
  });

  it('cost no symbol more than −log2(1 − V / total) bits above its own', () => {
    for (let trial = 0; trial < 50; trial++) {
      const random = Random.at(4, 'counts', trial);
      const weights = Array.from({ length: 1 + random.integer(300) }, () => Math.exp(-30 * random.uniform()));
      const cumulative = cumulativeFrequencies(weights);
      const sum = weights.reduce((a, b) => a + b, 0);
      expect(cumulative.at(-1)).toBe(frequencyTotal);
      weights.forEach((weight, symbol) => {
        const count = cumulative[symbol + 1]! - cumulative[symbol]!;
        expect(count).toBeGreaterThanOrEqual(1);
        const excess = Math.log2(weight / sum) - Math.log2(count / frequencyTotal);
        expect(excess).toBeLessThanOrEqual(-Math.log2(1 - weights.length / frequencyTotal) + 1e-12);
      });
    }
  });

  it('are refused of what is no distribution', () => {
    expect(() => cumulativeFrequencies([])).toThrow('got 0');
    expect(() => cumulativeFrequencies([1, Number.NaN])).toThrow('weight of symbol 1');
    expect(() => cumulativeFrequencies([0, 0])).toThrow('without mass');
    expect(() => cumulativeFrequencies([1, 1, 1], undefined, 4)).toThrow('expected 1 to 2, got 3');
  });
});

interface Trial {
  readonly tables: readonly Uint32Array[];
  readonly symbols: readonly number[];
}

function encode({ tables, symbols }: Trial): Uint8Array {
  const encoder = new ArithmeticEncoder();
  symbols.forEach((symbol, i) => {
    encodeSymbol(encoder, tables[i % tables.length]!, symbol);
  });
  return encoder.finish();
}

function decode({ tables, symbols }: Trial, bytes: Uint8Array): number[] {
  const decoder = new ArithmeticDecoder(bytes);
  return symbols.map((_, i) => decodeSymbol(decoder, tables[i % tables.length]!));
}

const idealBits = ({ tables, symbols }: Trial): number =>
  symbols.reduce((bits, symbol, i) => {
    const table = tables[i % tables.length]!;
    return bits - Math.log2((table[symbol + 1]! - table[symbol]!) / table.at(-1)!);
  }, 0);

/** Random tables, sharp and flat, with totals from few to 2^24; symbols drawn from them, or at random (unlikely ones). */
function randomTrial(trial: number): Trial {
  const random = Random.at(6, 'coder', trial);
  const sharpness = 40 * random.uniform() ** 2;
  const tables = Array.from({ length: 1 + random.integer(8) }, () => {
    const size = 1 + random.integer(trial % 3 === 0 ? 3 : 300);
    const total = [2 * size, 2 ** 16, 3 * 2 ** 20 + 7, 2 ** 24][random.integer(4)]!;
    const weights = Array.from({ length: size }, () => Math.exp(-sharpness * random.uniform()));
    return cumulativeFrequencies(weights, undefined, Math.max(total, 2 * size));
  });
  const symbols = Array.from({ length: random.integer(3000) }, (_, i) => {
    const table = tables[i % tables.length]!;
    if (trial % 4 === 0) return random.integer(table.length - 1);
    const number = random.integer(table.at(-1)!);
    return table.findIndex((from, symbol) => from <= number && number < table[symbol + 1]!);
  });
  return { tables, symbols };
}

describe('the arithmetic coder', () => {
  it('decodes what it coded, in the ideal size and less than two bytes more', () => {
    for (let trial = 0; trial < 150; trial++) {
      const made = randomTrial(trial);
      const bytes = encode(made);
      expect(decode(made, bytes), `trial ${trial}`).toEqual(made.symbols);
      const ideal = idealBits(made);
      expect(8 * bytes.length, `trial ${trial}`).toBeLessThan(ideal * 1.0001 + 16);
    }
  });

  it('carries through long runs of full bytes', () => {
    // 1/3 = 0.010101…, then 0.1111…: the interval closes in on a carry from below, then crosses it.
    const table = cumulativeFrequencies([255, 1], undefined, 256);
    for (const length of [1, 40, 400]) {
      for (const last of [0, 1]) {
        const symbols = [0, ...new Array<number>(length).fill(1), last, 0, 1];
        const trial = { tables: [table], symbols };
        expect(decode(trial, encode(trial))).toEqual(symbols);
      }
    }
  });

  it('of nothing, and of what is certain, is no bytes at all', () => {
    expect(encode({ tables: [], symbols: [] }).length).toBe(0);
    const certain = { tables: [Uint32Array.of(0, 1)], symbols: new Array<number>(1000).fill(0) };
    expect(encode(certain).length).toBe(0);
    expect(decode(certain, new Uint8Array(0))).toEqual(certain.symbols);
  });

  it('reads any bytes as some symbols and never fails', () => {
    for (let trial = 0; trial < 50; trial++) {
      const random = Random.at(8, 'noise', trial);
      const bytes = Uint8Array.from({ length: random.integer(100) }, () =>
        trial % 2 === 0 ? 255 : random.integer(256),
      );
      const { tables } = randomTrial(trial);
      const symbols = decode({ tables, symbols: new Array<number>(500).fill(0) }, bytes);
      symbols.forEach((symbol, i) => {
        expect(symbol).toBeLessThan(tables[i % tables.length]!.length - 1);
      });
    }
  });

  it('refuses an interval that holds nothing or a total that is too large', () => {
    const encoder = new ArithmeticEncoder();
    expect(() => encoder.encode(3, 3, 8)).toThrow('got 3, 3, 8');
    expect(() => encoder.encode(0, 1, 2 ** 24 + 1)).toThrow('total <= 2^24');
  });
});
