// Text as tokens and back without loss, where a tokenizer's own decoding is only for reading: it shows end marks as
// line breaks. What cannot come back the same is refused.
import type { Corpus } from '../corpus.ts';
import { inputError } from '../errors.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { decodeUtf8, encodeUtf8, malformedOffset } from '../tokenizers/utf8.ts';

export interface TextForm {
  /** Tokens of a file's bytes. Throws an InputError that names `path`, the place and what was expected. */
  encode(bytes: Uint8Array, path: string): Int32Array;
  /** The bytes of tokens; `encode` of them gives the tokens again where the tokens came from it. */
  decode(tokens: ArrayLike<number>): Uint8Array;
}

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;

function textOf(bytes: Uint8Array, path: string): string {
  const odd = malformedOffset(bytes);
  if (odd >= 0) throw inputError(path, `byte ${odd}: expected UTF-8 text, got ${hex(bytes[odd]!)}`);
  return decodeUtf8(bytes);
}

/** The tokens of a text between end marks, and the end marks as `separator` in the text. */
function runsOf(tokens: ArrayLike<number>, endToken: number): number[][] {
  const runs: number[][] = [[]];
  for (const token of Array.from(tokens)) {
    if (token === endToken) runs.push([]);
    else runs.at(-1)!.push(token);
  }
  return runs;
}

/** Between documents of the user's text: the blank line that separates paragraphs of a `.txt`. */
const documentBreak = '\n\n';

/** The user's text, any UTF-8: a blank line is the end mark between documents, all else the tokenizer's. */
export function tokenizerText(tokenizer: Tokenizer): TextForm {
  const { endToken } = tokenizer;
  return {
    encode(bytes, path) {
      const documents = textOf(bytes, path).split(documentBreak);
      return Int32Array.from(
        documents.flatMap((document, i) => [...(i === 0 ? [] : [endToken]), ...tokenizer.encode(document)]),
      );
    },
    decode: (tokens) => encodeUtf8(runsOf(tokens, endToken).map(tokenizer.decode).join(documentBreak)),
  };
}

/** Text of a grammar's words: one document a line, words one space apart. The last line need not be whole. */
export function grammarText({
  vocabulary,
  endToken,
  decode,
}: Pick<Corpus, 'vocabulary' | 'endToken' | 'decode'>): TextForm {
  const words = Array.from({ length: vocabulary }, (_, token) => decode([token]));
  const tokenOf = new Map(words.map((word, token) => [word, token]));
  tokenOf.delete(words[endToken]!);
  return {
    encode: (bytes, path) => encodeWords(textOf(bytes, path), tokenOf, { endToken, path }),
    decode: (tokens) =>
      encodeUtf8(
        runsOf(tokens, endToken)
          .map((line) => line.map((token) => words[token]!).join(' '))
          .join('\n'),
      ),
  };
}

function encodeWords(
  text: string,
  tokenOf: ReadonlyMap<string, number>,
  { endToken, path }: { endToken: number; path: string },
): Int32Array {
  const tokens: number[] = [];
  text.split('\n').forEach((line, i) => {
    if (i > 0) tokens.push(endToken);
    if (line === '') return;
    let column = 1;
    for (const word of line.split(' ')) {
      const token = tokenOf.get(word);
      if (token === undefined) throw wrongWord(`${path}:${i + 1}:${column}`, word, tokenOf);
      tokens.push(token);
      column += word.length + 1;
    }
  });
  return Int32Array.from(tokens);
}

function wrongWord(path: string, word: string, tokenOf: ReadonlyMap<string, number>): Error {
  const some = [...tokenOf.keys()].slice(0, 4).join(', ');
  const got = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  return inputError(
    path,
    `expected one of the grammar's ${tokenOf.size} words (${some}, …), one space apart, got ${JSON.stringify(got)}`,
  );
}
