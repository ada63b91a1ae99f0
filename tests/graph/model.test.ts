// Both families: the gradient of the whole loss, causality, masks, and decoding with a cache against the full pass.
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import type { Value } from '../../src/engine/backend.ts';
import { input } from '../../src/graph/build.ts';
import { gradients } from '../../src/graph/differentiate.ts';
import type { Tensor } from '../../src/graph/graph.ts';
import { sizeOf } from '../../src/graph/graph.ts';
import { families } from '../../src/graph/models/family.ts';
import { weightsOf } from '../../src/graph/models/weights.ts';
import { languageModelLoss } from '../../src/graph/objective.ts';
import { parameterTable } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';
import { buildProgram } from '../../src/graph/programs.ts';
import { compiled, compiledProgram, evaluate, index, moved, real, relativeError, unit } from './numeric.ts';
import { batch, dials, examples, theta, tiny, vocabulary, withToken } from './tiny-model.ts';

const { batch: B, context: T } = batch;

function lossOf(model: ModelShape): { theta: Tensor; loss: Tensor } {
  const whole = input('theta', theta(model).shape);
  const weights = weightsOf(model, [{ offset: 0, tensor: whole }]);
  const family = families[model.family];
  const states = family.hidden(model, weights, input('tokens', [B, T], 'i32'));
  const aims = {
    targets: input('targets', [B, T], 'i32'),
    mask: input('mask', [B, T]),
    weights: input('weights', [B]),
  };
  return { theta: whole, loss: languageModelLoss(family.logits(weights, states), aims) };
}

const logP = async (model: ModelShape, changes: Record<string, Value> = {}): Promise<Float64Array> => {
  const run = await compiledProgram(buildProgram('logProbabilities', model, batch));
  const { tokens, targets } = examples;
  const result = await run({ theta: theta(model), tokens: tokens!, targets: targets!, ...changes });
  return result.logProbabilities!;
};

describe.each(['llama', 'gpt2'] as const)('%s', (name) => {
  const model = tiny(name);

  test('the gradient of the loss equals finite differences at 60 places and along a random direction', async () => {
    const { theta: whole, loss } = lossOf(model);
    const [slope] = gradients(loss, [whole]);
    const runLoss = await compiled({ loss });
    const start = theta(model);
    const exact = (await (await compiled({ slope: slope! }))({ ...examples, theta: start })).slope!;
    const lossAt = async (value: Value) => (await runLoss({ ...examples, theta: value })).loss![0]!;

    const step = 1e-5;
    const random = Random.at(5, 'places');
    const scale = Math.sqrt(exact.reduce((total, x) => total + x * x, 0) / exact.length);
    for (let i = 0; i < 60; i++) {
      const at = random.integer(exact.length);
      const numeric =
        ((await lossAt(moved(start, at, step))) - (await lossAt(moved(start, at, -step)))) / (2 * step);
      const error = Math.abs(exact[at]! - numeric) / Math.max(Math.abs(numeric), scale);
      expect(error, `θ[${at}]`).toBeLessThan(1e-5);
    }

    const direction = Array.from(exact, () => random.normal());
    const along = (by: number) =>
      real(
        start.shape,
        direction.map((d, i) => start.data[i]! + by * d),
      );
    const numeric = ((await lossAt(along(step))) - (await lossAt(along(-step)))) / (2 * step);
    const product = direction.reduce((total, d, i) => total + d * exact[i]!, 0);
    expect(Math.abs(product - numeric) / Math.abs(numeric)).toBeLessThan(1e-5);
  });

  test('every parameter but unused positions has a gradient', async () => {
    const { theta: whole, loss } = lossOf(model);
    const slope = await evaluate(gradients(loss, [whole])[0]!, { ...examples, theta: theta(model) });
    for (const { name: parameter, offset, size } of parameterTable(model)) {
      expect(
        slope.slice(offset, offset + size).some((x) => Math.abs(x) > 1e-6),
        parameter,
      ).toBe(true);
    }
  });

  test('a changed token changes no log-probability before it, and some from it on', async () => {
    const before = await logP(model);
    for (let at = 1; at < T; at++) {
      const token = (Number(examples.tokens!.data[at]) + 1) % vocabulary;
      const after = await logP(model, { tokens: withToken(examples.tokens!, at, token) });
      expect([...after.slice(0, at)]).toEqual([...before.slice(0, at)]);
      expect(Math.abs(after[at]! - before[at]!)).toBeGreaterThan(1e-4);
      expect([...after.slice(T)]).toEqual([...before.slice(T)]);
    }
  });

  test('an example of weight 0 and a masked target change nothing', async () => {
    const { loss } = lossOf(model);
    const run = await compiled({ loss });
    const numbers = { ...examples, theta: theta(model), weights: real([B], [1, 0.5, 0]) };
    const before = (await run(numbers)).loss![0]!;
    const other = {
      ...numbers,
      tokens: withToken(examples.tokens!, 2 * T + 1, 0),
      targets: withToken(examples.targets!, 5, 0),
    };
    expect(Number(examples.mask!.data[5])).toBe(0);
    expect((await run(other)).loss![0]).toBe(before);
    const counted = {
      ...numbers,
      targets: withToken(examples.targets!, 0, (Number(examples.targets!.data[0]) + 1) % vocabulary),
    };
    expect((await run(counted)).loss![0]).not.toBe(before);
  });

  test('the loss is the weighted mean of the counted nats', async () => {
    const { loss } = lossOf(model);
    const nats = (await logP(model)).map((x) => -x);
    let [total, count] = [0, 0];
    nats.forEach((x, i) => {
      const counted = Number(examples.mask!.data[i]) * Number(examples.weights!.data[Math.floor(i / T)]);
      total += counted * x;
      count += counted;
    });
    const [value] = await evaluate(loss, { ...examples, theta: theta(model) });
    expect(value).toBeCloseTo(total / count, 12);
  });

  test('the loss is 0 where nothing counts', async () => {
    const numbers = { ...examples, theta: theta(model), weights: real([B], [0, 0, 0]) };
    expect(await evaluate(lossOf(model).loss, numbers)).toSatisfy(
      ([loss]: number[]) => Math.abs(loss!) === 0,
    );
  });

  test('decoding token by token with a cache gives the distributions of the full pass', async () => {
    const full = await (await compiledProgram(buildProgram('distributions', model, batch)))({
      theta: theta(model),
      tokens: examples.tokens!,
    });
    const program = buildProgram('decodeStep', model, batch);
    const decode = await compiledProgram(program);
    const shape = program.inputs.cache!.shape;
    // Numbers left in the cache by an earlier use must not matter.
    let cache = real(shape, new Float64Array(sizeOf(shape)).fill(5));
    for (let at = 0; at < T; at++) {
      const token = index(
        [B],
        Array.from({ length: B }, (_, b) => Number(examples.tokens!.data[b * T + at])),
      );
      const result = await decode({ theta: theta(model), token, position: index([], [at]), cache });
      for (let b = 0; b < B; b++) {
        const logits = result.logits!.slice(b * vocabulary, (b + 1) * vocabulary);
        const normaliser = Math.log(logits.reduce((total, x) => total + Math.exp(x), 0));
        const from = (b * T + at) * vocabulary;
        const expected = full.logDistributions!.slice(from, from + vocabulary);
        expect(
          relativeError(
            logits.map((x) => x - normaliser),
            expected,
          ),
        ).toBeLessThan(1e-12);
      }
      cache = real(shape, result.cache!);
    }
  });

  test('a shorter context gives the same numbers as the head of a longer one', async () => {
    const short = await compiledProgram(buildProgram('distributions', model, { batch: 1, context: 3 }));
    const long = await compiledProgram(buildProgram('distributions', model, { batch: 1, context: 6 }));
    const tokens = [1, 2, 3, 4, 5, 6];
    const a = await short({ theta: theta(model), tokens: index([1, 3], tokens.slice(0, 3)) });
    const b = await long({ theta: theta(model), tokens: index([1, 6], tokens) });
    expect(relativeError(a.logDistributions!, b.logDistributions!.slice(0, 3 * vocabulary))).toBeLessThan(
      1e-13,
    );
    expect(() => buildProgram('trainStep', model, { batch: 1, context: 7 })).toThrow(
      "trainStep: context 7 is longer than the model's 6",
    );
  });

  test('compare gives both divergences, 0 against itself', async () => {
    const run = await compiledProgram(buildProgram('compare', model, batch));
    const { tokens, targets } = examples;
    const distributions = await compiledProgram(buildProgram('distributions', model, batch));
    const own = (await distributions({ theta: theta(model), tokens: tokens! })).logDistributions!;
    const shape = [B, T, vocabulary];
    const common = { theta: theta(model), tokens: tokens!, targets: targets! };
    const same = await run({ ...common, baseLogDistributions: real(shape, own) });
    expect(Math.max(...same.fromBase!.map(Math.abs), ...same.toBase!.map(Math.abs))).toBeLessThan(1e-13);
    expect([...same.logProbabilities!]).toEqual([...(await logP(model))]);

    const uniform = Math.log(vocabulary);
    const flat = await run({
      ...common,
      baseLogDistributions: real(
        shape,
        own.map(() => -uniform),
      ),
    });
    const row = own.slice(0, vocabulary);
    const entropy = -row.reduce((total, x) => total + Math.exp(x) * x, 0);
    expect(flat.fromBase![0]).toBeCloseTo(uniform - entropy, 12);
    const crossed = -row.reduce((total, x) => total + x, 0) / vocabulary;
    expect(flat.toBase![0]).toBeCloseTo(crossed - uniform, 12);
  });

  test('class mass is the sum of the next-token probabilities at the position', async () => {
    const run = await compiledProgram(buildProgram('classMass', model, batch));
    const distributions = await compiledProgram(buildProgram('distributions', model, batch));
    const common = { theta: theta(model), tokens: examples.tokens! };
    const full = (await distributions(common)).logDistributions!;
    const [positive, negative] = [
      [0, 1, 0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0, 0, 0],
    ];
    const mass = await run({
      ...common,
      positions: index([B], [0, 2, 4]),
      positive: real([vocabulary], positive),
      negative: real([vocabulary], negative),
    });
    [0, 2, 4].forEach((at, b) => {
      const p = (token: number) => Math.exp(full[(b * T + at) * vocabulary + token]!);
      expect(mass.positiveLogMass![b]).toBeCloseTo(Math.log(p(1) + p(4)), 12);
      expect(mass.negativeLogMass![b]).toBeCloseTo(Math.log(p(0)), 12);
    });
  });

  test('the train step reports the loss and the norm of its gradient, and lowers the loss when repeated', async () => {
    const { theta: whole, loss } = lossOf(model);
    const start = theta(model);
    const slope = await evaluate(gradients(loss, [whole])[0]!, { ...examples, theta: start });
    const run = await compiledProgram(buildProgram('trainStep', model, batch));
    const zeros = real(start.shape, new Float64Array(start.data.length));
    let state = { theta: start, m: zeros, v: zeros };
    const losses: number[] = [];
    for (let update = 1; update <= 20; update++) {
      const result = await run({
        ...examples,
        ...dials,
        ...state,
        update: unit(update),
        adamUpdate: unit(update),
      });
      if (update === 1) {
        const [value] = await evaluate(loss, { ...examples, theta: start });
        expect(result.loss![0]).toBeCloseTo(value!, 12);
        const norm = Math.sqrt(slope.reduce((total, x) => total + x * x, 0));
        expect(result.gradientNorm![0]).toBeCloseTo(norm, 10);
      }
      losses.push(result.loss![0]!);
      const keep = (data: Float64Array) => real(start.shape, data);
      state = { theta: keep(result.theta!), m: keep(result.m!), v: keep(result.v!) };
    }
    expect(losses.at(-1)!).toBeLessThan(0.6 * losses[0]!);
  });
});
