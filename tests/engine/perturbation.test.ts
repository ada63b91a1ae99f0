import { afterAll, describe, expect, test } from 'vitest';
import type { Batch, Corpus } from '../../src/core/corpus.ts';
import { InputError } from '../../src/core/errors.ts';
import type { StepSpec } from '../../src/core/step.ts';
import { shuffledRows, tuningBatches } from '../../src/engine/perturbation.ts';
import { phaseOf } from '../../src/engine/phase.ts';
import { frozenStretches, parameterTable } from '../../src/graph/parameters.ts';
import {
  context,
  corpus,
  load,
  shapeOf,
  temporaryFolder,
  train,
  trunk,
  tune,
  valuesOf,
} from './training-fixtures.ts';

type TuneSpec = Extract<StepSpec, { kind: 'tune' }>;
const folder = temporaryFolder();
afterAll(folder.remove);
let runs = 0;
const fresh = () => `${folder.path}/${runs++}`;

const specOf = (tuning: Record<string, unknown>, phase = 'unalign') => tune(phase, tuning) as TuneSpec;
const batchesOf = (tuning: Record<string, unknown>, phase?: string, of: Corpus = corpus) =>
  tuningBatches(specOf(tuning, phase), of);

/** Rows as text: tokens, targets and what counts. */
const rowsOf = ({ size, context: T, tokens, targets, mask, weights }: Batch): string[] =>
  Array.from(
    { length: size },
    (_, row) =>
      [tokens, targets, mask].map((part) => part.subarray(row * T, (row + 1) * T).join()).join(' | ') +
      ` ${weights[row]}`,
  );
const countedOf = ({ targets, mask, context: T }: Batch, row: number): number[] =>
  [...targets.subarray(row * T, (row + 1) * T)].filter((_, i) => mask[row * T + i] === 1);
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('the batches of a control', () => {
  test('are a pure function of the update, in any order', () => {
    const kinds = ['replay', 'randomLabels', 'shuffledTokens'].map((kind) => ({ data: { kind } }));
    for (const tuning of [...kinds, { replay: 0.5 }]) {
      const [one, other] = [batchesOf(tuning), batchesOf(tuning)];
      const forward = [1, 2, 3].map((update) => rowsOf(one(update)));
      const backward = [3, 2, 1].map((update) => rowsOf(other(update)));
      expect(backward.reverse()).toEqual(forward);
      expect(forward[0]).not.toEqual(forward[1]);
    }
  });

  test('replay shows rows of D_p that neither pretraining nor another phase shows', () => {
    const shown = new Set<string>();
    for (let update = 0; update < 200; update++) {
      for (const row of rowsOf(corpus.pretrainBatch(7, update, { batch: 4, context }))) shown.add(row);
    }
    for (const phase of ['align', 'unalign', 'realign']) {
      const batches = batchesOf({ data: { kind: 'replay' } }, phase);
      for (const row of [1, 2, 3, 4].flatMap((update) => rowsOf(batches(update)))) {
        expect(shown).not.toContain(row);
        shown.add(row);
        expect(row.split(' | ')[2]).not.toContain('0,'); // packed: every target counts
      }
    }
  });

  test('random labels are rows of either behaviour by a fair coin', () => {
    const batches = batchesOf({ data: { kind: 'randomLabels' }, examples: 800 });
    const [positive, negative] = ['positive', 'negative'].map((toward) =>
      batchesOf({ toward, examples: 800 }),
    );
    let heads = 0;
    for (let update = 1; update <= 200; update++) {
      const [up, down] = [rowsOf(positive!(update)), rowsOf(negative!(update))];
      for (const [i, row] of rowsOf(batches(update)).entries()) {
        expect([up[i], down[i]]).toContain(row);
        if (row === up[i]) heads++;
      }
    }
    // 800 tosses: four standard deviations are 57.
    expect(Math.abs(heads - 400)).toBeLessThan(57);
  });

  test('shuffled tokens keep prompts, counts and what counts, and change the order', () => {
    const plain = batchesOf({ toward: 'negative' });
    const shuffled = batchesOf({ toward: 'negative', data: { kind: 'shuffledTokens' } });
    let moved = 0;
    for (let update = 1; update <= 8; update++) {
      const [a, b] = [plain(update), shuffled(update)];
      expect(b.mask).toEqual(a.mask);
      expect(b.weights).toEqual(a.weights);
      for (let row = 0; row < a.size; row++) {
        expect(sorted(countedOf(b, row))).toEqual(sorted(countedOf(a, row)));
        if (countedOf(b, row).join() !== countedOf(a, row).join()) moved++;
        const prompt = a.mask.subarray(row * context, (row + 1) * context).indexOf(1) + 1;
        const start = (batch: Batch) => batch.tokens.subarray(row * context, row * context + prompt);
        expect(start(b)).toEqual(start(a));
      }
      expectInputsFollowTargets(b);
    }
    expect(moved).toBeGreaterThan(20); // of 32
  });

  test('benign text asks the corpus for it, and says so where there is none', () => {
    const control = {
      ...corpus,
      controlBatch: (...where: Parameters<Corpus['pretrainBatch']>) => corpus.pretrainBatch(...where),
    };
    const batches = batchesOf({ data: { kind: 'benign' } }, 'unalign', control);
    expect(rowsOf(batches(3))).toEqual(rowsOf(corpus.pretrainBatch(7, 2, { batch: 4, context })));
    const { controlBatch: _, ...without } = corpus;
    expect(() => batchesOf({ data: { kind: 'benign' } }, 'unalign', without)).toThrow(InputError);
    expect(() => batchesOf({ data: { kind: 'benign' } }, 'unalign', without)).toThrow(
      'unalign.data: this corpus has no control text, which "benign" trains on',
    );
  });

  test('a share of replay replaces the last rows and leaves the others', () => {
    const tuning = { batch: 8, examples: 64 };
    const [plain, mixed] = [batchesOf(tuning), batchesOf({ ...tuning, replay: 0.25 })];
    const replayed = batchesOf({ ...tuning, data: { kind: 'replay' } });
    for (const update of [1, 5]) {
      const rows = rowsOf(mixed(update));
      expect(rows.slice(0, 6)).toEqual(rowsOf(plain(update)).slice(0, 6));
      expect(rows.slice(6)).toEqual(rowsOf(replayed(update)).slice(0, 2));
    }
    expect(rowsOf(batchesOf({ ...tuning, replay: 0.05 })(1))).toEqual(rowsOf(plain(1))); // 0.4 rows: none
  });
});

function expectInputsFollowTargets({ tokens, targets, mask, context: T, size }: Batch): void {
  for (let i = 0; i < size * T - 1; i++) {
    if ((i + 1) % T !== 0 && mask[i] === 1) expect(tokens[i + 1]).toBe(targets[i]);
  }
}

describe('shuffled pretraining', () => {
  test('keeps the counts of every row, is a pure function of the update, and its inputs follow its targets', () => {
    const spec = trunk(4, {
      optimizer: {
        batch: 4,
        rate: 3e-3,
        warmup: 5,
        weightDecay: 0.01,
        beta1: 0.9,
        beta2: 0.95,
        clip: 1,
        shuffled: true,
      },
    });
    const phase = phaseOf(spec, corpus, null);
    const plain = phaseOf(trunk(4), corpus, null);
    for (const update of [2, 1]) {
      const [a, b] = [plain.batch(update), phase.batch(update)];
      for (let row = 0; row < 4; row++) {
        expect(sorted(countedOf(b, row))).toEqual(sorted(countedOf(a, row)));
        expect(b.tokens[row * context]).toBe(a.tokens[row * context]);
      }
      expect(b.targets).not.toEqual(a.targets);
      expectInputsFollowTargets(b);
      expect(rowsOf(phase.batch(update))).toEqual(rowsOf(b));
    }
  });

  test('every order of three tokens comes up about equally often', () => {
    const batch = {
      size: 1,
      context: 3,
      tokens: Int32Array.of(9, 1, 2),
      targets: Int32Array.of(1, 2, 3),
      mask: Float32Array.of(1, 1, 1),
      weights: Float32Array.of(1),
    };
    const counts = new Map<string, number>();
    for (let index = 0; index < 1200; index++) {
      const order = shuffledRows(batch, { seed: 5, index }).targets.join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['123', '132', '213', '231', '312', '321']);
    // 200 each; four standard deviations are 52.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(52);
    expect([...batch.targets]).toEqual([1, 2, 3]);
  });
});

describe('an update that is not AdamW on examples', () => {
  const base = async () => load((await train('base', trunk(6), fresh())).checkpoint);
  const norm = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.hypot(...Array.from(a, (x, i) => x - b[i]!));

  test('of weight noise is a vector of the length asked for, in another direction each time, and nothing else', async () => {
    const start = await base();
    const spec = tune(
      'unalign',
      { data: { kind: 'weightNoise', norm: 0.25 }, examples: 8 },
      { evaluateAt: [0, 2] },
    );
    const whole = await train('n', spec, fresh(), {
      start,
      base: { theta: start.state.theta, distributions: new Map() },
    });
    const distances = valuesOf(whole.points, 'weights.toBase').map(([, value]) => value);
    expect(distances[0]).toBe(0);
    // Two steps of 0.25 at a right angle, nearly: 0.354.
    expect(distances[1]).toBeGreaterThan(0.33);
    expect(distances[1]).toBeLessThan(0.38);
    expect(valuesOf(whole.points, 'train.loss')).toEqual([]);
    const place = fresh();
    const half = await train('n', spec, place, { start, stop: { at: 1, how: 'pause' } });
    const { state } = await load(half.checkpoint);
    expect(norm(state.theta, start.state.theta)).toBeCloseTo(0.25, 6);
    const rest = await train('n', spec, place, { start: await load(half.checkpoint) });
    expect(rest.checkpoint.sha256).toBe(whole.checkpoint.sha256);
    expect(state.m).toEqual(new Float32Array(state.m.length));
    const other = await train('n', { ...spec, phase: 'realign' } as StepSpec, fresh(), { start });
    expect((await load(other.checkpoint)).state.theta).not.toEqual(
      (await load(whole.checkpoint)).state.theta,
    );
  });

  test.each([{}, { optimizer: 'sgd' }])(
    'leaves frozen weights as they are, bit for bit (%o)',
    async (change) => {
      const start = await base();
      const spec = tune('align', { frozenLayers: 1, weightDecay: 0.1, ...change });
      const { theta } = (await load((await train('f', spec, fresh(), { start })).checkpoint)).state;
      const frozen = new Set(frozenStretches(shapeOf(8), 1).map(({ name }) => name));
      for (const { name, offset, size } of parameterTable(shapeOf(8))) {
        const [before, after] = [start.state.theta, theta].map((vector) =>
          vector.subarray(offset, offset + size),
        );
        if (frozen.has(name)) expect(after, name).toEqual(before);
        else expect(after, name).not.toEqual(before);
      }
    },
  );

  test('of gradient descent moves θ by the rate times the gradient that it reports, and keeps no moments', async () => {
    const start = await base();
    const spec = tune('align', { optimizer: 'sgd', rate: 0.1, clip: 0, weightDecay: 0, examples: 4 });
    const outcome = await train('s', spec, fresh(), { start });
    const { state } = await load(outcome.checkpoint);
    const [[, length]] = valuesOf(outcome.points, 'train.gradientNorm') as [[number, number]];
    expect(spec.to).toBe(1);
    expect(norm(state.theta, start.state.theta) / (0.1 * length)).toBeCloseTo(1, 3);
    expect(state.m).toEqual(new Float32Array(state.m.length));
    expect(state).toMatchObject({ update: 1, adamUpdate: 0 });
  });

  test('resumed at any update is the uninterrupted one: descent, replay, frozen blocks', async () => {
    const start = await base();
    const spec = tune('unalign', {
      optimizer: 'sgd',
      rate: 0.05,
      replay: 0.5,
      frozenLayers: 1,
      examples: 16,
    });
    const whole = await train('r', spec, fresh(), { start });
    for (let at = 0; at < spec.to; at++) {
      const place = fresh();
      const before = await train('r', spec, place, { start, stop: { at, how: 'pause' } });
      const after = await train('r', spec, place, { start: await load(before.checkpoint) });
      expect([...before.points, ...after.points], `paused at ${at}`).toEqual(whole.points);
      expect(after.checkpoint.sha256, `paused at ${at}`).toBe(whole.checkpoint.sha256);
    }
  });
});
