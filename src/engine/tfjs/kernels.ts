// Every op of the tensor graph in TensorFlow.js ops: one row per op. Kernels dispose nothing; the interpreter tidies.
import type { TensorLike, Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { OpAttributes, OpName, Tensor } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import type { Tfjs } from './load.ts';

/** Computes a node's value from its inputs' values; always a new tensor. */
export type Kernel = (tf: Tfjs, tensor: Tensor, inputs: readonly TfTensor[]) => TfTensor;

type Unary = (tf: Tfjs, x: TfTensor) => TfTensor;
type Binary = (tf: Tfjs, a: TfTensor, b: TfTensor) => TfTensor;

const unary =
  (compute: Unary): Kernel =>
  (tf, _, [x]) =>
    compute(tf, x!);

const binary =
  (compute: Binary): Kernel =>
  (tf, _, [a, b]) =>
    compute(tf, a!, b!);

const attributes = <O extends OpName>(tensor: Tensor): OpAttributes[O] =>
  tensor.attributes as OpAttributes[O];

const matmul: Kernel = (tf, tensor, [a, b]) => {
  const { transposeA, transposeB, scale } = attributes<'matmul'>(tensor);
  const [left, right] = sharedFactor(tf, a!, b!, transposeA);
  const product = tf.reshape(tf.matMul(left, right, transposeA, transposeB), [...tensor.shape]);
  return scale === 1 ? product : tf.mul(product, scale);
};

/** Makes the leading axes of both factors equal where b (rank 2) serves all of a. */
function sharedFactor(tf: Tfjs, a: TfTensor, b: TfTensor, transposeA: boolean): [TfTensor, TfTensor] {
  if (b.rank === a.rank) return [a, b];
  if (!transposeA) return [tf.reshape(a, [-1, a.shape.at(-1)!]), b];
  return [a, tf.broadcastTo(b, [...a.shape.slice(0, -2), ...b.shape])];
}

const pad: Kernel = (tf, tensor, [x]) => {
  const { axis, before, after } = attributes<'pad'>(tensor);
  return tf.pad(
    x!,
    x!.shape.map((_, i): [number, number] => (i === axis ? [before, after] : [0, 0])),
  );
};

function sliceAlong(tf: Tfjs, x: TfTensor, axis: number, start: number, end: number): TfTensor {
  const begin = x.shape.map((_, i) => (i === axis ? start : 0));
  const size = x.shape.map((extent, i) => (i === axis ? end - start : extent));
  return tf.slice(x, begin, size);
}

const centered = (tf: Tfjs, x: TfTensor): TfTensor => tf.sub(x, tf.mean(x, -1, true));

const normalized = (tf: Tfjs, x: TfTensor, epsilon: number): TfTensor =>
  tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon)));

const rotate: Kernel = (tf, _, [x, cos, sin]) => {
  const [axis, width] = [x!.rank - 1, x!.shape.at(-1)!];
  const low = sliceAlong(tf, x!, axis, 0, width / 2);
  const high = sliceAlong(tf, x!, axis, width / 2, width);
  return tf.concat(
    [tf.sub(tf.mul(low, cos!), tf.mul(high, sin!)), tf.add(tf.mul(high, cos!), tf.mul(low, sin!))],
    axis,
  );
};

/** A product with one-hot rows: unlike a scatter, it adds in the same order every time, on a GPU too. */
const scatterSum: Kernel = (tf, tensor, [indices, values]) => {
  const [rows, width] = tensor.shape as [number, number];
  const hot = oneHot(tf, tf.reshape(indices!, [-1]), rows);
  return tf.matMul(hot, tf.reshape(values!, [-1, width]), true, false);
};

const oneHot = (tf: Tfjs, indices: TfTensor, depth: number): TfTensor =>
  tf.cast(tf.oneHot(indices, depth), 'float32');

const pick: Kernel = (tf, tensor, [x, indices]) => {
  const width = x!.shape.at(-1)!;
  const starts = Int32Array.from({ length: sizeOf(tensor.shape) }, (_, row) => row * width);
  const places = tf.add(tf.reshape(indices!, [-1]), tf.tensor1d(starts, 'int32'));
  return tf.reshape(tf.gather(tf.reshape(x!, [-1]), tf.cast(places, 'int32')), [...tensor.shape]);
};

/** A value of TensorFlow.js from our numbers; real numbers become float32. */
export function asTensor(tf: Tfjs, { shape, dtype }: Tensor, data: ArrayLike<number>): TfTensor {
  const numbers = data instanceof Float64Array ? Float32Array.from(data) : data;
  return tf.tensor(numbers as TensorLike, [...shape], dtype === 'i32' ? 'int32' : 'float32');
}

export const kernels: Readonly<Record<OpName, Kernel>> = {
  input: (_, tensor) => {
    throw new Error(`input ${attributes<'input'>(tensor).name} has no kernel: its numbers are given`);
  },
  constant: (tf, tensor) => asTensor(tf, tensor, attributes<'constant'>(tensor).data),
  add: binary((tf, a, b) => tf.add(a, b)),
  sub: binary((tf, a, b) => tf.sub(a, b)),
  mul: binary((tf, a, b) => tf.mul(a, b)),
  div: binary((tf, a, b) => tf.div(a, b)),
  minimum: binary((tf, a, b) => tf.minimum(a, b)),
  maximum: binary((tf, a, b) => tf.maximum(a, b)),
  greater: binary((tf, a, b) => tf.cast(tf.greater(a, b), 'float32')),
  select: (tf, _, [condition, a, b]) => tf.where(tf.cast(condition!, 'bool'), a!, b!),
  neg: unary((tf, x) => tf.neg(x)),
  exp: unary((tf, x) => tf.exp(x)),
  log: unary((tf, x) => tf.log(x)),
  sqrt: unary((tf, x) => tf.sqrt(x)),
  reciprocal: unary((tf, x) => tf.reciprocal(x)),
  tanh: unary((tf, x) => tf.tanh(x)),
  sigmoid: unary((tf, x) => tf.sigmoid(x)),
  matmul,
  reshape: (tf, tensor, [x]) => tf.reshape(x!, [...tensor.shape]),
  permute: (tf, tensor, [x]) => tf.transpose(x!, [...attributes<'permute'>(tensor).axes]),
  slice: (tf, tensor, [x]) => {
    const { axis, start, end } = attributes<'slice'>(tensor);
    return sliceAlong(tf, x!, axis, start, end);
  },
  pad,
  concat: (tf, tensor, inputs) => tf.concat([...inputs], attributes<'concat'>(tensor).axis),
  broadcast: (tf, tensor, [x]) => tf.broadcastTo(x!, [...tensor.shape]),
  sum: (tf, tensor, [x]) => {
    const { axes, keep } = attributes<'sum'>(tensor);
    return tf.sum(x!, [...axes], keep);
  },
  max: (tf, tensor, [x]) => {
    const { axes, keep } = attributes<'max'>(tensor);
    return tf.max(x!, [...axes], keep);
  },
  softmax: unary((tf, x) => tf.softmax(x)),
  logSoftmax: unary((tf, x) => tf.logSoftmax(x)),
  rmsNormalize: (tf, tensor, [x]) => normalized(tf, x!, attributes<'rmsNormalize'>(tensor).epsilon),
  layerNormalize: (tf, tensor, [x]) =>
    normalized(tf, centered(tf, x!), attributes<'layerNormalize'>(tensor).epsilon),
  rotate,
  gather: (tf, _, [table, indices]) => tf.gather(table!, indices!),
  scatterSum,
  pick,
  oneHot: (tf, tensor, [indices]) => oneHot(tf, indices!, attributes<'oneHot'>(tensor).depth),
};
