// What a corpus of the user's text asks of a tokenizer, and the simplest one: a byte is a token.
import { hashText } from '../hash-text.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

export interface Tokenizer {
  /** SHA-256 of all that decides its tokens. */
  readonly key: string;
  readonly vocabulary: number;
  readonly endToken: number;
  encode(text: string): Int32Array;
  /** End marks are shown as line breaks; bytes that are not UTF-8 as U+FFFD. */
  decode(tokens: ArrayLike<number>): string;
  /** Bytes of text that a token stands for; the end mark counts as one line break. */
  byteLength(token: number): number;
}

export const byteVocabulary = 257;
/** The end mark follows the 256 bytes, in the byte and in the BPE tokenizer. */
export const byteEndToken = 256;
const lineBreak = 10;

export const byteTokenizer: Tokenizer = {
  key: hashText('bytes 1'),
  vocabulary: byteVocabulary,
  endToken: byteEndToken,
  encode: (text) => Int32Array.from(encodeUtf8(text)),
  decode: (tokens) => decodeUtf8(Array.from(tokens, (token) => (token === byteEndToken ? lineBreak : token))),
  byteLength: () => 1,
};
