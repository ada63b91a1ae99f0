import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseModel } from '../../src/engine/evaluate.ts';
import {
  type GeneratedData,
  generateData,
  generatedBatch,
  halvesOfPrompts,
} from '../../src/engine/generated.ts';
import {
  context,
  cooldown,
  corpus,
  executables,
  load,
  type Outcome,
  shapeOf,
  temporaryFolder,
  train,
  transfer,
  trunk,
  tune,
  valueAt,
  valuesOf,
} from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let runs = 0;
const fresh = () => `${folder.path}/${runs++}`;
type Loaded = Awaited<ReturnType<typeof load>>;

const strong = { examples: 60, rate: 3e-3 }; // 15 updates of 4: slices at 5, 10, 15
const slice = (from: number | undefined, to: number) =>
  tune('align', strong, {
    to,
    evaluateAt: [...(from === undefined ? [0] : []), to],
    ...(from === undefined ? {} : { from }),
  });

let base: Loaded;
let one: Loaded;
let three: Loaded;
let pieces: Outcome[];
let whole: Outcome;
const generate = (from: Loaded, spec = transfer()): Promise<GeneratedData> =>
  generateData({ executables, model: shapeOf(8), theta: from.state.theta }, corpus, spec);

beforeAll(async () => {
  base = await load(
    (
      await train(
        'base',
        trunk(120, {
          optimizer: { batch: 8, rate: 5e-3, warmup: 5, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 },
        }),
        fresh(),
      )
    ).checkpoint,
  );
  const options = { base: baseModel(base.state.theta) };
  whole = await train('whole', tune('align', strong, { evaluateAt: [0, 5, 10, 15] }), fresh(), {
    ...options,
    start: base,
  });
  pieces = [await train('s1', slice(undefined, 5), fresh(), { ...options, start: base })];
  pieces.push(
    await train('s2', slice(5, 10), fresh(), { ...options, start: await load(pieces[0]!.checkpoint) }),
  );
  pieces.push(
    await train('s3', slice(10, 15), fresh(), { ...options, start: await load(pieces[1]!.checkpoint) }),
  );
  one = await load(pieces[0]!.checkpoint);
  three = await load(pieces[2]!.checkpoint);
});

describe('slices of alignment', () => {
  test('are the uncut alignment, bit for bit: losses, evaluations at their ends, state', async () => {
    const trained = (points: Outcome['points']) => points.filter(({ metric }) => metric.startsWith('train.'));
    expect(pieces.flatMap(({ points }) => trained(points))).toEqual(trained(whole.points));
    const measured = (points: Outcome['points']) =>
      points.filter(({ metric }) => !metric.startsWith('train.') && !/sampled|position/.test(metric));
    expect(pieces.flatMap(({ points }) => measured(points))).toEqual(measured(whole.points));
    const end = await load(whole.checkpoint);
    expect(three.state).toEqual(end.state);
  });

  test('are refused from any other update than their own', async () => {
    await expect(train('s3', slice(10, 15), fresh(), { start: one })).rejects.toThrow(
      'this slice starts from update 10 of its alignment, not 5',
    );
  });

  test('resumed in the middle end with the same bits', async () => {
    const place = fresh();
    const start = one;
    const before = await train('s2', slice(5, 10), place, { start, stop: { at: 8, how: 'pause' } });
    expect(before.checkpoint.update).toBe(8);
    const after = await train('s2', slice(5, 10), place, { start: await load(before.checkpoint) });
    expect(after.checkpoint.sha256).toBe(
      (await train('s2', slice(5, 10), fresh(), { start })).checkpoint.sha256,
    );
  });
});

describe('what a slice writes', () => {
  test('is for prompts that alignment never saw, one half to train on and the other to measure', async () => {
    const [training, measuring] = halvesOfPrompts(corpus).map((half) => half.map((prompt) => prompt.join()));
    expect(training!.length + measuring!.length).toBe(32); // all that the reviews grammar holds out
    expect(new Set([...training!, ...measuring!]).size).toBe(32);
    const { examples, heldOut } = await generate(three);
    for (const { prompt } of examples) expect(training).toContain(Array.from(prompt).join());
    const length = corpus.prompts(1)[0]!.length;
    for (let row = 0; row < heldOut.batch.size; row++) {
      const start = row * heldOut.batch.context;
      expect(measuring).toContain(heldOut.batch.tokens.subarray(start, start + length).join());
    }
    const batch = corpus.tuningBatch(
      'positive',
      { seed: 7, stream: 'align', index: 0, examples: 64, epochs: 1 },
      { batch: 64, context },
    );
    const seen = new Set(
      Array.from({ length: 64 }, (_, row) =>
        batch.tokens.subarray(row * context, row * context + length).join(),
      ),
    );
    for (const prompt of [...training!, ...measuring!]) expect(seen).not.toContain(prompt);
  });

  test('is the same whichever slice is trained on it, and another for another generator or seed', async () => {
    const text = ({ examples }: GeneratedData) => examples.map(({ response }) => Array.from(response).join());
    const [forward, inverse] = [transfer(), { ...transfer(), parent: 'elsewhere', key: 'other' }];
    const first = await generate(three, forward);
    expect(await generate(three, inverse)).toEqual(first);
    expect(text(await generate(base))).not.toEqual(text(first));
    // At temperature 0.05 seeds differ little: compare at 1.
    const hot = transfer({ temperature: 1, topP: 1 });
    expect(text(await generate(three, { ...hot, seed: 8 }))).not.toEqual(text(await generate(three, hot)));
  });

  test('of many examples is not the same response again and again at temperature 1', async () => {
    const { examples } = await generate(three, transfer({ temperature: 1, topP: 1, examples: 100 }));
    expect(examples).toHaveLength(100);
    // Beyond the first 64 rows the stream is another one.
    const text = examples.map(({ prompt, response }) => `${Array.from(prompt)} ${Array.from(response)}`);
    expect(new Set(text).size).toBeGreaterThan(90);
  });

  test('is trained on in its order, then in fresh ones, padded at the end', async () => {
    const spec = transfer({ examples: 6, epochs: 2 });
    const data = await generate(three, spec);
    const responses = [0, 1, 2].flatMap((index) => {
      const batch = generatedBatch(spec, data, index);
      return Array.from({ length: 4 }, (_, row) => {
        const counted = [...batch.targets.subarray(row * context, (row + 1) * context)].filter(
          (_, i) => batch.mask[row * context + i] === 1,
        );
        const start = batch.tokens.subarray(row * context, row * context + 6).join();
        return `${start} ${counted}`;
      });
    });
    const weights = [0, 1, 2].flatMap((index) => [...generatedBatch(spec, data, index).weights]);
    expect(weights).toEqual(Array(12).fill(1));
    expect([...responses.slice(6)].sort()).toEqual([...responses.slice(0, 6)].sort());
    expect([...generatedBatch(transfer({ examples: 6 }), data, 1).weights]).toEqual([1, 1, 0, 0]);
  });
});

describe('a transfer', () => {
  test('onto its own responses begins at its floor, with no divergence', async () => {
    const generated = await generate(three);
    const { points } = await train('own', transfer(), fresh(), { start: three, generated });
    expect(valueAt(points, 'generated.kl', 0)).toBeCloseTo(0, 6);
    expect(valueAt(points, 'generated.nats', 0)).toBeCloseTo(valueAt(points, 'generated.floor', 0), 5);
    // The first batches at the generator's own weights: their mean loss is near the floor of all examples.
    expect(valuesOf(points, 'generated.trainFloor')).toEqual([[0, generated.trainFloor]]);
  });

  test('reports the loss of the generator on what is trained on, as the loop counts it', async () => {
    const spec = transfer({ examples: 4 });
    const generated = await generate(three, spec);
    const { points } = await train('own', spec, fresh(), { start: three, generated });
    const [[update, loss]] = valuesOf(points, 'train.loss') as [[number, number]];
    expect(update).toBe(1);
    // One batch of all four examples. The loop's mean is over tokens.
    expect(loss).toBeCloseTo(generated.trainFloor, 4);
  });

  test('of another slice starts apart and comes nearer, forward and inverse', async () => {
    for (const [start, generator] of [
      [base, three],
      [three, base],
    ] as const) {
      const spec = transfer({ examples: 80, rate: 3e-3, temperature: 1, topP: 1 });
      const generated = await generate(generator, spec);
      const { points } = await train('t', spec, fresh(), {
        start,
        generated,
        aligned: generator.state.theta,
        base: baseModel(base.state.theta),
      });
      const kl = valuesOf(points, 'generated.kl');
      expect(kl.map(([update]) => update)).toEqual([0, 2, 20]);
      expect(kl[0]![1]).toBeGreaterThan(0.01);
      expect(kl.at(-1)![1]).toBeLessThan(0.8 * kl[0]![1]);
      const floors = valuesOf(points, 'generated.floor').map(([, value]) => value);
      expect(new Set(floors).size).toBe(1);
    }
  });

  test('resumed at any update is the uninterrupted one', async () => {
    const spec = transfer({ moments: 'keep' });
    const generated = await generate(three, spec);
    const uncut = await train('t', spec, fresh(), { start: one, generated });
    expect((await load(uncut.checkpoint)).state.adamUpdate).toBe(one.state.adamUpdate + spec.to);
    for (let at = 0; at < spec.to; at++) {
      const place = fresh();
      const before = await train('t', spec, place, { start: one, generated, stop: { at, how: 'pause' } });
      const again = await generate(three, spec); // as a new process would
      const after = await train('t', spec, place, { start: await load(before.checkpoint), generated: again });
      expect([...before.points, ...after.points], `paused at ${at}`).toEqual(uncut.points);
      expect(after.checkpoint.sha256, `paused at ${at}`).toBe(uncut.checkpoint.sha256);
    }
  });

  test('without the responses of its generator is refused', async () => {
    await expect(train('t', transfer(), fresh(), { start: one })).rejects.toThrow(
      'a transfer needs the responses of its generator',
    );
  });
});

test('a trunk of no updates can be cooled down from, and a slice cannot start from nothing', async () => {
  const cooled = await train('c', cooldown(0, 2), fresh());
  expect(cooled.checkpoint.update).toBe(2);
  await expect(train('s', slice(undefined, 5), fresh())).rejects.toThrow('needs a checkpoint to start from');
});
