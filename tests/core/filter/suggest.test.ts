// What a filter suggests at the caret.
import { describe, expect, it } from 'vitest';
import { quoted, suggestFilter } from '../../../src/core/filter/suggest.ts';

const vocabulary = {
  axes: {
    'model.width': [16, 32],
    'align.examples': [512],
    'unalign.examples': [100],
    'corpus.kind': ['dialogue'],
  },
  tags: ['paper', 'to do', 'k-law'],
  names: ['Prior sweep'],
};
const at = (text: string, caret = text.length) => suggestFilter(text, caret, vocabulary, 50);
const texts = (text: string, caret?: number): string[] =>
  at(text, caret).options.map((option) => option.text);

describe('suggestions of a filter', () => {
  it('begin with axes and fields, the short name where it is of one axis', () => {
    expect(texts('').slice(0, 6)).toEqual([
      'width',
      'align.examples',
      'unalign.examples',
      'kind',
      'name',
      'state',
    ]);
    expect(texts('wi')).toEqual(['width']);
    expect(texts('exam')).toEqual(['align.examples', 'unalign.examples']);
  });

  it('take the place of the whole word that the caret is in', () => {
    expect(at('starred and wid = 3', 14)).toMatchObject({ from: 12, to: 15, options: [{ text: 'width' }] });
  });

  it('are values behind an operator', () => {
    expect(texts('width = ')).toEqual(['16', '32']);
    expect(texts('model.width in (16, ')).toEqual(['16', '32']);
    expect(texts('state=f')).toEqual(['finished', 'failed']);
    expect(texts('tag:')).toEqual(['paper', '"to do"', 'k-law']);
    expect(texts('tag = "to')).toEqual(['"to do"']);
    expect(texts('name ~ pri')).toEqual(['"Prior sweep"']);
    expect(texts('starred = ')).toEqual(['true', 'false']);
    expect(texts('kind = ')).toEqual(['dialogue']);
  });

  it('are columns of numbers behind a sign of order', () => {
    expect(texts('final < ').slice(0, 2)).toEqual(['pretrained', 'aligned']);
    expect(texts('final < al')).toContain('aligned');
    expect(texts('final < ')).not.toContain('final');
    expect(texts('final < ')).not.toContain('corpus.kind');
    expect(texts('width > ').slice(0, 2)).toEqual(['16', '32']);
    expect(texts('width > ')).toContain('align.examples');
    expect(texts('final = ')).toEqual([]);
  });

  it('join what is complete', () => {
    expect(texts('width = 32 ').slice(0, 2)).toEqual(['and', 'or']);
    expect(texts('width = 32 and ')[0]).toBe('width');
    expect(texts('not ')[0]).toBe('width');
  });

  it('are no more than asked for', () => {
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag-${index}`);
    const { options } = suggestFilter('tag = tag-99', 12, { axes: {}, tags, names: [] }, 8);
    expect(options).toHaveLength(8);
  });
});

describe('quoting', () => {
  it('is only done where a bare word would not do', () => {
    expect(['paper', 'k-law', '1.5M'].map(quoted)).toEqual(['paper', 'k-law', '1.5M']);
    expect(['to do', 'a"b', 'and', '-x', ''].map(quoted)).toEqual([
      '"to do"',
      '"a\\"b"',
      '"and"',
      '"-x"',
      '""',
    ]);
  });
});
