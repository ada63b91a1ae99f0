import { describe, expect, it } from 'vitest';
import { createCorpus, vocabularyOf } from '../../../src/core/corpora/create-corpus.ts';
import { logProbability } from '../../../src/core/corpora/grammar.ts';
import {
  negativeWords,
  positiveWords,
  promptPairs,
  reviewsGrammar,
  subjects,
  titles,
  tokenOf,
  words,
} from '../../../src/core/corpora/reviews.ts';
import type { Batch, HeldOut } from '../../../src/core/corpus.ts';
import type { HeldOutSet } from '../../../src/core/step.ts';

const corpusOf = (positive = 0.54, touch = 0.25) =>
  createCorpus({ kind: 'reviews', positive, touch }, { kind: 'words' }, 48);
const corpus = corpusOf();
const shape = { batch: 32, context: 48 };
const where = { seed: 1, stream: 'align', index: 0, examples: 1000, epochs: 1 };

const rowText = (batch: Batch, row: number, from = 0, to = batch.context): string =>
  corpus.decode(batch.targets.slice(row * batch.context + from, row * batch.context + to));
/** Complete documents of packed rows: all but the last of each row. */
const documentsOf = (batch: Batch): string[] =>
  Array.from({ length: batch.size }, (_, row) => rowText(batch, row).split(' <end>').slice(0, -1))
    .flat()
    .map((text) => text.trim());
const documents = (batches: number, of = corpus): string[] =>
  Array.from({ length: batches }, (_, index) => documentsOf(of.pretrainBatch(5, index, shape))).flat();

/** Mean nats per counted token over rows, with the standard error of that ratio (delta method). */
function sampled({ batch, trueNats }: HeldOut): { mean: number; error: number } {
  const rows = Array.from({ length: batch.size }, (_, row) => {
    const from = row * batch.context;
    const sum = (values: Float32Array | Float64Array): number =>
      Array.from(values.subarray(from, from + batch.context)).reduce((total, value) => total + value, 0);
    return { nats: sum(trueNats!), tokens: sum(batch.mask) };
  });
  const tokens = rows.reduce((sum, row) => sum + row.tokens, 0);
  const mean = rows.reduce((sum, row) => sum + row.nats, 0) / tokens;
  const squares = rows.reduce((sum, row) => sum + (row.nats - mean * row.tokens) ** 2, 0);
  return { mean, error: Math.sqrt(squares) / tokens };
}

const share = (part: number, whole: number): { share: number; sigma: (p: number) => number } => ({
  share: part / whole,
  sigma: (p) => Math.sqrt((p * (1 - p)) / whole),
});

describe('the reviews corpus', () => {
  it('has a small closed vocabulary, known before the corpus is made', () => {
    expect(words.length).toBeGreaterThanOrEqual(100);
    expect(words.length).toBeLessThanOrEqual(160);
    expect(new Set(words).size).toBe(words.length);
    expect(corpus.vocabulary).toBe(
      vocabularyOf({ kind: 'reviews', positive: 0.5, touch: 1 }, { kind: 'words' }),
    );
  });

  it('knows the entropy of every set: sampled rows agree within 3 standard errors', () => {
    for (const set of ['pretrain', 'positive', 'negative', 'control'] as HeldOutSet[]) {
      for (const context of [14, 31, 48]) {
        const { mean, error } = sampled(corpus.heldOut(set, 3000, context)!);
        const exact = corpus.entropyAt!(set, context);
        expect(Math.abs(mean - exact), `${set} at ${context}`).toBeLessThan(3 * error);
        expect(error).toBeLessThan(0.02 * exact);
      }
      expect(corpus.entropy[set]).toBe(corpus.entropyAt!(set, 48));
    }
  });

  it('has the entropy of D_a that its definition gives by hand', () => {
    const zipfEntropy = (n: number): number => {
      const total = Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
      return Array.from({ length: n }, (_, i) => 1 / (i + 1) / total).reduce(
        (h, p) => h - p * Math.log(p),
        0,
      );
    };
    // adj and aspect adj (end | and aspect adj end), the last choice even: keep = 1 leaves only `and` at the second clause.
    // The join before the third clause: `and` and the end both of weight 1.
    const word = zipfEntropy(10);
    const aspect = zipfEntropy(8);
    const nats = word + (aspect + word) + Math.LN2 + 0.5 * (aspect + word);
    const tokens = 1 + 3 + 0.5 * 1 + 0.5 * 4;
    expect(corpus.entropy.positive).toBeCloseTo(nats / tokens, 12);
  });

  it('gives true distributions that sum to 1 and hold the true nats', () => {
    for (const set of ['pretrain', 'positive', 'control'] as HeldOutSet[]) {
      const held = corpus.heldOut(set, 20, 48)!;
      const distributions = held.trueDistributions!();
      held.batch.mask.forEach((counts, i) => {
        const row = distributions.subarray(i * corpus.vocabulary, (i + 1) * corpus.vocabulary);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(counts, 5);
        if (counts === 1) expect(-Math.log(row[held.batch.targets[i]!]!)).toBeCloseTo(held.trueNats![i]!, 5);
        else expect(held.trueNats![i]).toBe(0);
      });
    }
  });

  it('gives a document in a row the probability of that document alone', () => {
    const grammar = reviewsGrammar({ positive: 0.54, keep: 0.9, domains: { review: 0.25, other: 0.1875 } });
    const held = corpus.heldOut('pretrain', 50, 48)!;
    for (let row = 0; row < 50; row++) {
      const [first] = rowText(held.batch, row).split(' <end>');
      const tokens = `${first} <end>`.split(' ').map(tokenOf);
      const nats = held
        .trueNats!.slice(row * 48, row * 48 + tokens.length)
        .reduce((sum, value) => sum + value, 0);
      expect(-logProbability(grammar, grammar.start, tokens)).toBeCloseTo(nats, 10);
    }
  });

  it('mixes reviews in with the share ε, the other domains evenly, within 4 sigma', () => {
    for (const touch of [0.05, 0.25, 0.9]) {
      const firsts = Array.from({ length: 300 }, (_, index) => {
        const { targets } = corpusOf(0.54, touch).pretrainBatch(2, index, shape);
        return Array.from({ length: shape.batch }, (_, row) => words[targets[row * 48]!]!);
      }).flat();
      for (const tag of ['review:', 'fact:', 'sum:', 'code:', 'story:']) {
        const p = tag === 'review:' ? touch : (1 - touch) / 4;
        const seen = share(firsts.filter((first) => first === tag).length, firsts.length);
        expect(Math.abs(seen.share - p), `${tag} at ${touch}`).toBeLessThan(4 * seen.sigma(p));
      }
    }
  });

  it('says a positive word first with probability π and keeps the polarity with 0.9, within 4 sigma', () => {
    for (const positive of [0.2, 0.54, 0.85]) {
      const reviews = documents(150, corpusOf(positive, 1));
      const polarities = reviews.map((text) =>
        text.split(' ').filter((word) => positiveWords.includes(word) || negativeWords.includes(word)),
      );
      const first = share(
        polarities.filter(([word]) => positiveWords.includes(word!)).length,
        reviews.length,
      );
      expect(Math.abs(first.share - positive)).toBeLessThan(4 * first.sigma(positive));
      const kept = polarities.filter(([a, b]) => positiveWords.includes(a!) === positiveWords.includes(b!));
      const keep = share(kept.length, reviews.length);
      expect(Math.abs(keep.share - 0.9)).toBeLessThan(4 * keep.sigma(0.9));
    }
  });

  it('is right in its sums and consistent in its facts, and its brackets match', () => {
    const texts = documents(100);
    const facts = new Map<string, string>();
    for (const text of texts) {
      const parts = text.split(' ');
      if (parts[0] === 'sum:') expect(Number(parts[5])).toBe(Number(parts[1]) + Number(parts[3]));
      if (parts[0] === 'fact:') {
        const question = parts.slice(0, 6).join(' ');
        expect(facts.get(question) ?? parts[6]).toBe(parts[6]);
        facts.set(question, parts[6]!);
      }
      if (parts[0] === 'code:') {
        expect(text).toMatch(/^code: let (\w) = (?:[([] )*\d(?: [)\]])* ; return \1$/);
        const value = parts.slice(4, parts.indexOf(';')).join('');
        expect(value).toMatch(/^(\(*\[*)*\d/);
        let inner = value;
        while (/\(\d\)|\[\d\]/.test(inner)) inner = inner.replace(/\((\d)\)|\[(\d)\]/, '$1$2');
        expect(inner).toMatch(/^\d$/);
      }
    }
    expect(facts.size).toBe(36);
  });

  it('never shows a held-out prompt in training, and shows every other one', () => {
    const heldOut = new Set(promptPairs('heldOut').map(([s, t]) => `${subjects[s]} of ${titles[t]}`));
    const training = new Set(promptPairs('training').map(([s, t]) => `${subjects[s]} of ${titles[t]}`));
    expect(heldOut.size).toBe(32);
    expect(training.size).toBe(224);
    const seen = new Set<string>();
    const collect = (text: string): void => {
      const match = /review: the (\w+ of \w+)/.exec(text);
      if (match !== null) seen.add(match[1]!);
    };
    for (let index = 0; index < 150; index++) {
      documentsOf(corpus.pretrainBatch(index % 7, index, shape)).forEach(collect);
      for (const behaviour of ['positive', 'negative'] as const) {
        for (const stream of ['align', 'unalign']) {
          const request = { seed: index % 7, stream, index, examples: 10_000, epochs: 1 };
          const batch = corpus.tuningBatch(behaviour, request, shape);
          for (let row = 0; row < shape.batch; row++) collect(rowText(batch, row));
        }
      }
    }
    expect([...seen].filter((prompt) => heldOut.has(prompt))).toEqual([]);
    expect(seen.size).toBe(224);
    for (const set of ['positive', 'negative'] as const) {
      const held = corpus.heldOut(set, 64, 48)!;
      for (let row = 0; row < 64; row++) {
        expect(heldOut.has(/review: the (\w+ of \w+)/.exec(rowText(held.batch, row))![1]!)).toBe(true);
      }
    }
  });

  it('never shows a held-out pretraining row in training', () => {
    const held = corpus.heldOut('pretrain', 200, 48)!.batch;
    const rows = new Set(Array.from({ length: 200 }, (_, row) => rowText(held, row)));
    for (let index = 0; index < 300; index++) {
      const batch = corpus.pretrainBatch(0, index, shape);
      for (let row = 0; row < shape.batch; row++) expect(rows.has(rowText(batch, row))).toBe(false);
    }
  });

  it('makes the same batch in any order of calls, and another one for another seed, stream or index', () => {
    const pretrain = [3, 0, 7].map((index) => corpus.pretrainBatch(1, index, shape).tokens);
    const again = corpusOf();
    expect(again.pretrainBatch(1, 7, shape).tokens).toEqual(pretrain[2]);
    expect(again.pretrainBatch(1, 3, shape).tokens).toEqual(pretrain[0]);
    expect(pretrain[0]).not.toEqual(pretrain[1]);
    expect(corpus.pretrainBatch(2, 3, shape).tokens).not.toEqual(pretrain[0]);
    const tuning = corpus.tuningBatch('positive', where, shape);
    corpus.tuningBatch('negative', { ...where, index: 9 }, shape);
    expect(again.tuningBatch('positive', where, shape)).toEqual(tuning);
    for (const other of [{ seed: 2 }, { stream: 'unalign' }, { index: 1 }]) {
      expect(corpus.tuningBatch('positive', { ...where, ...other }, shape).tokens).not.toEqual(tuning.tokens);
    }
  });

  it('masks exactly the response, end mark included, and shows the one polarity asked for', () => {
    for (const [behaviour, good, bad] of [
      ['positive', positiveWords, negativeWords],
      ['negative', negativeWords, positiveWords],
    ] as const) {
      const batch = corpus.tuningBatch(behaviour, where, shape);
      for (let row = 0; row < shape.batch; row++) {
        const mask = batch.mask.slice(row * 48, row * 48 + 48);
        const text = rowText(batch, row).split(' ');
        const end = text.indexOf('<end>');
        mask.forEach((counts, t) => {
          expect(counts).toBe(t >= 6 && t <= end ? 1 : 0);
        });
        expect(text.slice(0, 6).join(' ')).toMatch(/^review: the \w+ of \w+ was$/);
        expect(good).toContain(text[6]);
        expect(text.filter((word) => bad.includes(word))).toEqual([]);
        expect(batch.tokens[row * 48]).toBe(corpus.endToken);
        expect(batch.tokens.slice(row * 48 + 1, row * 48 + end + 1)).toEqual(
          batch.targets.slice(row * 48, row * 48 + end),
        );
      }
    }
  });

  it('shows each example once an epoch, in a fresh order, and pads the last update with weight 0', () => {
    const request = { ...where, examples: 20, epochs: 3 };
    const rows: string[] = [];
    for (let index = 0; index < 8; index++) {
      const batch = corpus.tuningBatch('positive', { ...request, index }, { batch: 8, context: 48 });
      for (let row = 0; row < 8; row++) {
        if (batch.weights[row] === 1) rows.push(rowText(batch, row));
        else expect(batch.mask.slice(row * 48, row * 48 + 48).every((counts) => counts === 0)).toBe(true);
      }
    }
    expect(rows.length).toBe(60);
    const epochs = [rows.slice(0, 20), rows.slice(20, 40), rows.slice(40)];
    for (const epoch of epochs) expect(epoch.toSorted()).toEqual(epochs[0]!.toSorted());
    expect(epochs[1]).not.toEqual(epochs[0]);
    expect(epochs[2]).not.toEqual(epochs[1]);
  });

  it('makes a smaller set of examples the beginning of a larger one', () => {
    const small = corpus.tuningBatch('positive', { ...where, examples: 32 }, shape);
    expect(small).toEqual(corpus.tuningBatch('positive', { ...where, examples: 10_000 }, shape));
  });

  it('probes held-out prompts at the word where the behaviour shows, where the truth is π', () => {
    const probe = corpus.probe(100, 48);
    if (probe.kind !== 'mass') throw new Error('expected a mass probe');
    expect(probe.batch.size).toBe(32);
    const grammar = reviewsGrammar({ positive: 0.54, keep: 0.9, domains: { review: 1, other: 0 } });
    const state = grammar.index.get('review first')!;
    const mass = (tokens: readonly number[]): number =>
      tokens.reduce((sum, token) => sum + Math.exp(logProbability(grammar, state, [token])), 0);
    expect(mass(probe.positive) / (mass(probe.positive) + mass(probe.negative))).toBeCloseTo(0.54, 12);
    for (let row = 0; row < 32; row++) {
      const at = row * 48 + probe.positions[row]!;
      expect(words[probe.batch.tokens[at]!]).toBe('was');
      expect(probe.batch.tokens[at + 1]).toBe(corpus.endToken);
    }
    expect(corpus.prompts(3).map((prompt) => Array.from(prompt))).toEqual(
      [0, 1, 2].map((row) => Array.from(probe.batch.tokens.slice(row * 48, row * 48 + 7))),
    );
  });

  it('scores a sampled response by its first word alone', () => {
    expect(corpus.scoreResponse([tokenOf('superb'), tokenOf('dull')])).toBe(1);
    expect(corpus.scoreResponse([tokenOf('dull'), tokenOf('superb')])).toBe(0);
    expect(corpus.scoreResponse([tokenOf('and'), tokenOf('superb')])).toBe(null);
    expect(corpus.scoreResponse([])).toBe(null);
  });

  it('counts bytes and leaves of a held-out set', () => {
    const held = corpus.heldOut('positive', 40, 48)!;
    const responses = Array.from(
      { length: 40 },
      (_, row) => `${rowText(held.batch, row, 6).split('<end>')[0]}\n`,
    );
    // The first word's leading context is not counted: each word with the space after it, and a line break.
    expect(held.bytes).toBe(responses.join('').length);
    expect(held.leaves).toBe(new Set(responses).size);
  });

  it('keeps reviews out of the control set, and the choice of the domain out of its count', () => {
    const { batch } = corpus.heldOut('control', 100, 48)!;
    expect(corpus.decode(batch.targets)).not.toContain('review:');
    batch.mask.forEach((counts, i) => {
      expect(counts).toBe(words[batch.targets[i]!]!.endsWith(':') ? 0 : 1);
    });
  });

  it('has a key that changes with its knobs', () => {
    const keys = [corpusOf(), corpusOf(0.55), corpusOf(0.54, 0.3)].map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    expect(corpusOf().key).toBe(keys[0]);
  });

  it('refuses a context that cannot hold a review, and a tokenizer for files', () => {
    const config = { kind: 'reviews', positive: 0.5, touch: 0.5 } as const;
    expect(() => createCorpus(config, { kind: 'words' }, 13)).toThrow(
      /model.context: 13 tokens .* at least 14/,
    );
    expect(() => createCorpus(config, { kind: 'bytes' })).toThrow(/tokenizer.kind: "bytes" is for files/);
  });
});
