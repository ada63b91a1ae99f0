// The oracle itself, against numbers worked out by hand.
import { describe, expect, test } from 'vitest';
import { referenceBackend } from '../../src/engine/reference/backend.ts';
import { kernels } from '../../src/engine/reference/kernels.ts';
import * as g from '../../src/graph/build.ts';
import type { OpName, Shape, Tensor } from '../../src/graph/graph.ts';
import { topologicalOrder } from '../../src/graph/graph.ts';

const c = (shape: Shape, ...numbers: number[]) => g.constant(Float64Array.from(numbers), shape);
const i = (shape: Shape, ...numbers: number[]) => g.constant(Int32Array.from(numbers), shape);
const a = c([2, 2], 1, 2, 3, 4);
const b = c([2, 2], 5, 6, 7, 8);
const row = c([2], 10, 20);
const cube = c([2, 1, 2], 1, 2, 3, 4);
const root = Math.sqrt;

const worked: Readonly<Record<Exclude<OpName, 'input'>, readonly [Tensor, readonly number[]][]>> = {
  constant: [[a, [1, 2, 3, 4]]],
  add: [
    [g.add(a, row), [11, 22, 13, 24]],
    [g.add(c([2, 1], 1, 2), row), [11, 21, 12, 22]],
  ],
  sub: [[g.sub(row, a), [9, 18, 7, 16]]],
  mul: [[g.mul(a, g.scalar(3)), [3, 6, 9, 12]]],
  div: [[g.div(a, c([2, 1], 2, 4)), [0.5, 1, 0.75, 1]]],
  minimum: [[g.minimum(a, g.scalar(2.5)), [1, 2, 2.5, 2.5]]],
  maximum: [[g.maximum(a, g.scalar(2.5)), [2.5, 2.5, 3, 4]]],
  greater: [[g.greater(a, g.scalar(2)), [0, 0, 1, 1]]],
  select: [[g.select(c([2], 1, 0), a, row), [1, 20, 3, 20]]],
  neg: [[g.neg(a), [-1, -2, -3, -4]]],
  exp: [[g.exp(c([2], 0, 1)), [1, Math.E]]],
  log: [[g.log(c([2], 1, Math.E)), [0, 1]]],
  sqrt: [[g.sqrt(c([2], 4, 9)), [2, 3]]],
  reciprocal: [[g.reciprocal(c([2], 4, 5)), [0.25, 0.2]]],
  tanh: [[g.tanh(c([2], 0, Math.log(2))), [0, 0.6]]],
  sigmoid: [[g.sigmoid(c([2], 0, Math.log(3))), [0.5, 0.75]]],
  matmul: [
    [g.matmul(a, b), [19, 22, 43, 50]],
    [g.matmul(a, b, { transposeA: true }), [26, 30, 38, 44]],
    [g.matmul(a, b, { transposeB: true }), [17, 23, 39, 53]],
    [g.matmul(a, b, { transposeA: true, transposeB: true, scale: 0.5 }), [11.5, 15.5, 17, 23]],
    [g.matmul(cube, a), [7, 10, 15, 22]],
    [g.matmul(cube, c([2, 2, 1], 1, 1, 2, 2)), [3, 14]],
    [g.matmul(c([1, 3], 1, 2, 3), c([3, 2], 1, 2, 3, 4, 5, 6)), [22, 28]],
  ],
  reshape: [[g.reshape(a, [4]), [1, 2, 3, 4]]],
  permute: [
    [g.permute(c([2, 3], 1, 2, 3, 4, 5, 6), [1, 0]), [1, 4, 2, 5, 3, 6]],
    [g.permute(c([1, 2, 3], 1, 2, 3, 4, 5, 6), [2, 0, 1]), [1, 4, 2, 5, 3, 6]],
  ],
  slice: [[g.slice(c([2, 3], 1, 2, 3, 4, 5, 6), 1, 1, 3), [2, 3, 5, 6]]],
  pad: [
    [g.pad(a, 1, 1, 0), [0, 1, 2, 0, 3, 4]],
    [g.pad(a, 0, 0, 1), [1, 2, 3, 4, 0, 0]],
  ],
  concat: [
    [g.concat([a, c([2, 1], 8, 9)], 1), [1, 2, 8, 3, 4, 9]],
    [g.concat([i([1], 3), i([2], 4, 5)], 0), [3, 4, 5]],
  ],
  broadcast: [
    [g.broadcast(c([2, 1], 1, 2), [2, 2]), [1, 1, 2, 2]],
    [g.broadcast(row, [2, 2]), [10, 20, 10, 20]],
  ],
  sum: [
    [g.sum(a, { axes: [0] }), [4, 6]],
    [g.sum(a, { axes: [1], keep: true }), [3, 7]],
    [g.sum(a), [10]],
  ],
  max: [[g.max(g.neg(a), { axes: [0] }), [-1, -2]]],
  softmax: [
    [g.softmax(c([2], 0, Math.log(3))), [0.25, 0.75]],
    [g.softmax(c([2], 1e4, -1e4)), [1, 0]],
  ],
  logSoftmax: [[g.logSoftmax(c([2], 0, Math.log(3))), [Math.log(0.25), Math.log(0.75)]]],
  rmsNormalize: [
    [g.rmsNormalize(c([2], 3, 4), 0), [3 / root(12.5), 4 / root(12.5)]],
    [g.rmsNormalize(c([1], 1), 3), [0.5]],
  ],
  layerNormalize: [
    [g.layerNormalize(c([2], 1, 5), 0), [-1, 1]],
    [g.layerNormalize(c([2], 1, 3), 3), [-0.5, 0.5]],
  ],
  rotate: [
    [
      g.rotate(c([2, 4], 1, 2, 3, 4, 1, 2, 3, 4), c([2, 2], 1, 0, 0, 1), c([2, 2], 0, 1, 1, 0)),
      [1, -4, 3, 2, -3, 2, 1, 4],
    ],
  ],
  gather: [[g.gather(a, i([3], 1, 0, 1)), [3, 4, 1, 2, 3, 4]]],
  scatterSum: [[g.scatterSum(i([3], 1, 0, 1), c([3, 2], 1, 2, 3, 4, 5, 6), 3), [3, 4, 6, 8, 0, 0]]],
  pick: [[g.pick(a, i([2], 1, 0)), [2, 3]]],
  oneHot: [[g.oneHot(i([2], 2, 0), 3), [0, 0, 1, 1, 0, 0]]],
};

const run = async (tensor: Tensor) => {
  const executable = await referenceBackend().compile({ name: 'op', inputs: {}, outputs: { out: tensor } });
  return (await executable.run({})).out!;
};

describe('worked by hand:', () => {
  for (const [op, list] of Object.entries(worked)) {
    test.each(list.map(([tensor, numbers], at) => [at, tensor, numbers] as const))(
      `${op} %i`,
      async (_, tensor, numbers) => {
        expect(topologicalOrder([tensor]).map((one) => one.op)).toContain(op);
        const { data, shape, dtype } = await run(tensor);
        expect(shape).toEqual(tensor.shape);
        expect(dtype).toBe(tensor.dtype);
        expect(data).toHaveLength(numbers.length);
        numbers.forEach((number, at) => {
          expect(data[at]).toBeCloseTo(number, 12);
        });
      },
    );
  }
});

test('every op has a kernel and a case here', () => {
  expect(['input', ...Object.keys(worked)].sort()).toEqual(Object.keys(kernels).sort());
});

test('an index outside its table is an error that says so', async () => {
  await expect(run(g.gather(a, i([1], 2)))).rejects.toThrow('gather: index 2 is outside 0…1');
  await expect(run(g.pick(a, i([2], 0, -1)))).rejects.toThrow('pick: index -1 is outside 0…1');
});

test('a missing or misshapen input is refused by name, and results are the caller’s own', async () => {
  const x = g.input('x', [2]);
  const program = { name: 'double', inputs: { x }, outputs: { same: x, twice: g.add(x, x) } };
  const executable = await referenceBackend().compile(program);
  await expect(executable.run({})).rejects.toThrow('double: input x is missing');
  const wrong = { dtype: 'f32', shape: [3], data: Float64Array.of(1, 2, 3) } as const;
  await expect(executable.run({ x: wrong })).rejects.toThrow('double: input x must be f32 (2), got f32 (3)');
  const data = Float32Array.of(1, 2);
  const result = await executable.run({ x: { dtype: 'f32', shape: [2], data } });
  result.same!.data[0] = 9;
  expect([...data]).toEqual([1, 2]);
  expect([...result.twice!.data]).toEqual([2, 4]);
  expect((await executable.run({ x: result.twice! })).twice!.data).toEqual(Float64Array.of(4, 8));
});
