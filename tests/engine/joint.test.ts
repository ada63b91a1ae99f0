import { afterAll, describe, expect, test } from 'vitest';
import { createCorpus } from '../../src/core/corpora/create-corpus.ts';
import { estimateJointK, kLaw } from '../../src/core/elasticity/joint-k.ts';
import type { StepSpec } from '../../src/core/step.ts';
import { readCheckpoint } from '../../src/engine/checkpoint.ts';
import { prepareEvaluation } from '../../src/engine/evaluation-data.ts';
import { phaseOf } from '../../src/engine/phase.ts';
import { parameterTable, resolveModel } from '../../src/graph/parameters.ts';
import {
  corpus,
  joint,
  type Outcome,
  temporaryFolder,
  train,
  trunk,
  valueAt,
  valuesOf,
} from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let runs = 0;
const fresh = () => `${folder.path}/${runs++}`;

/** The smallest model that has everything: converging matters more than fitting. */
const small = { width: 4, layers: 1, heads: 1, hidden: 16, context: 24 };
const table = parameterTable(resolveModel({ family: 'llama', ...small }, corpus.vocabulary));
const load = (checkpoint: Outcome['checkpoint']) => readCheckpoint(checkpoint, table);
const base = async (updates: number) => {
  const optimizer = { batch: 32, rate: 5e-3, warmup: 20, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 };
  const model = { ...trunk(1).model, ...small };
  return load(
    (await train('base', trunk(updates, { model, optimizer, corpus: touched }), fresh())).checkpoint,
  );
};
const touched = { kind: 'reviews', positive: 0.54, touch: 1 } as const;

const touchedCorpus = createCorpus(touched, { kind: 'words' }, small.context);
/** Little of it: what is evaluated besides is not looked at. */
const dataOf = ({ evaluation }: StepSpec) => prepareEvaluation(touchedCorpus, evaluation, small.context);

const quick = {
  ratio: 3,
  pretrainRows: 4,
  alignExamples: 3,
  perturbExamples: 2,
  updates: 20,
  stageUpdates: 2,
  cycles: 1,
};

describe('a joint step', () => {
  const phase = (change = {}) => phaseOf(joint({ ...quick, ...change }, small), corpus, null);

  test('weighs the tokens of D_p and D_a as k : 1, and of D_t as ±l, in every update of a stage', () => {
    for (const [update, share] of [
      [1, 0],
      [20, 0],
      [21, 0.04],
      [22, 0.04],
      [23, -0.04],
      [26, -0.04],
      [27, 0.04],
    ] as const) {
      const { size, context, mask, weights } = phase().batch(update);
      expect(size).toBe(share === 0 ? 7 : 9);
      const weigh = (from: number, to: number): number => {
        let sum = 0;
        for (let i = from * context; i < to * context; i++)
          sum += mask[i]! * weights[Math.floor(i / context)]!;
        return sum;
      };
      expect(weigh(0, 4)).toBeCloseTo(0.75, 6);
      expect(weigh(4, 7)).toBeCloseTo(0.25, 6);
      expect(weigh(7, size)).toBeCloseTo(share / 4, 6);
    }
  });

  test('trains on the same rows from first to last, of D_p ones that pretraining never shows', () => {
    const [first, last] = [phase().batch(1), phase().batch(27)];
    expect(last.tokens.subarray(0, first.tokens.length)).toEqual(first.tokens);
    const rows = corpus.pretrainBatch(7, 0, { batch: 4, context: 24 });
    expect(first.tokens.subarray(0, 4 * 24)).not.toEqual(rows.tokens);
  });

  test('gives every other cycle a D_t of the other behaviour, and each stage of a cycle the same', () => {
    const perturbing = phase({ cycles: 3 });
    const rows = (update: number) =>
      perturbing
        .batch(update)
        .tokens.slice(7 * 24)
        .join();
    const [first, second, third] = [21, 29, 37].map(rows);
    for (const update of [22, 24, 28]) expect(rows(update)).toBe(first);
    expect(rows(36)).toBe(second);
    expect(second).not.toBe(first);
    expect(third).toBe(first);
    const alone = phase({ cycles: 2, perturb: 'positive' });
    expect(alone.batch(21).tokens).toEqual(alone.batch(29).tokens);
    expect(
      alone
        .batch(21)
        .tokens.slice(7 * 24)
        .join(),
    ).toBe(second);
  });

  test('lets the rate fall, and makes the stages with D_t without momentum', () => {
    const long = phase({ updates: 1000, rate: 0.004 });
    const used = (update: number) => {
      const { rate, beta1, beta2 } = long.dials(update);
      return { rate: beta2 > 0.999 ? rate * Math.sqrt(1 - beta2 ** update) : rate, beta1 };
    };
    expect(used(1)).toEqual({ rate: 0.004, beta1: 0.9 });
    expect(used(601)).toEqual({ rate: 0.004, beta1: 0.9 });
    expect(used(751).rate).toBeCloseTo(0.0022, 10); // half way from 0.6 to 0.9
    expect(used(920)).toEqual({ rate: expect.closeTo(0.0004, 10), beta1: 0.9 });
    expect(used(1000)).toEqual({ rate: expect.closeTo(0.000016, 10), beta1: 0 });
    // The loss is a mean over k + 1 + l, so with D_t the rate is larger by (k + 1 + l) / (k + 1), without it smaller.
    expect(used(1001)).toEqual({ rate: expect.closeTo(0.000016 * 1.01, 10), beta1: 0 });
    expect(used(1003)).toEqual({ rate: expect.closeTo(0.000016 * 0.99, 10), beta1: 0 });
  });

  test('reports the share and the losses at the end of each stage', async () => {
    const spec = joint(quick, small);
    const { points } = await train('j', spec, fresh(), { start: await base(2) });
    expect(valuesOf(points, 'joint.share')).toEqual([
      [0, 0],
      [20, 0],
      [22, 0.04],
      [24, -0.04],
      [26, -0.04],
      [28, 0.04],
    ]);
    // What the loop minimises next is their mean at weights k : 1 : l.
    for (const [update, share] of [
      [0, 0],
      [20, 0.04],
      [22, -0.04],
    ] as const) {
      const [p, a, t] = ['pretrain', 'align', 'perturb'].map((set) =>
        valueAt(points, `joint.${set}Nats`, update),
      );
      const mean = (3 * p! + a! + share * t!) / (4 + share);
      expect(valueAt(points, 'train.loss', update + 1)).toBeCloseTo(mean, 5);
    }
  });

  test('resumed at any update is the uninterrupted one', async () => {
    const spec = joint({ ...quick, updates: 8 }, small);
    const start = await base(2);
    const whole = await train('j', spec, fresh(), { start });
    for (const at of [0, 5, 8, 9, 12, 15]) {
      const place = fresh();
      const before = await train('j', spec, place, { start, stop: { at, how: 'pause' } });
      const after = await train('j', spec, place, { start: await load(before.checkpoint) });
      expect([...before.points, ...after.points], `paused at ${at}`).toEqual(whole.points);
      expect(after.checkpoint.sha256, `paused at ${at}`).toBe(whole.checkpoint.sha256);
    }
  });
});

test('the law of k holds in joint training: −dγ_a/dγ_p is |D_p| / |D_a|', { timeout: 240_000 }, async () => {
  const lighter = { pretrainRows: 64, alignExamples: 48, perturbExamples: 48, updates: 1500 };
  const start = await base(1000);
  const runs = [];
  for (const ratio of [1, 10, 100]) {
    const spec = { ...joint({ ratio, ...lighter }, small), corpus: touched } as StepSpec;
    const { points } = await train('j', spec, fresh(), { start, data: dataOf(spec) });
    const values = (metric: string) => valuesOf(points, `joint.${metric}`).slice(1);
    const stages = values('share').map(([, share], i) => ({
      share,
      pretrainNats: values('pretrainNats')[i]![1],
      alignNats: values('alignNats')[i]![1],
    }));
    runs.push({ ratio, seed: 7, kHat: estimateJointK(stages).kHat });
  }
  for (const { ratio, kHat } of runs)
    expect(Math.abs(kHat! / ratio - 1), `k = ${ratio}: ${kHat}`).toBeLessThan(0.1);
  expect(Math.abs(kLaw(runs).slope!.mean - 1)).toBeLessThan(0.05);
});
