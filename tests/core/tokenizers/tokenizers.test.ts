import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { bpeTokenizer, trainMerges } from '../../../src/core/tokenizers/bpe.ts';
import { byteTokenizer } from '../../../src/core/tokenizers/tokenizer.ts';
import { decodeUtf8, encodeUtf8, malformedOffset } from '../../../src/core/tokenizers/utf8.ts';

/** Texts of all planes, with spaces, line breaks, combining marks, joined emoji, right-to-left, NUL. */
const texts = [
  '',
  ' ',
  'plain words, and 123 numbers.',
  '  two  spaces \n\n\ttabs\r\n end ',
  'Grüße – naïve café e\u0301',
  '日本語のテキスト 中文 한국어',
  'שלום مرحبا',
  '👩‍👩‍👧‍👦 🇩🇪 𝒳 𐍈',
  'a\u0000b\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}',
  ...Array.from({ length: 300 }, (_, i) => randomText(i)),
];
function randomText(index: number): string {
  const random = Random.at(1, 'texts', index);
  return Array.from({ length: random.integer(60) }, () => {
    const code = random.integer([0x80, 0x800, 0x10000, 0x110000][random.integer(4)]!);
    return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0x20 : code);
  }).join('');
}
const merges = trainMerges(
  texts.concat(Array.from({ length: 20 }, () => 'the words and the numbers 123')),
  400,
);
const bpe = bpeTokenizer(merges, 400);

describe('UTF-8', () => {
  it('codes as the platform does, lone surrogates too', () => {
    for (const text of [...texts, 'a\ud800b', '\udc00', '\ud83d']) {
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
    }
  });

  it('decodes any bytes as the platform does, and finds the first that is malformed', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
    const isStrict = (bytes: Uint8Array): boolean => {
      try {
        strict.decode(bytes);
        return true;
      } catch {
        return false;
      }
    };
    const interesting = [
      0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xf0, 0x90, 0x8f, 0xf4, 0xf5,
    ];
    for (let i = 0; i < 5000; i++) {
      const random = Random.at(2, 'bytes', i);
      const bytes = Uint8Array.from({ length: random.integer(12) }, () => interesting[random.integer(15)]!);
      expect(decodeUtf8(bytes)).toBe(lossy.decode(bytes));
      const offset = malformedOffset(bytes);
      expect(offset < 0).toBe(isStrict(bytes));
      if (offset >= 0) expect(isStrict(bytes.slice(0, offset))).toBe(true);
    }
  });
});

describe('tokenizers', () => {
  it('give back every text', () => {
    for (const text of texts) {
      expect(byteTokenizer.decode(byteTokenizer.encode(text))).toBe(text);
      expect(bpe.decode(bpe.encode(text))).toBe(text);
    }
  });

  it('count every byte of a text once', () => {
    for (const text of texts) {
      for (const tokenizer of [byteTokenizer, bpe]) {
        const bytes = tokenizer.encode(text).reduce((sum, token) => sum + tokenizer.byteLength(token), 0);
        expect(bytes).toBe(encodeUtf8(text).length);
      }
    }
  });

  it('show an end mark as a line break', () => {
    expect(bpe.decode([...bpe.encode('a'), bpe.endToken, ...bpe.encode('b')])).toBe('a\nb');
    expect(byteTokenizer.decode([97, byteTokenizer.endToken, 98])).toBe('a\nb');
  });
});

describe('byte-pair encoding', () => {
  it('finds the merges worked out by hand', () => {
    // Words: low ×5, lower ×2, newest ×6, widest ×3 (Sennrich et al. 2016), each with its space, but the first.
    const text = `${' low'.repeat(5)}${' lower'.repeat(2)}${' newest'.repeat(6)}${' widest'.repeat(3)}`;
    const found = trainMerges([text], 257 + 4);
    const [e, s, t, l, o, w] = ['e', 's', 't', 'l', 'o', 'w'].map((letter) => letter.charCodeAt(0));
    // es 9, then est 9; then ties of 7 go to the smaller pair: (space, l), then (o, w).
    expect(found.slice(0, 2)).toEqual([
      [e, s],
      [257, t],
    ]);
    expect(found[2]).toEqual([32, l]);
    expect(found[3]).toEqual([o, w]);
  });

  it('agrees with counting all pairs anew for every merge', () => {
    const corpus =
      'she sells sea shells by the sea shore, and the shells she sells are sea shells: aaaa aaaaa. ';
    expect(trainMerges([corpus, corpus.toUpperCase()], 330)).toEqual(
      slowMerges([corpus, corpus.toUpperCase()], 330),
    );
  });

  it('does not depend on anything but the texts, and stops where no pair occurs twice', () => {
    expect(trainMerges(texts, 400)).toEqual(trainMerges([...texts], 400));
    expect(trainMerges(['abc'], 1000)).toEqual([]);
    expect(bpeTokenizer([], 1000).vocabulary).toBe(1000);
  });

  it('has a key that follows from its merges', () => {
    expect(bpeTokenizer(merges, 400).key).toBe(bpe.key);
    expect(bpeTokenizer(merges.slice(0, -1), 400).key).not.toBe(bpe.key);
  });
});

function slowMerges(sources: string[], vocabulary: number): (readonly [number, number])[] {
  const pieces = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
  let words = sources
    .flatMap((text) => text.match(pieces) ?? [])
    .map((piece) => Array.from(encodeUtf8(piece)));
  const found: (readonly [number, number])[] = [];
  while (found.length < vocabulary - 257) {
    const counts = new Map<string, number>();
    for (const word of words) {
      for (let i = 0; i + 1 < word.length; i++) {
        const pair = `${word[i]} ${word[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    const ranked = Array.from(counts, ([pair, count]) => ({ pair: pair.split(' ').map(Number), count })).sort(
      (a, b) => b.count - a.count || a.pair[0]! - b.pair[0]! || a.pair[1]! - b.pair[1]!,
    );
    if (ranked.length === 0 || ranked[0]!.count < 2) break;
    const [left, right] = ranked[0]!.pair as [number, number];
    const merged = 257 + found.length;
    found.push([left, right]);
    words = words.map((word) => {
      const result: number[] = [];
      for (let i = 0; i < word.length; i++) {
        if (word[i] === left && word[i + 1] === right) {
          result.push(merged);
          i++;
        } else result.push(word[i]!);
      }
      return result;
    });
  }
  return found;
}
