// Every op on random inputs, in the variants of shape, broadcasting and transposition that a backend may get wrong.
import type { Value } from '../../src/engine/backend.ts';
import * as g from '../../src/graph/build.ts';
import type { OpName, Shape, Tensor } from '../../src/graph/graph.ts';
import { randomIndex, randomReal } from '../graph/numeric.ts';

export interface OpCase {
  readonly inputs: readonly Value[];
  readonly of: (...inputs: Tensor[]) => Tensor;
}
type Two = (a: Tensor, b: Tensor) => Tensor;
type One = (x: Tensor) => Tensor;

let drawn = 0;
const draw = (shape: Shape, low = -2, high = 2): Value => randomReal(`parity ${drawn++}`, shape, low, high);
const drawIndex = (shape: Shape, bound: number): Value => randomIndex(`parity ${drawn++}`, shape, bound);

const pairs: readonly (readonly [Shape, Shape])[] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], []],
  [[], [3, 4]],
  [[], []],
  [[2, 3, 4], [4]],
  [
    [3, 1, 4],
    [2, 1],
  ],
  [[5], [2, 3, 5]],
];
const binary = (of: Two, low?: number, high?: number): OpCase[] =>
  pairs.map(([a, b]) => ({ inputs: [draw(a, low, high), draw(b, low, high)], of: of as OpCase['of'] }));

const unary = (of: One, low?: number, high?: number): OpCase[] =>
  [[7], [2, 3, 5], []].map((shape) => ({ inputs: [draw(shape, low, high)], of: of as OpCase['of'] }));

const on = (shape: Shape, of: One): OpCase => ({ inputs: [draw(shape)], of: of as OpCase['of'] });
const onIndex = (shape: Shape, of: One): OpCase => ({
  inputs: [drawIndex(shape, 9)],
  of: of as OpCase['of'],
});

const flags = [false, true];

/** Leading axes of a, of b (equal, or none). */
const products: readonly (readonly [Shape, Shape])[] = [
  [[], []],
  [[3], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [[3], []],
  [[2, 3], []],
  [[1], [1]],
];
const matmuls: OpCase[] = products.flatMap(([leadingA, leadingB]) =>
  flags.flatMap((transposeA) =>
    flags.map((transposeB) => ({
      inputs: [
        draw([...leadingA, ...(transposeA ? [5, 3] : [3, 5])]),
        draw([...leadingB, ...(transposeB ? [4, 5] : [5, 4])]),
      ],
      of: (a: Tensor, b: Tensor) => g.matmul(a, b, { transposeA, transposeB, scale: transposeA ? 0.3 : 1 }),
    })),
  ),
);

const alongLast = (of: One): OpCase[] => [on([6], of), on([3, 5], of), on([2, 3, 4], of), on([3, 1], of)];
const many = Array.from({ length: 15 }, () => draw([2, 3]));

export const opCases: Readonly<Record<OpName, readonly OpCase[]>> = {
  input: [on([2, 3], (x) => x), onIndex([3], (x) => x)],
  constant: [
    on([3], (x) => g.add(x, g.constant(Float64Array.of(1, -0, 3), [3]))),
    on([70], (x) =>
      g.add(
        x,
        g.constant(
          Float32Array.from({ length: 70 }, (_, i) => Math.sqrt(i)),
          [70],
        ),
      ),
    ),
    on([3, 2], (x) => g.gather(x, g.constant(Int32Array.of(2, 0), [2]))),
  ],
  add: binary(g.add),
  sub: binary(g.sub),
  mul: binary(g.mul),
  div: binary(g.div, 0.5, 2),
  minimum: binary(g.minimum),
  maximum: binary(g.maximum),
  greater: [...binary(g.greater), on([4], (x) => g.greater(x, x))],
  select: [
    ...binary((a, b) => g.select(g.greater(a, b), a, b)),
    on([3, 4], (x) => g.select(g.constant(Float32Array.of(1, 0, 1, 0), [4]), x, g.scalar(7))),
    on([3, 1], (x) => g.select(g.greater(x, g.scalar(0)), g.constant(Float32Array.of(1, 2), [2]), g.neg(x))),
  ],
  neg: unary(g.neg),
  exp: unary(g.exp, -5, 2),
  log: unary(g.log, 0.1, 3),
  sqrt: unary(g.sqrt, 0.1, 3),
  reciprocal: unary(g.reciprocal, 0.2, 3),
  tanh: unary(g.tanh),
  sigmoid: [...unary(g.sigmoid), ...unary(g.sigmoid, -30, 30)],
  matmul: matmuls,
  reshape: [on([2, 6], (x) => g.reshape(x, [3, 4])), onIndex([6], (x) => g.reshape(x, [2, 3]))],
  permute: [
    on([2, 3, 4], (x) => g.permute(x, [2, 0, 1])),
    on([2, 3, 4, 2], (x) => g.permute(x, [0, 2, 1, 3])),
    on([2, 1, 3], (x) => g.permute(x, [1, 2, 0])),
    onIndex([2, 3], (x) => g.permute(x, [1, 0])),
  ],
  slice: [
    on([4, 5], (x) => g.slice(x, 0, 1, 3)),
    on([4, 5], (x) => g.slice(x, 1, 4, 5)),
    onIndex([6], (x) => g.slice(x, 0, 2, 5)),
  ],
  pad: [on([2, 3], (x) => g.pad(x, 1, 2, 1)), on([2, 3, 2], (x) => g.pad(x, 0, 0, 3))],
  concat: [
    { inputs: [draw([2, 3]), draw([2, 1]), draw([2, 4])], of: (...parts) => g.concat(parts, 1) },
    { inputs: many, of: (...parts) => g.concat(parts, 0) },
    { inputs: [drawIndex([2], 9), drawIndex([3], 9)], of: (...parts) => g.concat(parts, 0) },
  ],
  broadcast: [
    on([3, 1], (x) => g.broadcast(x, [2, 3, 4])),
    on([], (x) => g.broadcast(x, [2, 2])),
    onIndex([1, 3], (x) => g.broadcast(x, [2, 3])),
  ],
  sum: [
    on([2, 3, 4], (x) => g.sum(x)),
    on([2, 3, 4], (x) => g.sum(x, { axes: [1] })),
    on([2, 3, 4], (x) => g.sum(x, { axes: [0, 2], keep: true })),
    on([3, 70], (x) => g.sum(x, { axes: [0] })),
  ],
  max: [
    on([2, 3, 4], (x) => g.max(x)),
    on([2, 3, 4], (x) => g.max(x, { axes: [-1], keep: true })),
    on([2, 3, 4], (x) => g.max(x, { axes: [0, 1] })),
  ],
  softmax: alongLast(g.softmax),
  logSoftmax: alongLast(g.logSoftmax),
  rmsNormalize: alongLast((x) => g.rmsNormalize(x, 1e-5)),
  layerNormalize: alongLast((x) => g.layerNormalize(x, 0.1)),
  rotate: [
    { inputs: [draw([3, 4]), draw([3, 2]), draw([3, 2])], of: (x, cos, sin) => g.rotate(x!, cos!, sin!) },
    {
      inputs: [draw([2, 3, 5, 6]), draw([5, 3]), draw([5, 3])],
      of: (x, cos, sin) => g.rotate(x!, cos!, sin!),
    },
    {
      inputs: [draw([2, 4, 1, 8]), draw([1, 4]), draw([1, 4])],
      of: (x, cos, sin) => g.rotate(x!, cos!, sin!),
    },
  ],
  gather: [
    { inputs: [draw([5, 3]), drawIndex([4], 5)], of: (x, at) => g.gather(x!, at!) },
    { inputs: [draw([5, 3]), drawIndex([2, 3], 5)], of: (x, at) => g.gather(x!, at!) },
    { inputs: [draw([5, 3]), drawIndex([], 5)], of: (x, at) => g.gather(x!, at!) },
  ],
  scatterSum: [
    { inputs: [drawIndex([9], 4), draw([9, 3])], of: (at, x) => g.scatterSum(at!, x!, 5) },
    { inputs: [drawIndex([3, 4], 4), draw([3, 4, 2])], of: (at, x) => g.scatterSum(at!, x!, 4) },
    { inputs: [drawIndex([60], 300), draw([60, 3])], of: (at, x) => g.scatterSum(at!, x!, 300) },
  ],
  pick: [
    { inputs: [draw([4, 5]), drawIndex([4], 5)], of: (x, at) => g.pick(x!, at!) },
    { inputs: [draw([2, 3, 5]), drawIndex([2, 3], 5)], of: (x, at) => g.pick(x!, at!) },
    { inputs: [draw([5]), drawIndex([], 5)], of: (x, at) => g.pick(x!, at!) },
  ],
  oneHot: [
    { inputs: [drawIndex([4], 5)], of: (at) => g.oneHot(at!, 5) },
    { inputs: [drawIndex([2, 3], 5)], of: (at) => g.oneHot(at!, 6) },
    { inputs: [drawIndex([], 5)], of: (at) => g.oneHot(at!, 5) },
  ],
};
