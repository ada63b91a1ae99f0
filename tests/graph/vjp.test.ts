// The derivative of every op against central finite differences in float64.
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/engine/backend.ts';
import * as build from '../../src/graph/build.ts';
import { gradients } from '../../src/graph/differentiate.ts';
import type { OpName, Shape, Tensor } from '../../src/graph/graph.ts';
import { topologicalOrder } from '../../src/graph/graph.ts';
import { rules } from '../../src/graph/vjp.ts';
import type { Numbers } from './numeric.ts';
import { compiled, moved, randomReal, relativeError } from './numeric.ts';

interface Case {
  readonly shapes: readonly Shape[];
  // biome-ignore lint/suspicious/noExplicitAny: builders take any number of tensors
  readonly of: (...inputs: any[]) => Tensor;
  /** Range of the random inputs; −1…1 unless given. */
  readonly range?: readonly [number, number];
}

const binary = (of: Case['of'], range: readonly [number, number] = [-1, 1]): Case[] => [
  {
    shapes: [
      [2, 3],
      [2, 3],
    ],
    of,
    range,
  },
  { shapes: [[2, 3], []], of, range },
  { shapes: [[], [2, 3]], of, range },
  {
    shapes: [
      [4, 1, 3],
      [2, 1],
    ],
    of,
    range,
  },
];
const unary = (of: Case['of'], range: readonly [number, number] = [-2, 2]): Case[] => [
  { shapes: [[2, 3]], of, range },
  { shapes: [[]], of, range },
];
const product = (transposeA: boolean, transposeB: boolean): Case[] => {
  const a = (...leading: number[]) => [...leading, ...(transposeA ? [4, 2] : [2, 4])];
  const b = (...leading: number[]) => [...leading, ...(transposeB ? [3, 4] : [4, 3])];
  const of = (x: Tensor, y: Tensor) => build.matmul(x, y, { transposeA, transposeB, scale: 0.7 });
  return [
    { shapes: [a(), b()], of: of },
    { shapes: [a(2, 3), b(2, 3)], of: of },
    { shapes: [a(2, 3), b()], of: of },
  ];
};
const rows = build.constant(Int32Array.of(2, 0, 2, 1), [4]);
const grid = build.constant(Int32Array.of(2, 0, 2, 1, 1, 0), [2, 3]);
const condition = build.constant(Float32Array.of(1, 0, 1), [3]);

const cases: Readonly<Record<OpName, readonly Case[] | 'no derivative' | 'source'>> = {
  input: 'source',
  constant: 'source',
  greater: 'no derivative',
  oneHot: 'no derivative',
  add: binary(build.add),
  sub: binary(build.sub),
  mul: binary(build.mul),
  div: binary(build.div, [0.5, 2]),
  minimum: binary(build.minimum),
  maximum: binary(build.maximum),
  select: [
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      of: (a: Tensor, b: Tensor) => build.select(condition, a, b),
    },
    { shapes: [[2, 1], []], of: (a: Tensor, b: Tensor) => build.select(condition, a, b) },
    { shapes: [[], [4, 2, 3]], of: (a: Tensor, b: Tensor) => build.select(condition, a, b) },
  ],
  neg: unary(build.neg),
  exp: unary(build.exp),
  log: unary(build.log, [0.5, 2]),
  sqrt: unary(build.sqrt, [0.5, 2]),
  reciprocal: unary(build.reciprocal, [0.5, 2]),
  tanh: unary(build.tanh),
  sigmoid: [
    ...unary(build.sigmoid),
    ...unary((x: Tensor) => build.mul(x, build.sigmoid(x))),
    { shapes: [[2, 3]], of: (x: Tensor) => build.mul(build.mul(x, build.sigmoid(x)), build.sigmoid(x)) },
  ],
  matmul: [
    ...product(false, false),
    ...product(false, true),
    ...product(true, false),
    ...product(true, true),
  ],
  reshape: [{ shapes: [[2, 6]], of: (x: Tensor) => build.reshape(x, [3, 4]) }],
  permute: [{ shapes: [[2, 3, 4]], of: (x: Tensor) => build.permute(x, [2, 0, 1]) }],
  slice: [
    { shapes: [[3, 5]], of: (x: Tensor) => build.slice(x, 1, 1, 4) },
    {
      shapes: [[2, 6]],
      of: (x: Tensor) =>
        build.mul(build.slice(x, -1, 4, 5), build.mul(build.slice(x, 1, 1, 3), build.slice(x, 1, 2, 4))),
    },
    { shapes: [[2, 6]], of: (x: Tensor) => build.mul(build.slice(x, 1, 1, 3), build.slice(x, 1, 3, 5)) },
  ],
  pad: [{ shapes: [[2, 3]], of: (x: Tensor) => build.pad(x, 1, 2, 1) }],
  concat: [
    {
      shapes: [
        [2, 1, 3],
        [2, 4, 3],
        [2, 2, 3],
      ],
      of: (...parts: Tensor[]) => build.concat(parts, 1),
    },
    { shapes: [[2, 3]], of: (x: Tensor) => build.concat([x, x], 0) },
  ],
  broadcast: [
    { shapes: [[3, 1]], of: (x: Tensor) => build.broadcast(x, [2, 3, 4]) },
    { shapes: [[]], of: (x: Tensor) => build.broadcast(x, [2, 2]) },
  ],
  sum: [
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.sum(x, { axes: [0, 2] }) },
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.sum(x, { axes: [-1], keep: true }) },
    { shapes: [[2, 3]], of: (x: Tensor) => build.sum(x) },
  ],
  max: [
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.max(x, { axes: [0, 2] }) },
    { shapes: [[2, 5]], of: (x: Tensor) => build.max(x, { axes: [1], keep: true }) },
  ],
  softmax: [
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.softmax(x) },
    {
      shapes: [
        [2, 4, 5],
        [2, 5, 3],
      ],
      of: (x: Tensor, v: Tensor) => build.matmul(build.softmax(x), v),
    },
    {
      shapes: [
        [2, 4, 5],
        [2, 5, 3],
      ],
      of: (x: Tensor, v: Tensor) => build.matmul(build.softmax(x), v, { scale: 0.3 }),
    },
  ],
  logSoftmax: [
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.logSoftmax(x) },
    { shapes: [[2, 3, 4]], of: (x: Tensor) => build.pick(build.logSoftmax(x), grid) },
  ],
  rmsNormalize: [{ shapes: [[2, 3, 4]], of: (x: Tensor) => build.rmsNormalize(x, 0.1) }],
  layerNormalize: [{ shapes: [[2, 3, 4]], of: (x: Tensor) => build.layerNormalize(x, 0.1) }],
  rotate: [
    {
      shapes: [
        [2, 3, 4],
        [3, 2],
        [3, 2],
      ],
      of: (x: Tensor, cos: Tensor, sin: Tensor) => build.rotate(x, cos, sin),
    },
  ],
  gather: [{ shapes: [[3, 4]], of: (table: Tensor) => build.gather(table, grid) }],
  scatterSum: [
    { shapes: [[4, 2]], of: (values: Tensor) => build.scatterSum(rows, values, 5) },
    { shapes: [[2, 3, 2]], of: (values: Tensor) => build.scatterSum(grid, values, 3) },
  ],
  pick: [{ shapes: [[2, 3, 4]], of: (x: Tensor) => build.pick(x, grid) }],
};

/** Largest relative error over the inputs of ∂(Σ output · random)/∂input. */
async function worstError({ shapes, of, range = [-1, 1] }: Case): Promise<number> {
  const inputs = shapes.map((shape, i) => build.input(`x${i}`, shape));
  const output = of(...inputs);
  const pull = randomReal('pull', output.shape);
  const loss = build.sum(build.mul(output, build.constant(pull.data, output.shape)));
  const slopes = gradients(loss, inputs);
  const run = await compiled({
    loss,
    ...Object.fromEntries(slopes.map((slope, i) => [`d${i}`, slope])),
    // Keeps every input in the program, even where its slope does not depend on it.
    ...Object.fromEntries(inputs.map((tensor, i) => [`x${i}`, tensor])),
  });
  const values: Value[] = shapes.map((shape, i) => randomReal(`input ${i}`, shape, ...range));
  const named = (list: readonly Value[]): Numbers =>
    Object.fromEntries(list.map((value, i) => [`x${i}`, value]));
  const exact = await run(named(values));
  let worst = 0;
  for (const [i, value] of values.entries()) {
    const step = 1e-5;
    const numeric: number[] = [];
    for (let at = 0; at < value.data.length; at++) {
      const lossAt = async (by: number) => (await run(named(values.with(i, moved(value, at, by))))).loss![0]!;
      numeric.push(((await lossAt(step)) - (await lossAt(-step))) / (2 * step));
    }
    expect(slopes[i]!.shape).toEqual(shapes[i]);
    worst = Math.max(worst, relativeError(exact[`d${i}`]!, numeric));
  }
  return worst;
}

describe('the derivative of', () => {
  for (const [op, list] of Object.entries(cases)) {
    if (typeof list === 'string') continue;
    for (const [i, one] of list.entries()) {
      const shapes = one.shapes.map((shape) => `(${shape.join(',')})`).join(' ');
      test(`${op} ${i}: ${shapes} equals finite differences within 1e-5`, async () => {
        const inputs = one.shapes.map((shape, k) => build.input(`x${k}`, shape));
        const used = topologicalOrder([one.of(...inputs)]).map((tensor) => tensor.op);
        expect(used).toContain(op);
        expect(await worstError(one)).toBeLessThan(1e-5);
      });
    }
  }
});

test('every op has a rule and a case here', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(rules).sort());
});

test('greater and oneHot say that they have no derivative', () => {
  const x = build.input('x', [3]);
  expect(() => gradients(build.sum(build.greater(x, build.scalar(0))), [x])).toThrow(
    'greater is not differentiable',
  );
  expect(() => rules.oneHot({ output: build.oneHot(rows, 3) } as never)).toThrow(
    'oneHot is not differentiable',
  );
});

test('a maximum that two entries share passes half of the gradient to each', async () => {
  const x = build.input('x', [3]);
  const [slope] = gradients(build.max(x), [x]);
  const run = await compiled({ slope: slope! });
  const result = await run({ x: { dtype: 'f32', shape: [3], data: Float64Array.of(2, 1, 2) } });
  expect([...result.slope!]).toEqual([0.5, 0, 0.5]);
});

test('disjoint slices of one tensor get their gradient by one concat', () => {
  const x = build.input('x', [6]);
  const parts = [build.slice(x, 0, 0, 2), build.slice(x, 0, 2, 3), build.slice(x, 0, 3, 6)];
  const squares = parts.map((part) => build.sum(build.mul(part, part))).reduce(build.add);
  const ops = topologicalOrder(gradients(squares, [x])).map((tensor) => tensor.op);
  expect(ops).toContain('concat');
  expect(ops).not.toContain('pad');
});

test('a loss that is no scalar, an index and an unrelated tensor are refused', () => {
  const [x, y] = [build.input('x', [3]), build.input('y', [3])];
  expect(() => gradients(x, [x])).toThrow('the loss is (3), not a scalar');
  expect(() => gradients(build.sum(x), [y])).toThrow('does not depend on input (3)');
  expect(() => gradients(build.sum(x), [grid])).toThrow('is an index');
});
