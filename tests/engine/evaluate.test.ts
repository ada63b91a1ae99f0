import { afterAll, describe, expect, test } from 'vitest';
import type { HeldOut } from '../../src/core/corpus.ts';
import { baseModel, evaluate, type Subject, sampleBehaviour } from '../../src/engine/evaluate.ts';
import { prepareEvaluation } from '../../src/engine/evaluation-data.ts';
import { keepExecutables } from '../../src/engine/executables.ts';
import {
  compressionMeasures,
  massBehaviour,
  pairBehaviour,
  positionMeans,
  sampledBehaviour,
  weightMeasures,
} from '../../src/engine/metrics.ts';
import { referenceBackend } from '../../src/engine/reference/backend.ts';
import { countedContext, roundedContext, trimBatch } from '../../src/engine/trim-batch.ts';
import { initialParameters } from '../../src/graph/parameters.ts';
import {
  context,
  corpus,
  executables,
  load,
  shapeOf,
  temporaryFolder,
  train,
  trunk,
  tune,
  valueAt,
} from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const model = shapeOf(8);
/** Weights far from flat distributions. */
const loud = (seed: number) => initialParameters(model, seed).map((x) => (x === 1 ? 1 : x * 10));
const data = prepareEvaluation(corpus, { sequences: 6, prompts: 8, samples: 0 }, context);
const subject = (change: Partial<Subject> = {}): Subject => ({
  ...{ executables, model, data, theta: loud(1), base: null, aligned: null },
  ...change,
});

const batch = (mask: number[][]) => ({
  ...{ size: mask.length, context: mask[0]!.length },
  tokens: new Int32Array(mask.flat().length),
  targets: Int32Array.from(mask.flat(), (_, i) => i),
  mask: Float32Array.from(mask.flat()),
  weights: new Float32Array(mask.length).fill(1),
});

describe('metrics', () => {
  test('code lengths of 1 and 5 bits over 1 and 2 tokens', () => {
    const bits = [0, 1, 9, 2, 3, 9].map((b) => -b * Math.LN2);
    const counted = batch([
      [0, 1, 0],
      [1, 1, 0],
    ]);
    const measures = compressionMeasures(bits, { batch: counted, bytes: 12, leaves: 4 });
    expect(measures.bitsPerToken).toBeCloseTo(2, 12); // 6 bits / 3 tokens
    expect(measures.bitsPerByte).toBeCloseTo(0.5, 12); // 6 bits / 12 bytes
    expect(measures.gamma).toBeCloseTo(1.75, 12); // mean of 1/1 and 5/2
    expect(measures.gammaNormalised).toBeCloseTo(-0.25, 12); // − log2 4
  });

  test('positions count response tokens, not columns', () => {
    const counted = batch([
      [0, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
    expect(positionMeans([{ values: [9, 1, 2, 3, 5, 8, 9, 9], batch: counted }], 8)).toEqual([3, 5, 3]);
    expect(positionMeans([{ values: [9, 1, 2, 3, 5, 8, 9, 9], batch: counted }], 2)).toEqual([3, 5]);
  });

  test('mass of 0.2 against 0.1, and of 0.1 against 0.1', () => {
    const log = (values: number[]) => values.map(Math.log);
    const { 'behaviour.score': score, 'behaviour.logOdds': odds } = massBehaviour(
      log([0.2, 0.1]),
      log([0.1, 0.1]),
    );
    expect(score).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
    expect(odds).toBeCloseTo(Math.log(2) / 2, 12);
  });

  test('pairs compare responses of different lengths per token', () => {
    const positive = { values: [-1, -3, 0], batch: batch([[1, 1, 0]]) };
    const negative = { values: [-5, 0, 0], batch: batch([[1, 0, 0]]) };
    const measures = pairBehaviour(positive, negative);
    expect(measures['behaviour.logOdds']).toBeCloseTo(3, 12); // −2 − (−5)
    expect(measures['behaviour.score']).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
  });

  test('a sampled score leaves out what shows nothing, and needs two', () => {
    expect(sampledBehaviour([1, null, 0, 1, 1])).toEqual({
      'behaviour.sampled': 0.75,
      'behaviour.sampledError': Math.sqrt((0.75 * 0.25) / 4),
    });
    expect(sampledBehaviour([1, null])).toEqual({});
  });

  test('a displacement of 3 toward and 4 aside; no angle where nothing moved', () => {
    expect(weightMeasures([3, 4], [0, 0], [6, 0])).toEqual({
      'weights.toBase': 5,
      'weights.toAligned': 5,
      'weights.cosine': 0.6,
    });
    expect(weightMeasures([0, 0], [0, 0], [6, 0])).toEqual({ 'weights.toBase': 0, 'weights.toAligned': 6 });
    expect(weightMeasures([1, 1], null, null)).toEqual({});
  });
});

describe('trimming a batch', () => {
  const wide = batch([
    [0, 1, 0, 0],
    [0, 1, 1, 0],
  ]);
  test('keeps the counted columns, row by row', () => {
    expect(countedContext(wide)).toBe(3);
    expect(roundedContext(wide)).toBe(4);
    const trimmed = trimBatch(wide, 3);
    expect(trimmed.context).toBe(3);
    expect([...trimmed.mask]).toEqual([0, 1, 0, 0, 1, 1]);
    expect([...trimmed.targets]).toEqual([0, 1, 2, 4, 5, 6]);
  });

  test('changes no measure of the model', async () => {
    const sets = data.sets.map((set) => {
      const heldOut = corpus.heldOut(set.name, 6, context)!;
      return { ...set, batch: heldOut.batch, truth: null };
    });
    const trimmed = await evaluate(subject(), { positions: false });
    const untrimmed = await evaluate(subject({ data: { ...data, sets } }), {
      positions: false,
    });
    for (const name of ['positive.bitsPerToken', 'negative.gamma', 'pretrain.bitsPerByte']) {
      expect(trimmed[name]).toBeCloseTo(untrimmed[name]!, 5);
    }
  });
});

describe('an evaluation', () => {
  test('has every metric that is defined where the model stands, all finite', async () => {
    const sets = ['pretrain', 'positive', 'negative', 'control'];
    const compression = sets.flatMap((set) =>
      ['bitsPerToken', 'bitsPerByte', 'gamma', 'gammaNormalised', 'klGrammar'].map(
        (name) => `${set}.${name}`,
      ),
    );
    const alone = await evaluate(subject(), { positions: true });
    expect(Object.keys(alone).sort()).toEqual(
      [...compression, 'behaviour.logOdds', 'behaviour.score'].sort(),
    );
    const later = await evaluate(subject({ base: baseModel(loud(2)), aligned: loud(3) }), {
      positions: true,
    });
    const positions = Array.from({ length: 8 }, (_, t) => `kl.position.${t}`); // the longest response has 8 tokens
    const compared = ['kl.fromBase', 'kl.toBase', 'weights.toBase', 'weights.toAligned', 'weights.cosine'];
    const present = Object.keys(later).filter((name) => !(name in alone));
    expect(present.filter((name) => !name.startsWith('kl.position'))).toEqual(
      expect.arrayContaining(compared),
    );
    expect(positions).toEqual(
      expect.arrayContaining(present.filter((name) => name.startsWith('kl.position'))),
    );
    expect(Object.values(later).every(Number.isFinite)).toBe(true);
  });

  test('is the same, to rounding, on the reference backend', async () => {
    const exact = keepExecutables(referenceBackend());
    const small = prepareEvaluation(corpus, { sequences: 2, prompts: 3, samples: 0 }, context);
    const where = { data: small, base: baseModel(loud(2)), aligned: loud(3) };
    const expected = await evaluate(subject({ ...where, base: baseModel(loud(2)), executables: exact }), {
      positions: true,
    });
    const actual = await evaluate(subject(where), { positions: true });
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) {
      expect(Math.abs(actual[name]! - value), name).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
    }
  });

  test('takes KL to the grammar over the whole vocabulary: near the paired difference of many rows', async () => {
    const many = prepareEvaluation(corpus, { sequences: 256, prompts: 1, samples: 0 }, context);
    const paired = { ...many, sets: many.sets.map((set) => ({ ...set, truth: null })) };
    const exact = await evaluate(subject({ data: many }), { positions: false });
    const sampled = await evaluate(subject({ data: paired }), { positions: false });
    for (const set of ['pretrain', 'positive', 'negative', 'control']) {
      const [a, b] = [exact[`${set}.klGrammar`]!, sampled[`${set}.klGrammar`]!];
      expect(Math.abs(a - b) / a, set).toBeLessThan(0.03);
    }
  });

  test('at update 0 of alignment finds no distance to the base', async () => {
    const start = await load((await train('base', trunk(5), folder.path)).checkpoint);
    const base = baseModel(start.state.theta);
    const { points } = await train('a', tune('align'), folder.path, { start, base });
    expect(Math.abs(valueAt(points, 'kl.fromBase', 0))).toBeLessThan(1e-6);
    expect(Math.abs(valueAt(points, 'kl.toBase', 0))).toBeLessThan(1e-6);
    expect(valueAt(points, 'weights.toBase', 0)).toBe(0);
    expect(valueAt(points, 'kl.fromBase', 8)).toBeGreaterThan(1e-4);
    expect(valueAt(points, 'weights.toBase', 8)).toBeGreaterThan(0);
    expect(points.some(({ metric }) => metric === 'weights.cosine')).toBe(false);
  });

  test('in unalignment starts at θ1: cosine 1, no distance to it', async () => {
    const start = await load((await train('base', trunk(5), folder.path)).checkpoint);
    const base = baseModel(start.state.theta);
    const aligned = await load((await train('a', tune('align'), folder.path, { start, base })).checkpoint);
    const there = { start: aligned, base, aligned: aligned.state.theta };
    const { points } = await train('u', tune('unalign'), folder.path, there);
    expect(valueAt(points, 'weights.cosine', 0)).toBeCloseTo(1, 9);
    expect(valueAt(points, 'weights.toAligned', 0)).toBe(0);
    expect(valueAt(points, 'weights.toAligned', 8)).toBeGreaterThan(0);
    expect(valueAt(points, 'weights.cosine', 8)).toBeLessThan(1);
  });

  test('scores pairs where a corpus has no classes of tokens', async () => {
    const responses = (set: 'positive' | 'negative') => (corpus.heldOut(set, 4, context) as HeldOut).batch;
    const probe = { kind: 'pair', positive: responses('positive'), negative: responses('negative') } as const;
    const same = { ...probe, negative: probe.positive };
    const of = async (pairs: typeof probe) =>
      evaluate(subject({ data: { ...data, probe: pairs } }), { positions: false });
    const measures = await of(probe);
    expect(measures['behaviour.score']).toBeCloseTo(1 / (1 + Math.exp(-measures['behaviour.logOdds']!)), 9);
    expect((await of(same))['behaviour.score']).toBe(0.5);
    const swapped = await of({ ...probe, positive: probe.negative, negative: probe.positive });
    expect(swapped['behaviour.logOdds']).toBeCloseTo(-measures['behaviour.logOdds']!, 9);
  });
});

describe('the exact score', () => {
  test('is what sampling estimates, within 3.5 standard errors', async () => {
    const sampling = prepareEvaluation(corpus, { sequences: 1, prompts: 32, samples: 800 }, context);
    // Eight times the usual deviation: a score away from one half.
    const theta = initialParameters(model, 4).map((x) => (x === 1 ? 1 : x * 8));
    const where = subject({ theta, data: sampling });
    const exact = (await evaluate(where, { positions: false }))['behaviour.score']!;
    const { samples, measures } = await sampleBehaviour(where, { seed: 1, stream: 'score' });
    expect(samples.filter(({ score }) => score !== null).length).toBeGreaterThan(100);
    expect(exact).toBeGreaterThan(0);
    expect(exact).toBeLessThan(1);
    const [p, error] = [measures['behaviour.sampled']!, measures['behaviour.sampledError']!];
    expect(Math.abs(p - exact)).toBeLessThan(3.5 * error);
  });
});
