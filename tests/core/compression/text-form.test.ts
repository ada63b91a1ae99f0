import { describe, expect, it } from 'vitest';
import { grammarText, tokenizerText } from '../../../src/core/compression/text-form.ts';
import { createCorpus } from '../../../src/core/corpora/create-corpus.ts';
import { bpeTokenizer, trainMerges } from '../../../src/core/tokenizers/bpe.ts';
import { byteTokenizer } from '../../../src/core/tokenizers/tokenizer.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/tokenizers/utf8.ts';

const texts = [
  'a',
  '\n',
  '\n\n',
  '\n\n\n',
  'a\n\nb\n',
  '\n\na\n\n\n\nb\n\n',
  '﻿x\r\n\r\ny',
  'é ß 語 🙂\n\n🙂',
];

describe('text as tokens', () => {
  it('comes back the same, whatever its blank lines are', () => {
    const bpe = bpeTokenizer(trainMerges(['ab ab ab é é 語'], 270), 270);
    for (const form of [tokenizerText(byteTokenizer), tokenizerText(bpe)]) {
      for (const text of texts) {
        const bytes = encodeUtf8(text);
        expect(form.decode(form.encode(bytes, 'x.txt'))).toEqual(bytes);
      }
    }
  });

  it('has an end mark for a blank line', () => {
    expect([...tokenizerText(byteTokenizer).encode(encodeUtf8('a\n\nb'), 'x')]).toEqual([97, 256, 98]);
  });

  it('that is not UTF-8 is refused with the place', () => {
    expect(() => tokenizerText(byteTokenizer).encode(Uint8Array.of(97, 255), 'x.txt')).toThrow(
      'x.txt: byte 1: expected UTF-8 text, got 0xff',
    );
  });
});

describe('text of a grammar', () => {
  const corpus = createCorpus({ kind: 'reviews', positive: 0.5, touch: 0.5 }, { kind: 'words' }, 24);
  const form = grammarText(corpus);

  it('is one document a line, and comes back the same', () => {
    const { batch } = corpus.heldOut('pretrain', 20, 24)!;
    const bytes = form.decode(batch.targets);
    expect(form.encode(bytes, 'x')).toEqual(batch.targets);
    expect(decodeUtf8(bytes)).toMatch(/^(review|fact|sum|code|story): /m);
    for (const text of ['fact: the\n', '\n\n', 'sum: 1', '\nsum: 1 +\n\n']) {
      const tokens = form.encode(encodeUtf8(text), 'x');
      expect(decodeUtf8(form.decode(tokens))).toBe(text);
    }
  });

  it('names the line, the column and the word that it does not know', () => {
    const encode = (text: string) => () => form.encode(encodeUtf8(text), 'in.txt');
    expect(encode('sum: 1 + 1\nfact: the cat\nsum: 1 plus 2')).toThrow(
      /^in\.txt:3:8: expected one of the grammar's \d+ words .*got "plus"$/,
    );
    expect(encode('sum:  1')).toThrow('in.txt:1:6');
    expect(encode('<end>')).toThrow('in.txt:1:1');
  });
});
