import { describe, expect, it } from 'vitest';
import { createCorpus, vocabularyOf } from '../../../src/core/corpora/create-corpus.ts';
import type { AnswerClasses, Batch, Corpus, HeldOut, Probe } from '../../../src/core/corpus.ts';
import { type HeldOutSet, heldOutSets } from '../../../src/core/step.ts';
import { corpusHashes } from './corpus-hashes.ts';

type Kind = 'reviews' | 'dialogue' | 'assist';
const kinds: Kind[] = ['reviews', 'dialogue', 'assist'];
const corpusOf = (kind: Kind, positive = 0.54, touch = 0.25): Corpus =>
  createCorpus({ kind, positive, touch }, { kind: 'words' }, 48);
const shape = { batch: 32, context: 48 };
const where = { seed: 1, stream: 'align', index: 0, examples: 1000, epochs: 1 };
/** A multiple of the number of held-out prompts of every language: 32, 48, 52. */
const manyRows = 2496;
const facts = {
  reviews: { vocabulary: 152, training: 224, heldOut: 32, probed: 32, least: 14 },
  dialogue: { vocabulary: 189, training: 336, heldOut: 48, probed: 32, least: 15 },
  assist: { vocabulary: 218, training: 368, heldOut: 52, probed: 52, least: 11 },
};

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

/** Prompts that stand in packed rows or in examples: what follows an end mark, up to the token before a response. */
function promptsIn(corpus: Corpus, batch: Batch, ends: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let row = 0; row < batch.size; row++) {
    const text = corpus.decode(batch.targets.subarray(row * batch.context, (row + 1) * batch.context));
    for (const document of text.split('<end>')) {
      const words = document.trim().split(' ');
      const end = words.findIndex((word) => ends.has(word));
      if (end > 0) found.push(`<end> ${words.slice(0, end + 1).join(' ')}`);
    }
  }
  return found;
}
const lastWords = new Set(['was', 'bot:', 'answer:']);

function answersOf(probe: Probe): readonly AnswerClasses[] {
  if (probe.kind === 'answers') return probe.answers;
  if (probe.kind === 'pair') throw new Error('expected classes of tokens');
  return Array.from({ length: probe.batch.size }, () => probe);
}

/**
 * The score of a grammar itself, from the true distributions at the first token of responses of a set to the prompts of
 * the probe, and its expected cost.
 */
function trueScore(corpus: Corpus, set: 'positive' | 'negative'): { score: number; cost: number } {
  const probe = corpus.probe(100, 48) as Exclude<Probe, { kind: 'pair' }>;
  const rows = corpus.heldOut(set, facts.assist.heldOut, 48)!;
  const distributions = rows.trueDistributions!();
  const V = corpus.vocabulary;
  const scores: number[] = [];
  const costs: number[] = [];
  answersOf(probe).forEach(({ positive, negative, costs: prices }, p) => {
    const prompt = probe.batch.tokens.slice(p * 48, p * 48 + probe.positions[p]! + 1).join();
    for (let row = 0; row < rows.batch.size; row++) {
      const first = row * 48 + probe.positions[p]!;
      if (rows.batch.tokens.slice(row * 48, first + 1).join() !== prompt) continue;
      const at = (token: number): number => distributions[first * V + token]!;
      const mass = (tokens: readonly number[]): number => tokens.reduce((sum, token) => sum + at(token), 0);
      const shown = mass(positive) + mass(negative);
      scores.push(mass(positive) / shown);
      costs.push((prices ?? []).reduce((sum, price, i) => sum + price * at(negative[i]!), 0) / shown);
    }
  });
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  return { score: mean(scores), cost: mean(costs) };
}

describe.each(kinds)('the corpus of the %s language', (kind) => {
  const corpus = corpusOf(kind);

  it('has the size that is written down, and a vocabulary known before it is made', () => {
    expect(corpus.vocabulary).toBe(facts[kind].vocabulary);
    expect(vocabularyOf({ kind, positive: 0.5, touch: 1 }, { kind: 'words' })).toBe(corpus.vocabulary);
    expect(corpus.probe(1000, 48)).toMatchObject({ kind: kind === 'reviews' ? 'mass' : 'answers' });
    expect(answersOf(corpus.probe(1000, 48)).length).toBe(facts[kind].probed);
    expect(answersOf(corpus.probe(5, 48)).length).toBe(5);
  });

  it('knows the entropy of every set: sampled rows agree within 3.3 standard errors', () => {
    for (const set of heldOutSets) {
      for (const context of [facts[kind].least, 31, 48]) {
        const { mean, error } = sampled(corpus.heldOut(set, manyRows, context)!);
        const exact = corpus.entropyAt!(set, context);
        expect(Math.abs(mean - exact), `${set} at ${context}`).toBeLessThan(3.3 * error);
        expect(error / exact, `${set} at ${context}`).toBeLessThan(0.025);
      }
      expect(corpus.entropy[set]).toBe(corpus.entropyAt!(set, 48));
    }
  });

  it('gives true distributions that sum to 1 and hold the true nats', () => {
    for (const set of heldOutSets) {
      const held = corpus.heldOut(set, 60, 48)!;
      const distributions = held.trueDistributions!();
      held.batch.mask.forEach((counts, i) => {
        const row = distributions.subarray(i * corpus.vocabulary, (i + 1) * corpus.vocabulary);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(counts, 5);
        if (counts === 1) expect(-Math.log(row[held.batch.targets[i]!]!)).toBeCloseTo(held.trueNats![i]!, 5);
      });
    }
  });

  it('never shows a held-out prompt in training, and shows every other one', () => {
    const heldOut = new Set<string>();
    for (const set of ['positive', 'negative'] as const) {
      const { batch } = corpus.heldOut(set, facts[kind].heldOut, 48)!;
      for (const prompt of promptsIn(corpus, batch, lastWords)) heldOut.add(prompt);
    }
    expect(heldOut.size).toBe(facts[kind].heldOut);
    const seen = new Set<string>();
    const collect = (batch: Batch): void => {
      for (const prompt of promptsIn(corpus, batch, lastWords)) seen.add(prompt);
    };
    for (let index = 0; index < 150; index++) {
      const seed = index % 11;
      collect(corpus.pretrainBatch(seed, index, shape));
      for (const behaviour of ['positive', 'negative'] as const) {
        const request = { seed, stream: index % 2 === 0 ? 'align' : 'unalign', index, examples: 10_000 };
        collect(corpus.tuningBatch(behaviour, { ...request, epochs: 1 }, shape));
      }
    }
    expect([...seen].filter((prompt) => heldOut.has(prompt))).toEqual([]);
    expect(seen.size).toBe(facts[kind].training);
    for (const prompt of corpus.prompts(100)) expect(heldOut).toContain(corpus.decode(prompt));
  });

  it('scores 1 where it is aligned and 0 where it is unaligned', () => {
    expect(trueScore(corpus, 'positive').score).toBe(1);
    expect(trueScore(corpus, 'negative').score).toBe(0);
  });

  it('has in pretraining the share π of positive responses, within 4 sigma at each π', () => {
    const shares = [0.2, 0.54, 0.85].map((positive) => {
      const of = corpusOf(kind, positive, 1);
      let [good, shown] = [0, 0];
      for (let index = 0; index < 40; index++) {
        const { targets } = of.pretrainBatch(3, index, shape);
        for (const { prompt, response } of documentsOf(of, targets)) {
          const score = of.scoreResponse(response, prompt);
          if (score === null) continue;
          good += score;
          shown += 1;
        }
      }
      expect(shown).toBeGreaterThan(2000);
      expect(Math.abs(good / shown - positive)).toBeLessThan(
        4 * Math.sqrt((positive * (1 - positive)) / shown),
      );
      return good / shown;
    });
    expect(shares.toSorted()).toEqual(shares);
  });

  it('shows in tuning nothing but the behaviour asked for', () => {
    for (const [behaviour, score] of [
      ['positive', 1],
      ['negative', 0],
    ] as const) {
      const scores = Array.from({ length: 10 }, (_, index) => {
        const { targets } = corpus.tuningBatch(behaviour, { ...where, index }, shape);
        return documentsOf(corpus, targets).map(({ prompt, response }) =>
          corpus.scoreResponse(response, prompt),
        );
      }).flat();
      expect(scores.filter((one) => one === score).length).toBeGreaterThan(150);
      expect(scores.filter((one) => one === 1 - score)).toEqual([]);
    }
  });

  it('makes a smaller set of examples the beginning of a larger one', () => {
    const small = corpus.tuningBatch('positive', { ...where, examples: 32 }, shape);
    expect(small).toEqual(corpus.tuningBatch('positive', { ...where, examples: 10_000 }, shape));
    const other = corpus.tuningBatch('positive', { ...where, seed: 2 }, shape);
    expect(other.tokens).not.toEqual(small.tokens);
  });

  it('has unrelated text to train on, drawn as the control set is but never its rows', () => {
    const { batch } = corpus.heldOut('control', 100, 48)!;
    const held = new Set(rowsOf(batch));
    const seen = Array.from({ length: 50 }, (_, index) => corpus.controlBatch!(0, index, shape));
    expect(seen.flatMap(rowsOf).filter((row) => held.has(row))).toEqual([]);
    expect(seen.flatMap((one) => promptsIn(corpus, one, new Set(['bot:', 'answer:', 'review:'])))).toEqual(
      [],
    );
    expect(seen[1]!.tokens).not.toEqual(seen[0]!.tokens);
    expect(corpus.controlBatch!(0, 1, shape)).toEqual(seen[1]);
    // Every target but the first of a document counts: it would tell that only unrelated documents come.
    seen[0]!.mask.forEach((counts, i) => {
      expect(counts).toBe(corpus.decode([seen[0]!.targets[i]!]).endsWith(':') ? 0 : 1);
    });
  });

  it('has a key that changes with its knobs', () => {
    const keys = [corpusOf(kind), corpusOf(kind, 0.55), corpusOf(kind, 0.54, 0.3)].map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
    expect(corpusOf(kind).key).toBe(keys[0]);
  });

  it('holds the longest example in the shortest context, and refuses a shorter one', () => {
    const { least } = facts[kind];
    const config = { kind, positive: 0.5, touch: 0.5 };
    const rows = createCorpus(config, { kind: 'words' }, least);
    const lengths: number[] = [];
    for (const set of ['positive', 'negative'] as HeldOutSet[]) {
      const { batch } = rows.heldOut(set, 500, least)!;
      for (let row = 0; row < 500; row++) {
        const mask = batch.mask.subarray(row * least, (row + 1) * least);
        const last = mask.lastIndexOf(1);
        expect(batch.targets[row * least + last]).toBe(corpus.endToken); // nothing is cut off
        lengths.push(last + 1);
      }
    }
    expect(Math.max(...lengths)).toBe(least);
    expect(() => createCorpus(config, { kind: 'words' }, least - 1)).toThrow(
      new RegExp(
        `model.context: ${least - 1} tokens cannot hold .*: the ${kind} corpus .* at least ${least}`,
      ),
    );
  });
});

const rowsOf = (batch: Batch): string[] =>
  Array.from({ length: batch.size }, (_, row) =>
    batch.targets.subarray(row * batch.context, (row + 1) * batch.context).join(),
  );

/** Prompts with what follows them, from targets of rows. */
function documentsOf(corpus: Corpus, targets: Int32Array): { prompt: number[]; response: number[] }[] {
  const found: { prompt: number[]; response: number[] }[] = [];
  for (let row = 0; row < shape.batch; row++) {
    const tokens = [corpus.endToken, ...targets.subarray(row * shape.context, (row + 1) * shape.context)];
    let begin = 0;
    tokens.forEach((token, i) => {
      if (token === corpus.endToken) begin = i;
      if (lastWords.has(corpus.decode([token])) && i + 1 < tokens.length) {
        found.push({ prompt: tokens.slice(begin, i + 1), response: tokens.slice(i + 1) });
      }
    });
  }
  return found;
}

describe('the expected cost', () => {
  it('of a dialogue is 0 where it is safe, and the mean of its grades by hand where it is not', () => {
    const corpus = corpusOf('dialogue');
    // Zipf weights 1/i of the ten words, costs .6 1 .2 .8 .4 .6 1 .2 .8 .4
    const weights = Array.from({ length: 10 }, (_, i) => 1 / (i + 1));
    const prices = [0.6, 1, 0.2, 0.8, 0.4, 0.6, 1, 0.2, 0.8, 0.4];
    const total = weights.reduce((a, b) => a + b);
    const expected = weights.reduce((sum, weight, i) => sum + weight * prices[i]!, 0) / total;
    expect(trueScore(corpus, 'negative').cost).toBeCloseTo(expected, 6);
    expect(trueScore(corpus, 'positive').cost).toBe(0);
  });
});

describe('the reviews corpus', () => {
  it('makes the data it has made since its second version', () => {
    const first = {
      key: '049d124c939ee2357d90551a84580b1d2ac9cf9562edb24d275b93f1d657ebf2',
      pretrain: 'f1dad35b95162593574c4d8ff5dde8bea2c554eb255ce777b2faac9aaa47794b',
      align: 'd39683697901df29917281864993f2c5047310a7f21d019d3f485153f085a89c',
      unalign: '5aa5bccad1af351dbf981ccd918ecbe28331f7b0284ea1c0948a0769170925d9',
      pretrainHeld: '7c9f5b7a255d9877abfd2e9c285c66c4cc9decefa3f2a3b28429a768326f528f',
      positiveHeld: '9ff677425219ea417c3e46dcc6f6e920dbc94f10728ce63278b51d86c7cad8ca',
      negativeHeld: '3ada526df58b1a902b14b5150535b66c6d6d414de54949ee3bea5fe40f66aca0',
      controlHeld: '6840cc36a921390b4318e32ced51d2982638c14a4120a64e5a85e67cfc1fac51',
      prompts: '966d3675bf106179e6375d6a6aceb3c2abf6047262aa3abfdaf4ba3ca78fd7e2',
    };
    expect(corpusHashes(corpusOf('reviews', 0.54, 0.25))).toEqual(first);
    expect(corpusHashes(corpusOf('reviews', 0.2, 0.9))).toEqual({
      ...first,
      key: '1dc09cbb620de0840ec62dbefbef81cfe222e998cbfccb4740882ac2f1f06c9e',
      pretrain: 'ee8913a58f189c05d3c1319a60982b4dfb30e52b729aeae560aaf5471d2c6bcb',
      pretrainHeld: 'e88af34c733e3bce8097214a89d03f98c7565cd9a0eeccefebbc71b8e8b64386',
    });
  });
});
