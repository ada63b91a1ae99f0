// What the TensorFlow.js backend promises beside right numbers: it leaks no tensors and gives the same bits every time.

import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { tfjsBackend } from '../../src/engine/tfjs/backend.ts';
import { restoreUtilFunctions } from '../../src/engine/tfjs/node-compatibility.ts';
import { realValue } from '../../src/engine/values.ts';
import * as g from '../../src/graph/build.ts';
import { smallModel, train } from './training-run.ts';

test('live tensors are as many after every run, and none are left at the end', async () => {
  const backend = await tfjsBackend('tfjs-cpu');
  const before = tf.memory().numTensors;
  const live: number[] = [];
  const each = () => live.push(tf.memory().numTensors);
  await train(backend, smallModel('llama'), { updates: 3, batch: 2, rate: 1e-3, each });
  expect(live[0]).toBeGreaterThan(before); // the constants
  expect(new Set(live).size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('two runs give the same bits', async () => {
  const backend = await tfjsBackend('tfjs-cpu');
  const options = { updates: 3, batch: 2, rate: 1e-3 };
  const first = await train(backend, smallModel('gpt2'), options);
  expect(await train(backend, smallModel('gpt2'), options)).toEqual(first);
});

test('a failed run leaves no tensors and the next one works', async () => {
  const backend = await tfjsBackend('tfjs-cpu');
  const x = g.input('x', [2]);
  const executable = await backend.compile({ name: 'root', inputs: { x }, outputs: { out: g.sqrt(x) } });
  const before = tf.memory().numTensors;
  await expect(executable.run({ x: realValue(new Float32Array(3)) })).rejects.toThrow(
    'root: input x must be f32 (2), got f32 (3)',
  );
  expect((await executable.run({ x: realValue(Float32Array.of(4, 9)) })).out!.data).toEqual(
    Float32Array.of(2, 3),
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('a result is the caller’s own', async () => {
  const backend = await tfjsBackend('tfjs-cpu');
  const x = g.input('x', [4]);
  const outputs = { same: x, square: g.reshape(x, [2, 2]) };
  const executable = await backend.compile({ name: 'views', inputs: { x }, outputs });
  const data = Float32Array.of(1, 2, 3, 4);
  const result = await executable.run({ x: realValue(data) });
  result.same!.data[0] = 9;
  result.square!.data[1] = 9;
  expect([...data]).toEqual([1, 2, 3, 4]);
});

test('the functions that Node removed from util are there for tfjs-node', () => {
  restoreUtilFunctions();
  const restored = util as unknown as Record<string, (value: unknown) => boolean>;
  expect([null, undefined, 0, ''].map((value) => restored.isNullOrUndefined!(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([[], {}].map((value) => restored.isArray!(value))).toEqual([true, false]);
});
