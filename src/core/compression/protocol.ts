// The compression protocol of the paper (SCIENCE §2): the token tree of a set is pruned to depth d, its root-to-leaf
// paths get a Huffman code, a sequence is coded block by block of d symbols. Bits throughout; |x| counts the end leaf.
import { averageLength, type CodeTable, huffmanCode, readWord } from './huffman.ts';
import { endLeaf, type Leaf, leafEntropyBits, pathOf, prunedLeaves, tokenTree } from './token-tree.ts';

export interface Protocol {
  readonly depth: number;
  /** Of the pruned tree; M is their number. */
  readonly leaves: readonly Leaf[];
  /** H = −Σ_{l≤d} Σ_j p_lj log2 p_lj over the leaves j of each layer l, bits. */
  readonly entropyBits: number;
  /** Code words of the leaves. */
  readonly code: CodeTable;
  /** Average length of a word, bits, within [H, H + 1). */
  readonly averageBits: number;
}
export interface ProtocolOptions {
  readonly depth: number;
  /** Weight of each sequence, a probability or a count; 1 unless given. */
  readonly weights?: ArrayLike<number>;
  /**
   * `first`: the tree of the sequences, pruned, as in the paper: it has the first d symbols of each. `all`: the tree of
   * all blocks of d symbols, so that sequences longer than d can be coded. They are one where d holds every sequence.
   */
  readonly blocks?: 'first' | 'all';
}

/** The protocol of a set of sequences, without end marks of their own. */
export function compressionProtocol(
  sequences: readonly ArrayLike<number>[],
  { depth, weights, blocks = 'first' }: ProtocolOptions,
): Protocol {
  const parts = sequences.map((sequence) => {
    const all = blocksOf(sequence, depth);
    return blocks === 'all' ? all : all.slice(0, 1);
  });
  const partWeights = parts.flatMap((part, i) => part.map(() => (weights === undefined ? 1 : weights[i]!)));
  const leaves = prunedLeaves(tokenTree(parts.flat(), partWeights), depth);
  const shares = leaves.map(({ weight }) => weight);
  const code = huffmanCode(shares);
  return {
    depth,
    leaves,
    entropyBits: leafEntropyBits(leaves),
    code,
    averageBits: averageLength(code, shares),
  };
}

/** The path of a sequence in blocks of `depth` symbols; the last, which may be shorter, ends in the end leaf. */
export function blocksOf(sequence: ArrayLike<number>, depth: number): number[][] {
  const path = pathOf(sequence);
  return Array.from({ length: Math.ceil(path.length / depth) }, (_, i) =>
    path.slice(i * depth, (i + 1) * depth),
  );
}

const keyOf = (path: readonly number[]): string => path.join(' ');

/** Sequences as one string of 0 and 1. Throws where a block is no leaf of the tree: it has no code word. */
export function encodeSequences(protocol: Protocol, sequences: Iterable<ArrayLike<number>>): string {
  const wordOf = new Map(protocol.leaves.map(({ path }, leaf) => [keyOf(path), protocol.code[leaf]!]));
  const words: string[] = [];
  for (const sequence of sequences) {
    for (const block of blocksOf(sequence, protocol.depth)) words.push(wordOfBlock(wordOf, block));
  }
  return words.join('');
}

function wordOfBlock(wordOf: ReadonlyMap<string, string>, block: readonly number[]): string {
  const word = wordOf.get(keyOf(block));
  if (word === undefined)
    throw new Error(`no leaf of the token tree: ${block.join(' ').replace(/-1$/, 'end')}`);
  return word;
}

/** The `count` sequences that the bits stand for. Throws where bits are missing, left over or no code word. */
export function decodeSequences(protocol: Protocol, bits: string, count: number): number[][] {
  const symbolOf = new Map(protocol.code.map((word, leaf) => [word, leaf]));
  const sequences: number[][] = [];
  let at = 0;
  while (sequences.length < count) {
    const path: number[] = [];
    while (path.at(-1) !== endLeaf) {
      const { symbol, end } = readWord(bits, at, symbolOf);
      path.push(...protocol.leaves[symbol]!.path);
      at = end;
    }
    sequences.push(path.slice(0, -1));
  }
  if (at < bits.length) throw new Error(`${bits.length - at} bits are left after ${count} sequences`);
  return sequences;
}

/** Rounding of H in binary64 must not add a bit. */
const roundingBits = 1e-9;

/**
 * Ideal code length of a sequence whose path has `length` symbols, bits: ⌈|x|/d⌉ · ⌈H⌉, as SCIENCE §2 gives it. The
 * wording of the paper is unverified; log is taken as log2, since the code is in bits. Where each block is rounded up
 * by itself, as here, the rounding stays however long x is; `groupedBits` tells what is left of it in groups.
 */
export const idealCodeLength = (
  length: number,
  { depth, entropyBits }: Pick<Protocol, 'depth' | 'entropyBits'>,
): number => Math.ceil(length / depth) * Math.ceil(entropyBits - roundingBits);

/** Bits per block where `size` blocks are rounded up together, ⌈size · H⌉ / size: within 1 / size of H. */
export const groupedBits = (entropyBits: number, size: number): number =>
  Math.ceil(size * entropyBits - roundingBits) / size;

export interface ProtocolRates {
  /** M, the leaves of the pruned tree. */
  readonly leaves: number;
  /** γ = E[ideal code length / |x|], bits per symbol. */
  readonly gamma: number;
  /** γ − log2 M. */
  readonly gammaNormalised: number;
  /** E[length of the Huffman code / |x|], bits per symbol; null where a block has no code word. */
  readonly gammaHuffman: number | null;
}

/** Rates of a set under a protocol, its own or another's. `weights` as in `ProtocolOptions`. */
export function protocolRates(
  protocol: Protocol,
  sequences: readonly ArrayLike<number>[],
  weights?: ArrayLike<number>,
): ProtocolRates {
  const wordOf = new Map(protocol.leaves.map(({ path }, leaf) => [keyOf(path), protocol.code[leaf]!]));
  let [total, ideal, huffman] = [0, 0, 0];
  sequences.forEach((sequence, i) => {
    const weight = weights === undefined ? 1 : weights[i]!;
    const length = sequence.length + 1;
    const words = blocksOf(sequence, protocol.depth).map((block) => wordOf.get(keyOf(block))?.length);
    total += weight;
    ideal += (weight * idealCodeLength(length, protocol)) / length;
    huffman += (weight * words.reduce((sum: number, bits) => sum + (bits ?? Number.NaN), 0)) / length;
  });
  const gamma = ideal / total;
  return {
    leaves: protocol.leaves.length,
    gamma,
    gammaNormalised: gamma - Math.log2(protocol.leaves.length),
    gammaHuffman: Number.isNaN(huffman) ? null : huffman / total,
  };
}
