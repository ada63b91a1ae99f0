// One builder per op: infers the shape, refuses what does not fit, and returns a node.
// Identities (x·1, reshape to the same shape, …) return their input; it computes nothing else.
import type { DType, NoAttributes, OpAttributes, OpName, Shape, Tensor } from './graph.ts';
import { attributesOf, sizeOf } from './graph.ts';
import {
  broadcastShapes,
  checkShape,
  normalAxis,
  reducedShape,
  requireType,
  sameShape,
  shapeError,
  showShape,
} from './shape.ts';

const none: NoAttributes = {};
let nextId = 0;

function node<O extends OpName>(
  op: O,
  inputs: readonly Tensor[],
  attributes: OpAttributes[O],
  shape: Shape,
  dtype: DType = 'f32',
): Tensor {
  return { id: nextId++, op, inputs, attributes, shape, dtype };
}

// sources

export function input(name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
  return node('input', [], { name }, checkShape('input', shape), dtype);
}

/** Numbers known when the graph is built; an Int32Array makes an i32. */
export function constant(data: Float32Array | Float64Array | Int32Array, shape: Shape): Tensor {
  checkShape('constant', shape);
  if (data.length !== sizeOf(shape)) {
    throw new Error(`constant: ${data.length} numbers do not fill ${showShape(shape)}`);
  }
  return node('constant', [], { data }, shape, data instanceof Int32Array ? 'i32' : 'f32');
}

export const scalar = (value: number): Tensor => constant(Float64Array.of(value), []);

/** The number of a scalar constant, or null. */
export function scalarValue(tensor: Tensor): number | null {
  if (tensor.op !== 'constant' || tensor.shape.length > 0) return null;
  return attributesOf(tensor, 'constant').data[0]!;
}

// elementwise, with broadcasting

type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'minimum' | 'maximum' | 'greater';

/** An operand that is a broadcast is replaced by its source where the op broadcasts it anyway. */
const source = (tensor: Tensor): Tensor => (tensor.op === 'broadcast' ? tensor.inputs[0]! : tensor);

function binary(op: BinaryName, left: Tensor, right: Tensor): Tensor {
  requireType(op, left, 'f32');
  requireType(op, right, 'f32');
  const shape = broadcastShapes(left.shape, right.shape);
  if (!shape) throw shapeError(op, [left, right], 'shapes do not broadcast');
  const fits = (a: Tensor, b: Tensor) => sameShape(broadcastShapes(a.shape, b.shape) ?? [], shape);
  const a = fits(source(left), right) ? source(left) : left;
  const b = fits(a, source(right)) ? source(right) : right;
  return node(op, [a, b], none, shape);
}

export function add(a: Tensor, b: Tensor): Tensor {
  if (scalarValue(b) === 0) return a;
  if (scalarValue(a) === 0) return b;
  return binary('add', a, b);
}

export const sub = (a: Tensor, b: Tensor): Tensor => (scalarValue(b) === 0 ? a : binary('sub', a, b));

export function mul(a: Tensor, b: Tensor): Tensor {
  if (scalarValue(b) === 1) return a;
  if (scalarValue(a) === 1) return b;
  return binary('mul', a, b);
}

export const div = (a: Tensor, b: Tensor): Tensor => (scalarValue(b) === 1 ? a : binary('div', a, b));
export const minimum = (a: Tensor, b: Tensor): Tensor => binary('minimum', a, b);
export const maximum = (a: Tensor, b: Tensor): Tensor => binary('maximum', a, b);
export const greater = (a: Tensor, b: Tensor): Tensor => binary('greater', a, b);

export function select(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  for (const tensor of [condition, a, b]) requireType('select', tensor, 'f32');
  const values = broadcastShapes(a.shape, b.shape);
  const shape = values && broadcastShapes(condition.shape, values);
  if (!shape) throw shapeError('select', [condition, a, b], 'shapes do not broadcast');
  return node('select', [condition, a, b], none, shape);
}

// elementwise, unary

type UnaryName = 'neg' | 'exp' | 'log' | 'sqrt' | 'reciprocal' | 'tanh' | 'sigmoid';

function unary(op: UnaryName, x: Tensor): Tensor {
  requireType(op, x, 'f32');
  return node(op, [x], none, x.shape);
}

export const neg = (x: Tensor): Tensor => (x.op === 'neg' ? x.inputs[0]! : unary('neg', x));
export const exp = (x: Tensor): Tensor => unary('exp', x);
export const log = (x: Tensor): Tensor => unary('log', x);
export const sqrt = (x: Tensor): Tensor => unary('sqrt', x);
export const reciprocal = (x: Tensor): Tensor => unary('reciprocal', x);
export const tanh = (x: Tensor): Tensor => unary('tanh', x);
export const sigmoid = (x: Tensor): Tensor => unary('sigmoid', x);

// products

/** (…, M, K) · (…, K, N) -> (…, M, N), times `scale`. Leading axes are equal, or b has rank 2 and serves them all. */
export function matmul(a: Tensor, b: Tensor, options: Partial<OpAttributes['matmul']> = {}): Tensor {
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  requireType('matmul', a, 'f32');
  requireType('matmul', b, 'f32');
  const rank = a.shape.length;
  if (rank < 2 || b.shape.length < 2) throw shapeError('matmul', [a, b], 'both need two axes');
  const leading = a.shape.slice(0, -2);
  if (b.shape.length !== 2 && !sameShape(leading, b.shape.slice(0, -2))) {
    throw shapeError('matmul', [a, b], 'leading axes differ');
  }
  const [rows, inner] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const [innerB, columns] = transposeB
    ? [b.shape.at(-1)!, b.shape.at(-2)!]
    : [b.shape.at(-2)!, b.shape.at(-1)!];
  if (inner !== innerB) {
    const how = `${transposeA ? ', first transposed' : ''}${transposeB ? ', second transposed' : ''}`;
    throw shapeError('matmul', [a, b], `inner extents ${inner} and ${innerB} differ${how}`);
  }
  return node('matmul', [a, b], { transposeA, transposeB, scale }, [...leading, rows, columns]);
}

// layout

export function reshape(x: Tensor, shape: Shape): Tensor {
  checkShape('reshape', shape);
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw shapeError('reshape', [x], `cannot become ${showShape(shape)}`);
  const source = x.op === 'reshape' ? x.inputs[0]! : x;
  if (sameShape(source.shape, shape)) return source;
  return node('reshape', [source], { shape }, shape, x.dtype);
}

export function permute(x: Tensor, axes: readonly number[]): Tensor {
  const sorted = [...axes].sort((a, b) => a - b);
  if (axes.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
    throw shapeError('permute', [x], `axes ${showShape(axes)} are no permutation`);
  }
  if (axes.every((axis, i) => axis === i)) return x;
  return node(
    'permute',
    [x],
    { axes },
    axes.map((axis) => x.shape[axis]!),
    x.dtype,
  );
}

const withExtent = (shape: Shape, axis: number, extent: number): Shape =>
  shape.map((old, i) => (i === axis ? extent : old));

/** Entries start ≤ i < end along an axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const along = normalAxis('slice', axis, x);
  const extent = x.shape[along]!;
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= extent)) {
    throw shapeError('slice', [x], `${start}…${end} is not inside axis ${axis}`);
  }
  if (start === 0 && end === extent) return x;
  return node('slice', [x], { axis: along, start, end }, withExtent(x.shape, along, end - start), x.dtype);
}

/** Zeros before and after along an axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  requireType('pad', x, 'f32');
  const along = normalAxis('pad', axis, x);
  if (!(Number.isInteger(before) && Number.isInteger(after) && before >= 0 && after >= 0)) {
    throw shapeError('pad', [x], `cannot pad by ${before} and ${after}`);
  }
  if (before === 0 && after === 0) return x;
  return node(
    'pad',
    [x],
    { axis: along, before, after },
    withExtent(x.shape, along, x.shape[along]! + before + after),
  );
}

export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0];
  if (!first) throw new Error('concat: nothing to join');
  const along = normalAxis('concat', axis, first);
  for (const part of parts) {
    requireType('concat', part, first.dtype);
    if (
      part.shape.length !== first.shape.length ||
      !sameShape(withExtent(part.shape, along, 0), withExtent(first.shape, along, 0))
    ) {
      throw shapeError('concat', [first, part], `shapes differ beside axis ${axis}`);
    }
  }
  if (parts.length === 1) return first;
  const extent = parts.reduce((total, part) => total + part.shape[along]!, 0);
  return node('concat', parts, { axis: along }, withExtent(first.shape, along, extent), first.dtype);
}

export function broadcast(x: Tensor, shape: Shape): Tensor {
  checkShape('broadcast', shape);
  const joined = broadcastShapes(x.shape, shape);
  if (!joined || !sameShape(joined, shape))
    throw shapeError('broadcast', [x], `cannot become ${showShape(shape)}`);
  if (sameShape(x.shape, shape)) return x;
  return node('broadcast', [x], { shape }, shape, x.dtype);
}

// reductions

export interface ReduceOptions {
  /** Axes to reduce; all of them unless given. */
  readonly axes?: readonly number[];
  /** Whether reduced axes stay, with extent 1. */
  readonly keep?: boolean;
}

function reduce(op: 'sum' | 'max', x: Tensor, options: ReduceOptions): Tensor {
  requireType(op, x, 'f32');
  const keep = options.keep ?? false;
  const given = options.axes ?? x.shape.map((_, axis) => axis);
  const axes = [...new Set(given.map((axis) => normalAxis(op, axis, x)))].sort((a, b) => a - b);
  const shape = reducedShape(x.shape, axes, keep);
  if (axes.every((axis) => x.shape[axis] === 1)) return reshape(x, shape);
  return node(op, [x], { axes, keep }, shape);
}

export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('sum', x, options);
export const max = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('max', x, options);

// along the last axis

function alongLast<O extends 'softmax' | 'logSoftmax' | 'rmsNormalize' | 'layerNormalize'>(
  op: O,
  x: Tensor,
  attributes: OpAttributes[O],
): Tensor {
  requireType(op, x, 'f32');
  if (x.shape.length === 0) throw shapeError(op, [x], 'needs a last axis');
  return node(op, [x], attributes, x.shape);
}

export const softmax = (x: Tensor): Tensor => alongLast('softmax', x, none);
export const logSoftmax = (x: Tensor): Tensor => alongLast('logSoftmax', x, none);
export const rmsNormalize = (x: Tensor, epsilon: number): Tensor => alongLast('rmsNormalize', x, { epsilon });
export const layerNormalize = (x: Tensor, epsilon: number): Tensor =>
  alongLast('layerNormalize', x, { epsilon });

/** x (…, T, h), cos and sin (T, h/2) -> (…, T, h). */
export function rotate(x: Tensor, cos: Tensor, sin: Tensor): Tensor {
  for (const tensor of [x, cos, sin]) requireType('rotate', tensor, 'f32');
  const [positions, width] = [x.shape.at(-2), x.shape.at(-1)];
  if (positions === undefined || width === undefined || width % 2 !== 0) {
    throw shapeError('rotate', [x, cos], 'needs (…, positions, even width)');
  }
  if (!sameShape(cos.shape, [positions, width / 2]) || !sameShape(sin.shape, cos.shape)) {
    throw shapeError('rotate', [x, cos, sin], `angles must be ${showShape([positions, width / 2])}`);
  }
  return node('rotate', [x, cos, sin], none, x.shape);
}

// indices

/** table (V, D), indices (…) -> (…, D). */
export function gather(table: Tensor, indices: Tensor): Tensor {
  requireType('gather', table, 'f32');
  requireType('gather', indices, 'i32');
  if (table.shape.length !== 2) throw shapeError('gather', [table, indices], 'the table needs two axes');
  return node('gather', [table, indices], none, [...indices.shape, table.shape[1]!]);
}

/** indices (…), values (…, D) -> (rows, D). */
export function scatterSum(indices: Tensor, values: Tensor, rows: number): Tensor {
  requireType('scatterSum', indices, 'i32');
  requireType('scatterSum', values, 'f32');
  const width = values.shape.at(-1);
  if (width === undefined || !sameShape(values.shape.slice(0, -1), indices.shape)) {
    throw shapeError('scatterSum', [indices, values], 'values need one more axis than indices');
  }
  return node('scatterSum', [indices, values], { rows }, checkShape('scatterSum', [rows, width]));
}

/** x (…, V), indices (…) -> (…). */
export function pick(x: Tensor, indices: Tensor): Tensor {
  requireType('pick', x, 'f32');
  requireType('pick', indices, 'i32');
  if (x.shape.length === 0 || !sameShape(x.shape.slice(0, -1), indices.shape)) {
    throw shapeError('pick', [x, indices], 'values need one more axis than indices');
  }
  return node('pick', [x, indices], none, indices.shape);
}

/** indices (…) -> (…, depth). */
export function oneHot(indices: Tensor, depth: number): Tensor {
  requireType('oneHot', indices, 'i32');
  return node('oneHot', [indices], { depth }, checkShape('oneHot', [...indices.shape, depth]));
}
