import { describe, expect, it } from 'vitest';
import { toBits } from '../../../src/core/compression/binary-form.ts';
import {
  compressionProtocol,
  decodeSequences,
  encodeSequences,
  groupedBits,
  idealCodeLength,
  protocolRates,
} from '../../../src/core/compression/protocol.ts';
import {
  leafEntropyBits,
  pathOf,
  prunedLeaves,
  tokenTree,
} from '../../../src/core/compression/token-tree.ts';
import { drawArc, expectedRest, type Grammar } from '../../../src/core/corpora/grammar.ts';
import { longestResponse, responseState, reviewsGrammar } from '../../../src/core/corpora/reviews.ts';
import { Random } from '../../../src/core/random.ts';

// Weights 1/2, 1/4, 1/4 unpruned: H = 1.5 bits, M = 3.
const sequences = [[0, 1, 1], [0, 1], [1], [0, 1, 1]];

describe('the compression protocol', () => {
  it('on a small tree is the one worked out by hand', () => {
    const protocol = compressionProtocol(sequences, { depth: 4 });
    expect(protocol.entropyBits).toBe(1.5);
    expect(protocol.averageBits).toBe(1.5);
    expect(protocol.leaves.map((_, leaf) => protocol.code[leaf]!.length)).toEqual([2, 1, 2]);
    // |x| = 4, 3, 2, 4 with the end leaf, one block each: ⌈1.5⌉ = 2 bits.
    const rates = protocolRates(protocol, sequences);
    expect(rates.leaves).toBe(3);
    expect(rates.gamma).toBeCloseTo((2 / 4 + 2 / 3 + 2 / 2 + 2 / 4) / 4, 12);
    expect(rates.gammaHuffman).toBeCloseTo((1 / 4 + 2 / 3 + 2 / 2 + 1 / 4) / 4, 12);
    expect(rates.gammaNormalised).toBeCloseTo(rates.gamma - Math.log2(3), 12);
  });

  it('pruned costs the ideal length once for each block of d symbols', () => {
    const protocol = compressionProtocol(sequences, { depth: 2 });
    expect(protocol.entropyBits).toBeCloseTo(0.811278, 6); // 3/4, 1/4
    expect([1, 2, 3, 4, 5].map((length) => idealCodeLength(length, protocol))).toEqual([1, 1, 2, 2, 3]);
    // The second block of 0 1, its end, is no leaf of the first blocks' tree: the ideal length stands for no code here.
    expect(protocolRates(protocol, sequences).gammaHuffman).toBeNull();
    expect(() => encodeSequences(protocol, [[0, 1]])).toThrow('no leaf of the token tree: end');
  });

  it('does not round an entropy of whole bits up', () => {
    const nine = compressionProtocol(
      Array.from({ length: 9 }, (_, i) => [i]),
      { depth: 1, weights: Array.from({ length: 9 }, (_, i) => (i < 7 ? 1 / 8 : 1 / 16)) },
    );
    expect(nine.entropyBits).toBeCloseTo(3.125, 12);
    expect(idealCodeLength(1, nine)).toBe(4);
    expect(idealCodeLength(1, { depth: 1, entropyBits: 3.0000000000000004 })).toBe(3);
  });

  it('codes sequences longer than d and decodes the same, where the tree has all blocks', () => {
    const random = Random.at(2, 'protocol');
    const many = Array.from({ length: 200 }, () =>
      Array.from({ length: random.integer(9) }, () => Math.floor(4 * random.uniform() ** 3)),
    );
    for (const depth of [1, 2, 3, 12]) {
      const protocol = compressionProtocol(many, { depth, blocks: 'all' });
      const bits = encodeSequences(protocol, many);
      expect(decodeSequences(protocol, bits, many.length)).toEqual(many);
      const blocks = many.reduce((sum, { length }) => sum + Math.ceil((length + 1) / depth), 0);
      expect(bits.length).toBeCloseTo(blocks * protocol.averageBits, 6);
      expect(protocol.averageBits).toBeGreaterThanOrEqual(protocol.entropyBits - 1e-12);
      expect(protocol.averageBits).toBeLessThan(protocol.entropyBits + 1);
      expect(() => decodeSequences(protocol, `${bits}0`, many.length)).toThrow('1 bits are left');
      expect(() => decodeSequences(protocol, bits.slice(0, -1), many.length)).toThrow('no code word begins');
    }
  });

  it('in binary form has the same leaves; γ is then per bit', () => {
    const binary = sequences.map((sequence) => toBits(sequence, 4)); // 2 bits a token
    const protocol = compressionProtocol(binary, { depth: 8 });
    expect(protocol.entropyBits).toBe(1.5);
    expect(protocolRates(protocol, binary).gamma).toBeCloseTo((2 / 7 + 2 / 5 + 2 / 3 + 2 / 7) / 4, 12);
  });
});

const grammar = reviewsGrammar({ positive: 1, keep: 1, domains: { review: 1, other: 0 } });
const responses = grammar.index.get(responseState)!;
const exactBits = expectedRest(grammar, responses).nats / Math.LN2;

/** Every response with its probability; responses end with the end mark, which the end leaf stands for. */
function allResponses(
  { first, token, next, probability, start }: Grammar,
  state: number,
): { paths: number[][]; weights: number[] } {
  const [paths, weights]: [number[][], number[]] = [[], []];
  const visit = (at: number, path: number[], weight: number): void => {
    for (let arc = first[at]!; arc < first[at + 1]!; arc++) {
      const share = weight * probability[arc]!;
      if (next[arc] === start) {
        paths.push(pathOf(path));
        weights.push(share);
      } else visit(next[arc]!, [...path, token[arc]!], share);
    }
  };
  visit(state, [], 1);
  return { paths, weights };
}

function sampledResponses(count: number): number[][] {
  const random = Random.at(1, 'responses');
  return Array.from({ length: count }, () => {
    const response: number[] = [];
    for (let state = responses; ; ) {
      const arc = drawArc(grammar, state, random);
      state = grammar.next[arc]!;
      if (state === grammar.start) return response;
      response.push(grammar.token[arc]!);
    }
  });
}

describe('the ideal code length and the entropy of the reviews grammar', () => {
  const { paths, weights } = allResponses(grammar, responses);

  it('agree exactly where the tree weighs every response by its probability', () => {
    const leaves = prunedLeaves(tokenTree(paths, weights), longestResponse);
    expect(leaves.length).toBe(10 * 8 * 10 * (1 + 8 * 10));
    expect(leafEntropyBits(leaves)).toBeCloseTo(exactBits, 9);
    expect(idealCodeLength(longestResponse, { depth: longestResponse, entropyBits: exactBits })).toBe(
      Math.ceil(exactBits),
    );
  });

  it('agree layer by layer: pruned to d, the tree has the entropy of the first d tokens', () => {
    const tree = tokenTree(paths, weights);
    const at = (depth: number): number => leafEntropyBits(prunedLeaves(tree, depth));
    const zipf = (n: number): number => {
      const total = Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
      return Array.from({ length: n }, (_, i) => 1 / (i + 1) / total).reduce(
        (h, p) => h - p * Math.log2(p),
        0,
      );
    };
    // word, "and", aspect, word, then "and" or the end by a fair coin, as the language is written.
    expect(at(1)).toBeCloseTo(zipf(10), 9);
    expect(at(2)).toBeCloseTo(zipf(10), 9);
    expect(at(3)).toBeCloseTo(zipf(10) + zipf(8), 9);
    expect(at(4)).toBeCloseTo(2 * zipf(10) + zipf(8), 9);
    expect(at(5)).toBeCloseTo(2 * zipf(10) + zipf(8) + 1, 9);
  });

  it('of samples tends to it, from below, as samples grow', () => {
    const all = sampledResponses(100_000);
    const gaps = [1000, 10_000, 100_000].map((count) => {
      const set = all.slice(0, count);
      return exactBits - compressionProtocol(set, { depth: longestResponse }).entropyBits;
    });
    expect(gaps[0]!).toBeGreaterThan(gaps[1]!);
    expect(gaps[1]!).toBeGreaterThan(gaps[2]!);
    expect(gaps[2]!).toBeGreaterThan(0);
    // Down to 4 tokens the support is small (800) against the sample: within 1 %.
    const leaves = compressionProtocol(all, { depth: 4 });
    const exact = leafEntropyBits(prunedLeaves(tokenTree(paths, weights), 4));
    expect(Math.abs(leaves.entropyBits / exact - 1)).toBeLessThan(0.01);
  });

  it('lose the effect of rounding up where blocks are rounded up together', () => {
    for (const size of [1, 10, 100, 1000]) {
      const excess = groupedBits(exactBits, size) - exactBits;
      expect(excess).toBeGreaterThanOrEqual(0);
      expect(excess).toBeLessThan(1 / size);
    }
  });

  it('leave Huffman codes of all responses within one bit, and far closer in fact', () => {
    const protocol = compressionProtocol(
      paths.map((path) => path.slice(0, -1)),
      { depth: longestResponse, weights },
    );
    expect(protocol.averageBits).toBeGreaterThanOrEqual(exactBits - 1e-9);
    expect(protocol.averageBits).toBeLessThan(exactBits + 0.05);
  });
});
