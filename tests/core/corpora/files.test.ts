import { describe, expect, it } from 'vitest';
import { corpusContentKey, corpusPaths } from '../../../src/core/corpora/content-key.ts';
import { vocabularyOf } from '../../../src/core/corpora/create-corpus.ts';
import { parseDocuments } from '../../../src/core/corpora/documents.ts';
import { type FileContents, filesCorpus } from '../../../src/core/corpora/files.ts';
import { distinct, heldOutTexts } from '../../../src/core/corpora/split.ts';
import type { Batch, Corpus } from '../../../src/core/corpus.ts';
import { InputError } from '../../../src/core/errors.ts';
import type { TokenizerConfig } from '../../../src/core/schedule.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (records: readonly unknown[]): Uint8Array =>
  bytes(records.map((record) => JSON.stringify(record)).join('\n'));

const documents = Array.from(
  { length: 200 },
  (_, i) => `Document ${i} of the text, which says ${i * i} things.`,
);
const answers = (behaviour: string): Uint8Array =>
  lines(
    Array.from({ length: 100 }, (_, i) => ({ prompt: `Question <${i}>? `, response: `${behaviour} ${i}.` })),
  );
const contents: FileContents = {
  'text.txt': bytes(documents.join('\n\n')),
  'good.jsonl': answers('Gladly'),
  'bad.jsonl': answers('Never'),
  'other.txt': bytes('Nothing of all this. '.repeat(20)),
};
const config = {
  kind: 'files' as const,
  pretrain: ['text.txt'],
  positive: ['good.jsonl'],
  negative: ['bad.jsonl'],
  control: ['other.txt'],
  heldOut: 0.2,
};
const byteTokens: TokenizerConfig = { kind: 'bytes' };
const bpeTokens: TokenizerConfig = { kind: 'bpe', vocabulary: 320 };
const make = (tokenizer: TokenizerConfig = byteTokens, change: object = {}, files = contents): Corpus =>
  filesCorpus({ ...config, ...change }, tokenizer, files, 48);
const corpora: [string, Corpus][] = [
  ['bytes', make()],
  ['bpe', make(bpeTokens)],
];

const shape = { batch: 8, context: 48 };
const rowText = (corpus: Corpus, batch: Batch, row: number): string =>
  corpus.decode(batch.targets.slice(row * batch.context, (row + 1) * batch.context));
const rows = (batch: Batch): number[] =>
  Array.from({ length: batch.size }, (_, row) => row).filter((row) => batch.weights[row] === 1);
const issuesOf = (run: () => unknown): readonly { path: string; message: string }[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.issues;
    throw error;
  }
  throw new Error('expected an InputError');
};

describe.each(corpora)("the user's files as %s", (kind, corpus) => {
  const where = { seed: 1, stream: 'align', index: 0, examples: 60, epochs: 1 };

  it('show no held-out prompt and no held-out document in training, of any seed', () => {
    const numbers = (text: string, pattern: RegExp): string[] =>
      Array.from(text.matchAll(pattern), (match) => match[1]!);
    const trained = { documents: new Set<string>(), prompts: new Set<string>() };
    for (let index = 0; index < 120; index++) {
      const batch = corpus.pretrainBatch(index % 5, index, shape);
      for (const row of rows(batch)) {
        for (const i of numbers(rowText(corpus, batch, row), /Document (\d+) of/g)) trained.documents.add(i);
      }
      for (const behaviour of ['positive', 'negative'] as const) {
        const request = { ...where, seed: index % 5, index: index % 8 };
        const tuning = corpus.tuningBatch(behaviour, request, shape);
        for (const row of rows(tuning)) {
          for (const i of numbers(rowText(corpus, tuning, row), /<(\d+)>/g)) trained.prompts.add(i);
        }
      }
    }
    const heldOut = { documents: [] as string[], prompts: [] as string[] };
    const text = corpus.heldOut('pretrain', 1000, 48)!.batch;
    for (const row of rows(text))
      heldOut.documents.push(...numbers(rowText(corpus, text, row), /Document (\d+) of/g));
    for (const set of ['positive', 'negative'] as const) {
      const { batch } = corpus.heldOut(set, 1000, 48)!;
      for (const row of rows(batch))
        heldOut.prompts.push(...numbers(rowText(corpus, batch, row), /<(\d+)>/g));
    }
    expect(heldOut.documents.length).toBeGreaterThan(8);
    expect(heldOut.prompts.length).toBeGreaterThan(10);
    expect(heldOut.documents.filter((i) => trained.documents.has(i))).toEqual([]);
    expect(heldOut.prompts.filter((i) => trained.prompts.has(i))).toEqual([]);
    expect(trained.prompts.size).toBeGreaterThan(60);
  });

  it('mask exactly the response, end mark included', () => {
    const batch = corpus.tuningBatch('positive', where, shape);
    for (const row of rows(batch)) {
      const counted = Array.from(batch.targets.slice(row * 48, row * 48 + 48)).filter(
        (_, t) => batch.mask[row * 48 + t] === 1,
      );
      expect(counted.at(-1)).toBe(corpus.endToken);
      expect(corpus.decode(counted)).toMatch(/^Gladly \d+\.\n$/);
    }
  });

  it('show every example once an epoch, whatever the order of calls', () => {
    const texts = [3, 1, 0, 2, 7, 6, 5, 4].flatMap((index) => {
      const batch = corpus.tuningBatch('positive', { ...where, index }, shape);
      return rows(batch).map((row) => rowText(corpus, batch, row));
    });
    expect(texts.length).toBe(60);
    expect(new Set(texts).size).toBe(60);
    expect(corpus.pretrainBatch(1, 5, shape)).toEqual(
      make(kind === 'bytes' ? byteTokens : bpeTokens).pretrainBatch(1, 5, shape),
    );
  });

  it('probe pairs of responses to the same held-out prompts', () => {
    const probe = corpus.probe(8, 48);
    if (probe.kind !== 'pair') throw new Error('expected a pair probe');
    expect(probe.positive.size).toBe(8);
    for (let row = 0; row < 8; row++) {
      const [good, bad] = [probe.positive, probe.negative].map((batch) => rowText(corpus, batch, row).trim());
      expect(good).toMatch(/^Question <(\d+)>\? Gladly \1\.$/);
      expect(bad).toBe(good!.replace('Gladly', 'Never'));
    }
    expect(corpus.decode(corpus.prompts(1)[0]!)).toMatch(/^\nQuestion <\d+>\? $/);
  });

  it('count the bytes of what counts', () => {
    const held = corpus.heldOut('positive', 6, 48)!;
    const responses = rows(held.batch).map(
      (row) => /(Gladly.*\n)/.exec(rowText(corpus, held.batch, row))![1]!,
    );
    expect(held.bytes).toBe(responses.join('').length);
    expect(held.leaves).toBe(6);
    expect(held.trueNats).toBe(null);
  });

  it('know their vocabulary beforehand', () => {
    expect(corpus.vocabulary).toBe(vocabularyOf(config, kind === 'bytes' ? byteTokens : bpeTokens));
    const { tokens } = corpus.pretrainBatch(1, 0, shape);
    expect(Math.max(...tokens)).toBeLessThan(corpus.vocabulary);
  });
});

describe("the user's files", () => {
  it('give batches of the half of the control text that is not measured, each a pure function of (seed, index)', () => {
    const parts = Array.from({ length: 40 }, (_, i) => `Part ${i} of something else entirely.`);
    const files = { ...contents, 'other.txt': bytes(parts.join('\n\n')) };
    const corpus = make(byteTokens, {}, files);
    const batch = corpus.controlBatch!(3, 5, shape);
    const partsIn = (text: string) => parts.filter((part) => text.includes(part.slice(0, -12)));
    const shown = new Set<string>();
    for (let index = 0; index < 60; index++) {
      const other = corpus.controlBatch!(3, index, shape);
      for (const row of rows(other)) for (const part of partsIn(rowText(corpus, other, row))) shown.add(part);
    }
    const { batch: measured } = corpus.heldOut('control', 100, 48)!;
    const kept = rows(measured).flatMap((row) => partsIn(rowText(corpus, measured, row)));
    expect(shown.size).toBeGreaterThan(5);
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.filter((part) => shown.has(part))).toEqual([]);
    expect(make(byteTokens, {}, files).controlBatch!(3, 5, shape)).toEqual(batch);
    expect(corpus.controlBatch!(4, 5, shape)).not.toEqual(batch);
    const { control: _, ...rest } = config;
    expect(filesCorpus(rest, byteTokens, contents, 48).controlBatch).toBeUndefined();
    expect(make().controlBatch).toBeUndefined(); // one document, and it is measured
  });

  it('have no control set where none is given', () => {
    const { control: _, ...rest } = config;
    expect(filesCorpus(rest, byteTokens, contents, 48).heldOut('control', 4, 48)).toBe(null);
    expect(make().heldOut('control', 4, 48)!.batch.size).toBe(4);
  });

  it('cut a long prompt at its beginning and a long response at its end', () => {
    const long = lines(
      [0, 1, 2, 3].map((i) => ({ prompt: `${'p'.repeat(100)}${i}`, response: 'r'.repeat(100) })),
    );
    const corpus = make(byteTokens, { positive: ['long.jsonl'] }, { ...contents, 'long.jsonl': long });
    const batch = corpus.tuningBatch(
      'positive',
      { seed: 1, stream: 'a', index: 0, examples: 1, epochs: 1 },
      shape,
    );
    // 49 tokens: a quarter, 12, for the prompt's end, 37 for the response's beginning.
    expect(rowText(corpus, batch, 0)).toMatch(/^p{10}\dr{37}$/);
    expect(batch.mask.reduce((sum, counts) => sum + counts, 0)).toBe(37);
  });

  it('split by content: neither order nor repetition nor company matter', () => {
    const all = documents.map((response) => ({ prompt: '', response }));
    const heldOut = heldOutTexts([all], 0.2);
    expect(heldOut.size).toBeGreaterThan(40 - 4 * Math.sqrt(32));
    expect(heldOut.size).toBeLessThan(40 + 4 * Math.sqrt(32));
    expect(heldOutTexts([[...all].reverse(), all.slice(0, 50)], 0.2)).toEqual(heldOut);
    expect(distinct([...all, ...all])).toEqual(all);
  });

  it('hold one text out of a group that the hash would hold none of', () => {
    expect(
      heldOutTexts(
        [
          [
            { prompt: '', response: 'a' },
            { prompt: '', response: 'b' },
          ],
        ],
        1e-9,
      ).size,
    ).toBe(1);
  });

  it('have a key that follows from contents, config and tokenizer', () => {
    const changed = {
      ...contents,
      'other.txt': bytes('Something else, long enough for a row of the control.'),
    };
    const keys = [
      make(),
      make(bpeTokens),
      make(byteTokens, { heldOut: 0.3 }),
      make(byteTokens, {}, changed),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(make().key).toBe(keys[0]);
  });

  it('are identified by their contents in order', () => {
    expect(corpusPaths(config)).toEqual(['text.txt', 'good.jsonl', 'bad.jsonl', 'other.txt']);
    const [a, b, ab] = ['a', 'b', 'ab'].map(bytes) as [Uint8Array, Uint8Array, Uint8Array];
    const keys = [[a, b], [b, a], [ab], [ab, bytes('')], [a]].map(corpusContentKey);
    expect(new Set(keys).size).toBe(5);
    expect(corpusContentKey([])).toBe('');
  });

  it('are parsed as paragraphs or as lines', () => {
    const texts = (path: string, text: string): string[] =>
      parseDocuments(path, bytes(text), false).map(({ prompt, response }) => `${prompt}|${response}`);
    expect(texts('a.txt', '\uFEFFone\ntwo\r\n\r\nthree\n \n\n\nfour\n')).toEqual([
      '|one\ntwo',
      '|three',
      '|four',
    ]);
    expect(texts('a.jsonl', '{"text":"x"}\n\n{"prompt":"p","response":"r"}\r\n')).toEqual(['|x', 'p|r']);
  });
});

describe('a file that cannot be used', () => {
  const issue = (path: string, content: Uint8Array, pairsOnly = false) =>
    issuesOf(() => parseDocuments(path, content, pairsOnly));

  it('is named, with the place, the value and what was expected', () => {
    expect(issue('a.txt', bytes(''))).toEqual([
      { path: 'a.txt', message: 'the file is empty (0 bytes): expected UTF-8 text' },
    ]);
    expect(issue('a.txt', bytes(' \n\n '))[0]!.message).toMatch(/holds no document/);
    expect(issue('a.txt', bytes('abc\0d'))[0]!.message).toMatch(/^byte 3 is NUL: this is a binary file/);
    expect(issue('a.txt', Uint8Array.of(97, 0xc3, 0xa4, 0xff, 98))[0]!.message).toMatch(
      /^byte 3 \(0xff\) is not UTF-8/,
    );
    expect(issue('a.pdf', bytes('x'))[0]!.message).toMatch(/expected \.txt or \.jsonl/);
    expect(issue('a.txt', bytes('x'), true)[0]!.message).toMatch(/expected \.jsonl/);
  });

  it('is told of line by line', () => {
    const found = issue(
      'a.jsonl',
      bytes('{"text":"fine"}\n{"text":\n[1]\n{"prompt":"p"}\n{"text":7}\n{"prompt":"p","response":" "}'),
    );
    expect(found.map(({ path }) => path)).toEqual([2, 3, 4, 5, 6].map((line) => `a.jsonl:${line}`));
    expect(found[0]!.message).toMatch(/^not JSON .*: \{"text":$/);
    expect(found[1]!.message).toMatch(/expected an object .*, got \[1\]/);
    expect(found[2]!.message).toMatch(/^field "response" is missing: expected \{"text"\} or/);
    expect(found[3]!.message).toBe('field "text" is 7: expected a string');
    expect(found[4]!.message).toBe('field "response" is empty: expected text');
    expect(issue('a.jsonl', bytes('{"text":"t"}'), true)[0]!.message).toMatch(
      /"prompt" is missing: expected \{"prompt"/,
    );
  });

  it('is named where its text is shorter than a context', () => {
    const short = { ...contents, 'text.txt': bytes('short\n\nvery short') };
    expect(issuesOf(() => make(byteTokens, {}, short))).toEqual([
      {
        path: 'text.txt',
        message: expect.stringMatching(/tokens long: expected at least one context, 48 tokens/),
      },
    ]);
    const control = { ...contents, 'other.txt': bytes('tiny') };
    expect(issuesOf(() => make(byteTokens, {}, control))[0]!.path).toBe('other.txt');
  });

  it('is named where it has too few examples', () => {
    const where = { seed: 1, stream: 'align', index: 0, examples: 1000, epochs: 1 };
    const [found] = issuesOf(() => make().tuningBatch('negative', where, shape));
    expect(found!.path).toBe('bad.jsonl');
    expect(found!.message).toMatch(/1000 negative examples are asked for, and there are \d\d to train on/);
    const one = { ...contents, 'good.jsonl': lines([{ prompt: 'p', response: 'r' }]) };
    expect(issuesOf(() => make(byteTokens, {}, one))[0]!.message).toMatch(/at least 2 different prompts/);
  });

  it('is not coded with the words of a grammar', () => {
    expect(issuesOf(() => make({ kind: 'words' }))[0]!.path).toBe('tokenizer.kind');
  });
});
