// Byte-pair encoding over UTF-8 bytes: training and coding, deterministic (Sennrich et al. 2016, byte-level as in
// GPT-2). Tokens 0–255 are bytes, 256 is the end mark, token 257 + i is the i-th merge.
import { hashText } from '../hash-text.ts';
import { PairHeap } from './pair-heap.ts';
import { byteEndToken, byteVocabulary, type Tokenizer } from './tokenizer.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export type Merge = readonly [left: number, right: number];

/** Merges never cross a piece: a word, a number or a run of signs with the space before it, or white space. */
const pieces = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const piecesOf = (text: string): readonly string[] => text.match(pieces) ?? [];

const pairKey = (left: number, right: number): number => left * 65_536 + right;
const pairOf = (key: number): Merge => [Math.floor(key / 65_536), key % 65_536];

interface Word {
  tokens: number[];
  readonly count: number;
}

function countWords(texts: Iterable<string>): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of piecesOf(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return Array.from(counts, ([piece, count]) => ({ tokens: Array.from(encodeUtf8(piece)), count }));
}

function replacePair(tokens: readonly number[], left: number, right: number, merged: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isPair = tokens[i] === left && tokens[i + 1] === right;
    result.push(isPair ? merged : tokens[i]!);
    if (isPair) i++;
  }
  return result;
}

/**
 * The merges that training on `texts` finds, at most `vocabulary` − 257: each time the most frequent pair, the smallest
 * pair of tokens among equals. It stops early where no pair occurs twice.
 */
export function trainMerges(texts: Iterable<string>, vocabulary: number): Merge[] {
  const words = countWords(texts);
  const counts = new Map<number, number>();
  const users = new Map<number, Set<Word>>();
  const changed = new Set<number>();
  const tally = (word: Word, sign: 1 | -1): void => {
    for (let i = 0; i + 1 < word.tokens.length; i++) {
      const key = pairKey(word.tokens[i]!, word.tokens[i + 1]!);
      counts.set(key, (counts.get(key) ?? 0) + sign * word.count);
      changed.add(key);
      if (sign === -1) continue;
      const using = users.get(key);
      if (using === undefined) users.set(key, new Set([word]));
      else using.add(word);
    }
  };
  for (const word of words) tally(word, 1);
  const heap = new PairHeap();
  const merges: Merge[] = [];
  while (merges.length < vocabulary - byteVocabulary) {
    for (const key of changed) heap.push(counts.get(key)!, key);
    changed.clear();
    const best = heap.popCurrent((key) => counts.get(key)!);
    if (best === null || counts.get(best)! < 2) break;
    const [left, right] = pairOf(best);
    const merged = byteVocabulary + merges.length;
    merges.push([left, right]);
    for (const word of users.get(best)!) {
      tally(word, -1);
      word.tokens = replacePair(word.tokens, left, right, merged);
      tally(word, 1);
    }
    users.delete(best);
  }
  return merges;
}

function applyMerges(bytes: Uint8Array, ranks: ReadonlyMap<number, number>): number[] {
  let tokens = Array.from(bytes);
  while (tokens.length > 1) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < tokens.length; i++) {
      best = Math.min(best, ranks.get(pairKey(tokens[i]!, tokens[i + 1]!)) ?? Number.POSITIVE_INFINITY);
    }
    if (best === Number.POSITIVE_INFINITY) break;
    const i = tokens.findIndex((token, at) => ranks.get(pairKey(token, tokens[at + 1] ?? -1)) === best);
    tokens = replacePair(tokens, tokens[i]!, tokens[i + 1]!, byteVocabulary + best);
  }
  return tokens;
}

/** A tokenizer of `vocabulary` tokens (ids without a merge stay unused, so a model's size is known beforehand). */
export function bpeTokenizer(merges: readonly Merge[], vocabulary: number): Tokenizer {
  const ranks = new Map(merges.map(([left, right], rank) => [pairKey(left, right), rank]));
  const bytesOf: number[][] = Array.from({ length: 256 }, (_, byte) => [byte]);
  bytesOf.push([10]); // the end mark reads as a line break
  for (const [left, right] of merges) bytesOf.push([...bytesOf[left]!, ...bytesOf[right]!]);
  const known = new Map<string, readonly number[]>();
  const encodePiece = (piece: string): readonly number[] => {
    let tokens = known.get(piece);
    if (tokens === undefined) {
      tokens = applyMerges(encodeUtf8(piece), ranks);
      known.set(piece, tokens);
    }
    return tokens;
  };
  return {
    key: hashText(JSON.stringify(['bpe', 1, vocabulary, pieces.source, merges])),
    vocabulary,
    endToken: byteEndToken,
    encode: (text) => Int32Array.from(piecesOf(text).flatMap(encodePiece)),
    decode: (tokens) => decodeUtf8(Array.from(tokens).flatMap((token) => bytesOf[token] ?? [])),
    byteLength: (token) => bytesOf[token]?.length ?? 0,
  };
}
