import { describe, expect, test } from 'vitest';
import {
  add,
  broadcast,
  concat,
  constant,
  div,
  gather,
  input,
  layerNormalize,
  matmul,
  max,
  mul,
  neg,
  oneHot,
  pad,
  permute,
  pick,
  reshape,
  rotate,
  scalar,
  scatterSum,
  select,
  slice,
  sub,
  sum,
} from '../../src/graph/build.ts';
import { topologicalOrder } from '../../src/graph/graph.ts';
import { resolveModel } from '../../src/graph/parameters.ts';
import { buildProgram } from '../../src/graph/programs.ts';
import { shareNodes } from '../../src/graph/share.ts';

const x = input('x', [2, 3]);
const y = input('y', [4, 5]);
const i = input('i', [2], 'i32');

describe('a shape error names the op and the shapes', () => {
  const wrong: Record<string, [() => unknown, string]> = {
    add: [() => add(x, y), 'add: shapes do not broadcast, got (2, 3) and (4, 5)'],
    select: [() => select(x, x, y), 'select: shapes do not broadcast, got (2, 3) and (2, 3) and (4, 5)'],
    matmul: [() => matmul(x, y), 'matmul: inner extents 3 and 4 differ, got (2, 3) and (4, 5)'],
    'matmul transposed': [
      () => matmul(x, y, { transposeA: true }),
      'matmul: inner extents 2 and 4 differ, first transposed, got (2, 3) and (4, 5)',
    ],
    'matmul leading': [
      () => matmul(input('a', [2, 3, 4]), input('b', [3, 4, 5])),
      'matmul: leading axes differ, got (2, 3, 4) and (3, 4, 5)',
    ],
    'matmul rank': [() => matmul(x, input('b', [3])), 'matmul: both need two axes, got (2, 3) and (3)'],
    reshape: [() => reshape(x, [4, 2]), 'reshape: cannot become (4, 2), got (2, 3)'],
    permute: [() => permute(x, [0, 0]), 'permute: axes (0, 0) are no permutation, got (2, 3)'],
    slice: [() => slice(x, 1, 2, 4), 'slice: 2…4 is not inside axis 1, got (2, 3)'],
    'slice axis': [() => slice(x, 2, 0, 1), 'slice: axis 2 is not one of 2 axes, got (2, 3)'],
    pad: [() => pad(x, 0, -1, 0), 'pad: cannot pad by -1 and 0, got (2, 3)'],
    concat: [() => concat([x, y], 0), 'concat: shapes differ beside axis 0, got (2, 3) and (4, 5)'],
    broadcast: [() => broadcast(x, [2, 4]), 'broadcast: cannot become (2, 4), got (2, 3)'],
    sum: [() => sum(x, { axes: [3] }), 'sum: axis 3 is not one of 2 axes, got (2, 3)'],
    rotate: [() => rotate(x, x, x), 'rotate: needs (…, positions, even width), got (2, 3) and (2, 3)'],
    'rotate angles': [
      () => rotate(input('a', [5, 4]), x, x),
      'rotate: angles must be (5, 2), got (5, 4) and (2, 3) and (2, 3)',
    ],
    gather: [() => gather(input('t', [3]), i), 'gather: the table needs two axes, got (3) and (2)'],
    scatterSum: [
      () => scatterSum(i, y, 3),
      'scatterSum: values need one more axis than indices, got (2) and (4, 5)',
    ],
    pick: [() => pick(y, i), 'pick: values need one more axis than indices, got (4, 5) and (2)'],
    normalize: [() => layerNormalize(scalar(1), 0.1), 'layerNormalize: needs a last axis, got ()'],
    type: [() => add(x, i), 'add: expected f32, got i32 of shape (2)'],
    'index type': [() => oneHot(x, 3), 'oneHot: expected i32, got f32 of shape (2, 3)'],
    constant: [() => constant(Float32Array.of(1, 2), [3]), 'constant: 2 numbers do not fill (3)'],
    input: [() => input('a', [0, 2]), 'input: extents are positive integers, got (0, 2)'],
  };
  test.each(Object.entries(wrong))('%s', (_, [build, message]) => {
    expect(build).toThrow(message);
  });
});

test('shapes follow NumPy', () => {
  expect(add(input('a', [4, 1, 3]), input('b', [2, 1])).shape).toEqual([4, 2, 3]);
  expect(matmul(input('a', [2, 3, 4]), input('b', [5, 4]), { transposeB: true }).shape).toEqual([2, 3, 5]);
  expect(sum(input('a', [2, 3, 4]), { axes: [0, -1] }).shape).toEqual([3]);
  expect(max(input('a', [2, 3, 4]), { axes: [1], keep: true }).shape).toEqual([2, 1, 4]);
  expect(permute(input('a', [2, 3, 4]), [2, 0, 1]).shape).toEqual([4, 2, 3]);
  expect(gather(y, input('j', [2, 3], 'i32')).shape).toEqual([2, 3, 5]);
  expect(slice(i, 0, 1, 2).dtype).toBe('i32');
});

test('identities return their input', () => {
  for (const same of [
    mul(x, scalar(1)),
    mul(scalar(1), x),
    add(x, scalar(0)),
    add(scalar(0), x),
    sub(x, scalar(0)),
    div(x, scalar(1)),
    reshape(x, [2, 3]),
    reshape(reshape(x, [6]), [2, 3]),
    permute(x, [0, 1]),
    slice(x, 0, 0, 2),
    pad(x, 0, 0, 0),
    concat([x], 1),
    broadcast(x, [2, 3]),
    sum(x, { axes: [] }),
    neg(neg(x)),
  ]) {
    expect(same).toBe(x);
  }
});

test('a broadcast disappears into the op that broadcasts anyway, and only there', () => {
  const column = input('column', [2, 1]);
  const spread = broadcast(column, [2, 3]);
  expect(mul(spread, x).inputs).toEqual([column, x]);
  expect(mul(spread, scalar(2)).inputs[0]).toBe(spread);
  expect(mul(spread, spread).shape).toEqual([2, 3]);
});

test('sharing merges equal nodes and keeps different ones', () => {
  const twice = add(mul(x, x), mul(x, x));
  const { shared } = shareNodes({ shared: add(twice, mul(x, scalar(2))) });
  const ops = topologicalOrder([shared!]).map((tensor) => tensor.op);
  expect(ops.sort()).toEqual(['add', 'add', 'constant', 'input', 'mul', 'mul']);
});

test('a program is the same graph each time it is built', () => {
  const model = resolveModel({ family: 'llama', width: 16, layers: 2, context: 8 }, 11);
  const outline = () => {
    const program = buildProgram('trainStep', model, { batch: 2, context: 8 });
    const order = topologicalOrder(Object.values(program.outputs));
    const place = new Map(order.map((tensor, at) => [tensor, at]));
    return order.map(
      ({ op, shape, inputs }) => `${op} ${shape.join()} ${inputs.map((one) => place.get(one)).join()}`,
    );
  };
  expect(outline()).toEqual(outline());
});
