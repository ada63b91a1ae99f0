// What the onnxruntime backend promises beside right numbers: the same bits every time, flat memory, clear refusals.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { onnxBackend } from '../../src/engine/onnx/backend.ts';
import { requireCudaProvider } from '../../src/engine/onnx/cuda.ts';
import { lowerProgram } from '../../src/engine/onnx/lower.ts';
import { indexValue, realValue } from '../../src/engine/values.ts';
import * as g from '../../src/graph/build.ts';
import { buildProgram } from '../../src/graph/programs.ts';
import { smallModel, train } from './training-run.ts';

const backend = onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => backend.dispose());

const x = g.input('x', [3]);
const twice = { name: 'twice', inputs: { x }, outputs: { same: x, again: x, twice: g.add(x, x) } };

describe.each(['llama', 'gpt2'] as const)('%s', (family) => {
  const model = smallModel(family);

  test('overfits eight sequences to a loss below 0.05', async () => {
    const { losses } = await train(backend, model, { updates: 250, batch: 8, rate: 1e-2 });
    expect(losses[0]).toBeGreaterThan(2.5);
    expect(losses.at(-1)).toBeLessThan(0.05);
  });

  test('two runs give the same bits; two threads, which add in another order, nearly so', async () => {
    const options = { updates: 20, batch: 16, rate: 3e-3 };
    const first = await train(backend, model, options);
    expect(await train(backend, model, options)).toEqual(first);
    // Two threads were seen to change the last bits, so a trainer computes on one whatever the machine has.
    const { losses } = await train(onnxBackend({ device: 'cpu', threads: 2 }), model, options);
    expect(losses.length).toBe(first.losses.length);
    for (const [i, loss] of first.losses.entries()) expect(losses[i]).toBeCloseTo(loss, 4);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a scatter into many rows gives the bits of one thread on two', async () => {
  const [count, rows, width] = [5000, 700, 48];
  const random = Random.at(2, 'scatter');
  const [at, values] = [g.input('at', [count], 'i32'), g.input('values', [count, width])];
  const program = {
    name: 'scatter',
    inputs: { at, values },
    outputs: { out: g.scatterSum(at, values, rows) },
  };
  const inputs = {
    at: indexValue(Int32Array.from({ length: count }, () => random.integer(20))),
    values: realValue(
      Float32Array.from({ length: count * width }, () => random.normal()),
      [count, width],
    ),
  };
  const run = async (threads: number) =>
    (await (await onnxBackend({ device: 'cpu', threads }).compile(program)).run(inputs)).out!.data;
  const expected = await run(1);
  for (let i = 0; i < 5; i++) expect(await run(2)).toEqual(expected);
});

test('memory stays flat over 300 runs', async () => {
  const megabytes: number[] = [];
  const each = (update: number) => {
    if (update % 100 !== 0) return;
    collectGarbage();
    megabytes.push(process.memoryUsage.rss() / 2 ** 20);
  };
  await train(backend, smallModel('llama'), { updates: 500, batch: 8, rate: 1e-3, each });
  // A leak of one state (theta, m, v) per run would be 100 MB.
  expect(megabytes[4]! - megabytes[1]!).toBeLessThan(16);
}, 60_000);

test('a result is the caller’s own: neither later runs nor changes to it reach anything else', async () => {
  const executable = await backend.compile(twice);
  const input = Float32Array.of(1, 2, 3);
  const first = await executable.run({ x: realValue(input) });
  first.same!.data[0] = 9;
  expect([...input]).toEqual([1, 2, 3]);
  expect([...first.again!.data]).toEqual([1, 2, 3]);
  const second = await executable.run({ x: first.twice! });
  expect([...first.twice!.data]).toEqual([2, 4, 6]);
  expect([...second.twice!.data]).toEqual([4, 8, 12]);
  await executable.dispose();
});

test('inputs that do not fit are refused by name', async () => {
  const executable = await backend.compile(twice);
  const run = (inputs: Parameters<typeof executable.run>[0]) => executable.run(inputs);
  await expect(run({})).rejects.toThrow('twice: input x is missing');
  const four = realValue(new Float32Array(4));
  await expect(run({ x: four })).rejects.toThrow('twice: input x must be f32 (3), got f32 (4)');
  await expect(run({ x: { ...four, shape: [3] } })).rejects.toThrow('input x holds 4 numbers, (3) needs 3');
  const index = { dtype: 'f32', shape: [3], data: new Int32Array(3) } as const;
  await expect(run({ x: index })).rejects.toThrow('twice: input x is f32 but holds a Int32Array');
  const known = realValue(new Float32Array(3));
  await expect(run({ x: known, y: known })).rejects.toThrow('twice: unknown input y');
  await executable.dispose();
  await expect(run({ x: known })).rejects.toThrow('twice: the executable is disposed');
});

test('equal constants are written once and large ones as raw bytes', () => {
  const large = Float32Array.from({ length: 10_000 }, (_, i) => i);
  const sum = (...terms: readonly ReturnType<typeof g.constant>[]) => terms.reduce(g.add);
  const bytes = (...constants: readonly ReturnType<typeof g.constant>[]) =>
    lowerProgram({ name: 'sum', inputs: {}, outputs: { out: sum(...constants) } }, 'cpu').length;
  const one = bytes(g.constant(large, [10_000]), g.constant(large, [10_000]));
  expect(one).toBeGreaterThan(40_000);
  expect(one).toBeLessThan(41_000);
});

test('a training step lowers to the same bytes every time', () => {
  const lower = () =>
    lowerProgram(buildProgram('trainStep', smallModel('llama'), { batch: 2, context: 4 }), 'cpu');
  expect(Buffer.compare(lower(), lower())).toBe(0);
});

test('cuda without its provider is refused with the reason', () => {
  expect(() => requireCudaProvider('darwin', 'arm64')).toThrow('no CUDA provider for darwin-arm64');
});
