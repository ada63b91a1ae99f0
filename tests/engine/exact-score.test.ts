import { describe, expect, test } from 'vitest';
import { createCorpus } from '../../src/core/corpora/create-corpus.ts';
import type { Batch, Corpus, MassProbe, Probe } from '../../src/core/corpus.ts';
import { evaluate, type Subject, sampleBehaviour } from '../../src/engine/evaluate.ts';
import { prepareEvaluation } from '../../src/engine/evaluation-data.ts';
import { keepExecutables } from '../../src/engine/executables.ts';
import { answerBehaviour } from '../../src/engine/metrics.ts';
import { onnxBackend } from '../../src/engine/onnx/backend.ts';
import { sampleResponses } from '../../src/engine/sample.ts';
import { indexValue, realScalar, realValue } from '../../src/engine/values.ts';
import { initialParameters, parameterCount, resolveModel } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';

const executables = keepExecutables(onnxBackend({ device: 'cpu', threads: 1 }));
const context = 16;
const prompts = 16;
const samplesPerPrompt = 150;

/** How a model comes about: weights `scale` times as large as usual, then training on a mixture of both behaviours. */
interface Recipe {
  readonly kind: 'reviews' | 'dialogue' | 'assist';
  readonly seed: number;
  readonly scale: number;
  readonly updates: number;
  /** Share of the updates that are toward positive. */
  readonly toward: number;
}
const recipes: Recipe[] = [
  ...[1, 2, 3, 4].map((seed) => ({ kind: 'reviews', seed, scale: 2 * seed, updates: 0, toward: 0 }) as const),
  ...[1, 2].map((seed) => ({ kind: 'dialogue', seed, scale: 3 * seed, updates: 0, toward: 0 }) as const),
  ...(['reviews', 'dialogue'] as const).flatMap((kind) => [
    { kind, seed: 11, scale: 1, updates: 30, toward: 0.5 },
    { kind, seed: 12, scale: 1, updates: 60, toward: 0.3 },
    { kind, seed: 13, scale: 2, updates: 90, toward: 0.7 },
    { kind, seed: 14, scale: 3, updates: 120, toward: 0.5 },
  ]),
  // Untrained, two answers of 218 words have too little mass to be sampled.
  ...[0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map(
    (toward, i) =>
      ({ kind: 'assist', seed: 20 + i, scale: 1 + i / 3, updates: 120 + 20 * i, toward }) as const,
  ),
];

const corpusOf = (kind: Recipe['kind']): Corpus =>
  createCorpus({ kind, positive: 0.54, touch: 0.25 }, { kind: 'words' }, context);

const dials = {
  ...{ rate: realScalar(1e-2), warmup: realScalar(5), decayFrom: realScalar(0), decayTo: realScalar(0) },
  ...{ weightDecay: realScalar(0), beta1: realScalar(0.9), beta2: realScalar(0.95), clip: realScalar(1) },
};

async function trainedWeights({ seed, scale, updates, toward }: Recipe, corpus: Corpus, model: ModelShape) {
  const theta = initialParameters(model, seed).map((x) => (x === 1 ? 1 : x * scale));
  const zeros = () => realValue(new Float32Array(parameterCount(model)));
  let state = { theta: realValue(theta), m: zeros(), v: zeros() };
  const shape = { batch: 16, context };
  const program = await executables.get('trainStep', model, shape);
  for (let update = 1; update <= updates; update++) {
    const isPositive = Math.floor(update * toward) > Math.floor((update - 1) * toward);
    const where = { seed, stream: 'mixture', index: update, examples: 10_000, epochs: 1 };
    const batch = corpus.tuningBatch(isPositive ? 'positive' : 'negative', where, shape);
    const count = realScalar(update);
    const out = await program.run({
      ...{ ...inputsOf(batch), ...state, ...dials, update: count, adamUpdate: count },
    });
    state = { theta: out.theta!, m: out.m!, v: out.v! };
  }
  return Float32Array.from(state.theta.data);
}

const inputsOf = ({ size, context: T, tokens, targets, mask, weights }: Batch) => ({
  tokens: indexValue(tokens, [size, T]),
  targets: indexValue(targets, [size, T]),
  mask: realValue(mask, [size, T]),
  weights: realValue(weights),
});

/** One row of a probe. */
function rowOf(probe: Exclude<Probe, { kind: 'pair' }>, row: number): Probe {
  const { batch, positions } = probe;
  const slice = {
    ...{ size: 1, context: batch.context, weights: batch.weights.slice(row, row + 1) },
    tokens: batch.tokens.slice(row * batch.context, (row + 1) * batch.context),
    targets: batch.targets.slice(row * batch.context, (row + 1) * batch.context),
    mask: batch.mask.slice(row * batch.context, (row + 1) * batch.context),
  };
  const one = { batch: slice, positions: positions.slice(row, row + 1) };
  return probe.kind === 'mass'
    ? ({ ...probe, ...one } satisfies MassProbe)
    : { ...probe, ...one, answers: probe.answers.slice(row, row + 1) };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

interface Comparison {
  readonly recipe: Recipe;
  readonly exact: number;
  /** Mean over prompts of the mean sampled score of the responses that show a behaviour. */
  readonly sampled: number;
  readonly error: number;
  readonly cost: { readonly exact: number; readonly sampled: number; readonly error: number } | null;
}

/** Exact score on all prompts of the probe, and what sampling gives on each, with its exact binomial error. */
async function compare(recipe: Recipe): Promise<Comparison> {
  const corpus = corpusOf(recipe.kind);
  const model = resolveModel({ family: 'llama', width: 16, layers: 2, heads: 2, context }, corpus.vocabulary);
  const theta = await trainedWeights(recipe, corpus, model);
  const prepared = prepareEvaluation(corpus, { sequences: 1, prompts, samples: 0 }, context);
  const data = { ...prepared, sets: [] };
  const subject: Subject = { executables, model, data, theta, base: null, aligned: null };
  const probe = data.probe as Exclude<Probe, { kind: 'pair' }>;
  const whole = await evaluate(subject, { positions: false });
  const own = corpus.prompts(prompts); // those of the probe
  const asked = Array.from({ length: prompts * samplesPerPrompt }, (_, i) => own[i % prompts]!);
  const options = { seed: recipe.seed, stream: recipe.kind, endToken: corpus.endToken };
  const responses = await sampleResponses(subject, asked, options);
  const rows = await Promise.all(
    Array.from({ length: prompts }, async (_, row) => {
      const one = { ...subject, data: { ...data, probe: rowOf(probe, row) } };
      const p = (await evaluate(one, { positions: false }))['behaviour.score']!;
      const answers = responses.filter((_, i) => i % prompts === row);
      const shown = answers.filter((response) => corpus.scoreResponse(response, asked[row]!) !== null);
      const scores = shown.map((response) => corpus.scoreResponse(response, asked[row]!)!);
      const costs = probe.kind === 'answers' ? shown.map((r) => costOf(probe.answers[row]!, r)) : [];
      return { p, scores, costs };
    }),
  );
  expect(Math.min(...rows.map(({ scores }) => scores.length))).toBeGreaterThan(0);
  expect(mean(rows.map(({ p }) => p))).toBeCloseTo(whole['behaviour.score']!, 5);
  const error = Math.sqrt(rows.reduce((sum, { p, scores }) => sum + (p * (1 - p)) / scores.length, 0));
  const cost = whole['behaviour.cost'];
  return {
    recipe,
    exact: whole['behaviour.score']!,
    sampled: mean(rows.map(({ scores }) => mean(scores))),
    error: error / prompts,
    cost: cost === undefined ? null : { exact: cost, ...meanOfMeans(rows.map(({ costs }) => costs)) },
  };
}

function costOf(
  { negative, costs = [] }: { negative: readonly number[]; costs?: readonly number[] },
  response: readonly number[],
): number {
  const place = negative.indexOf(response[0]!);
  return place < 0 ? 0 : costs[place]!;
}

/** With the pooled variance within rows: a single row has too few to know its own. */
function meanOfMeans(rows: readonly number[][]): { sampled: number; error: number } {
  const squares = rows.reduce((sum, row) => sum + row.reduce((s, x) => s + (x - mean(row)) ** 2, 0), 0);
  const variance = squares / (rows.flat().length - rows.length);
  const error = Math.sqrt(rows.reduce((sum, row) => sum + variance / row.length, 0)) / rows.length;
  return { sampled: mean(rows.map(mean)), error };
}

// χ² with 20 degrees of freedom leaves 0.05 % below 5.398 and 0.05 % above 47.498 (tables).
const [low, high] = [5.398, 47.498];
const chiSquare = (rows: readonly Comparison[], shift = 0): number =>
  rows.reduce((sum, { exact, sampled, error }) => sum + ((sampled - exact - shift) / error) ** 2, 0);

describe('the exact score', () => {
  test('agrees with the sampled score within its standard error on 20 random models', {
    timeout: 240_000,
  }, async () => {
    const rows: Comparison[] = [];
    for (const recipe of recipes) rows.push(await compare(recipe));
    expect(rows.length).toBe(20);
    for (const { recipe, exact, sampled, error, cost } of rows) {
      const name = `${recipe.kind} ${recipe.seed}`;
      expect(Math.abs(sampled - exact) / error, name).toBeLessThan(3.3);
      if (recipe.kind === 'dialogue') expect(cost, name).not.toBe(null);
      if (cost !== null) expect(Math.abs(cost.sampled - cost.exact) / cost.error, name).toBeLessThan(3.3);
    }
    expect(chiSquare(rows)).toBeGreaterThan(low);
    expect(chiSquare(rows)).toBeLessThan(high);
    // The models differ, and an exact score that were wrong by 0.05 would be found.
    const exact = rows.map((row) => row.exact);
    expect(Math.max(...exact) - Math.min(...exact)).toBeGreaterThan(0.4);
    expect(chiSquare(rows, 0.05)).toBeGreaterThan(high);
    expect(chiSquare(rows, -0.05)).toBeGreaterThan(high);
  });

  test('of an assistant is sampled with each response held against its own prompt', {
    timeout: 120_000,
  }, async () => {
    const corpus = corpusOf('assist');
    const model = resolveModel(
      { family: 'llama', width: 16, layers: 2, heads: 2, context },
      corpus.vocabulary,
    );
    const recipe = { kind: 'assist', seed: 21, scale: 1, updates: 150, toward: 1 } as const;
    const theta = await trainedWeights(recipe, corpus, model);
    const data = prepareEvaluation(corpus, { sequences: 1, prompts: 52, samples: 520 }, context);
    const subject = { executables, model, data, theta, base: null, aligned: null };
    const { samples, measures } = await sampleBehaviour(subject, { seed: 1, stream: 'score' });
    expect(samples.filter(({ score }) => score !== null).length).toBeGreaterThan(100);
    expect(measures['behaviour.sampled']).toBeGreaterThan(0.5);
    for (const { prompt, response, score } of samples) {
      const tokens = (text: string) => text.split(' ').map((word) => vocabulary(corpus).indexOf(word));
      expect(corpus.scoreResponse(tokens(response), tokens(prompt))).toBe(score);
    }
  });

  test('from a distribution over six tokens is that of each prompt’s own classes, by hand', () => {
    const logP = [0.1, 0.2, 0.3, 0.05, 0.15, 0.2].map(Math.log);
    const rows = [
      { logP, classes: { positive: [1], negative: [2, 3], costs: [0.5, 1] } },
      { logP, classes: { positive: [2, 3], negative: [4], costs: [0.2] } },
    ];
    // 0.2 / 0.55 and 0.35 / 0.5; costs (0.15 + 0.05) / 0.55 and 0.03 / 0.5
    const measures = answerBehaviour(rows);
    expect(measures['behaviour.score']).toBeCloseTo((0.2 / 0.55 + 0.7) / 2, 12);
    expect(measures['behaviour.logOdds']).toBeCloseTo((Math.log(0.2 / 0.35) + Math.log(0.35 / 0.15)) / 2, 12);
    expect(measures['behaviour.cost']).toBeCloseTo((0.2 / 0.55 + 0.06) / 2, 12);
    const plain = answerBehaviour([{ logP: [-800, -801], classes: { positive: [0], negative: [1] } }]);
    expect(plain['behaviour.logOdds']).toBeCloseTo(1, 12);
    expect(plain).not.toHaveProperty('behaviour.cost');
  });
});

const vocabulary = (corpus: Corpus): string[] =>
  Array.from({ length: corpus.vocabulary }, (_, token) => corpus.decode([token]));
