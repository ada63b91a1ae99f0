// How each op of the tensor graph is said in ONNX (opset 18) and onnxruntime's own ops: one row per op.
import type { OpAttributes, OpName, Shape, Tensor } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { elementTypes } from './schema.ts';
import type { GraphWriter } from './writer.ts';

export interface Lowering<O extends OpName> {
  readonly writer: GraphWriter;
  readonly tensor: Tensor;
  readonly attributes: OpAttributes[O];
  /** Names of the inputs' values. */
  readonly names: readonly string[];
}

/** Emits the nodes of one tensor and returns the name of its value. */
export type Lower<O extends OpName> = (lowering: Lowering<O>) => string;

const plain =
  <O extends OpName>(opType: string): Lower<O> =>
  ({ writer, names }) =>
    writer.emit(opType, names);

const alongLast =
  <O extends OpName>(opType: string): Lower<O> =>
  ({ writer, names }) =>
    writer.emit(opType, names, { axis: { i: -1 } });

const reduction =
  <O extends 'sum' | 'max'>(opType: string): Lower<O> =>
  ({ writer, names, attributes: { axes, keep } }) =>
    axes.length === 0
      ? names[0]!
      : writer.emit(opType, [names[0]!, writer.integers(axes)], { keepdims: { i: keep ? 1 : 0 } });

const reshape = (writer: GraphWriter, name: string, shape: Shape): string =>
  writer.emit('Reshape', [name, writer.integers(shape)]);

const constant: Lower<'constant'> = ({ writer, tensor, attributes: { data } }) =>
  data instanceof Int32Array
    ? writer.constant(elementTypes.int32, data, tensor.shape)
    : writer.constant(elementTypes.float, asFloat32(data), tensor.shape);

const converted = new WeakMap<Float64Array, Float32Array>();

/** The same numbers give the same array, so that the writer knows them again. */
function asFloat32(data: Float32Array | Float64Array): Float32Array {
  if (data instanceof Float32Array) return data;
  const known = converted.get(data) ?? Float32Array.from(data);
  converted.set(data, known);
  return known;
}

/**
 * A transposed first factor is transposed by a node of its own: onnxruntime's product reads it at half the speed
 * otherwise. The session must not fuse the two again.
 */
const matmul: Lower<'matmul'> = ({ writer, tensor, names, attributes }) => {
  const { transposeA, transposeB, scale } = attributes;
  const [a, b] = names as [string, string];
  const left = transposeA ? writer.emit('Transpose', [a], { perm: { ints: lastSwapped(tensor) } }) : a;
  if (!transposeB && scale === 1) return writer.emit('MatMul', [left, b]);
  const options = { transB: { i: transposeB ? 1 : 0 }, alpha: { f: scale } };
  return writer.emit('FusedMatMul', [left, b], options, 'com.microsoft');
};

function lastSwapped({ shape: { length } }: Tensor): number[] {
  const leading = Array.from({ length: length - 2 }, (_, axis) => axis);
  return [...leading, length - 1, length - 2];
}

const slice = (writer: GraphWriter, name: string, axis: number, start: number, end: number): string =>
  writer.emit('Slice', [name, writer.integers([start]), writer.integers([end]), writer.integers([axis])]);

const pad: Lower<'pad'> = ({ writer, tensor, names, attributes: { axis, before, after } }) => {
  const at = (amount: number) => tensor.shape.map((_, i) => (i === axis ? amount : 0));
  return writer.emit('Pad', [names[0]!, writer.integers([...at(before), ...at(after)]), writer.scalar(0)]);
};

/** onnxruntime's WebGPU provider takes about 12 tensors at once. */
const widestConcat = 6;

function concat(writer: GraphWriter, names: readonly string[], axis: number): string {
  let parts = [...names];
  while (parts.length > 1) {
    const joined: string[] = [];
    for (let i = 0; i < parts.length; i += widestConcat) {
      const group = parts.slice(i, i + widestConcat);
      joined.push(group.length === 1 ? group[0]! : writer.emit('Concat', group, { axis: { i: axis } }));
    }
    parts = joined;
  }
  return parts[0]!;
}

const ones = new Map<number, Float32Array>();

function onesOf(writer: GraphWriter, width: number): string {
  const data = ones.get(width) ?? new Float32Array(width).fill(1);
  ones.set(width, data);
  return writer.constant(elementTypes.float, data, [width]);
}

const rotate: Lower<'rotate'> = ({ writer, tensor, names: [x, cos, sin] }) => {
  const [positions, width] = tensor.shape.slice(-2) as [number, number];
  const rows = reshape(writer, x!, [1, sizeOf(tensor.shape) / (positions * width), positions, width]);
  const first = writer.integers([0]);
  const turned = writer.emit('RotaryEmbedding', [rows, first, cos!, sin!], {}, 'com.microsoft');
  return reshape(writer, turned, tensor.shape);
};

/** onnxruntime wants the depth in the type of the indices. */
function oneHot(writer: GraphWriter, indices: string, depth: number): string {
  const [off, on] = [0, 1];
  const depthName = writer.constant(elementTypes.int32, Int32Array.of(depth), [1]);
  const values = writer.constant(elementTypes.float, Float32Array.of(off, on), [2]);
  return writer.emit('OneHot', [indices, depthName, values], { axis: { i: -1 } });
}

const scatterSum: Lower<'scatterSum'> = ({ writer, tensor, names, attributes: { rows } }) => {
  const [indices, values] = names as [string, string];
  const count = sizeOf(tensor.inputs[0]!.shape);
  const hot = oneHot(writer, reshape(writer, indices, [count]), rows); // (count, rows)
  const flat = reshape(writer, values, [count, tensor.shape[1]!]); // (count, D)
  return writer.emit('MatMul', [writer.emit('Transpose', [hot], { perm: { ints: [1, 0] } }), flat]);
};

const pick: Lower<'pick'> = ({ writer, tensor, names: [x, indices] }) => {
  const column = reshape(writer, indices!, [...tensor.shape, 1]);
  return reshape(writer, writer.emit('GatherElements', [x!, column], { axis: { i: -1 } }), tensor.shape);
};

export const lowerings: { readonly [O in OpName]: Lower<O> } = {
  input: ({ attributes: { name } }) => name,
  constant,
  add: plain('Add'),
  sub: plain('Sub'),
  mul: plain('Mul'),
  div: plain('Div'),
  minimum: plain('Min'),
  maximum: plain('Max'),
  greater: ({ writer, names }) =>
    writer.emit('Cast', [writer.emit('Greater', names)], { to: { i: elementTypes.float } }),
  select: ({ writer, names: [condition, a, b] }) =>
    writer.emit('Where', [writer.emit('Cast', [condition!], { to: { i: elementTypes.bool } }), a!, b!]),
  neg: plain('Neg'),
  exp: plain('Exp'),
  log: plain('Log'),
  sqrt: plain('Sqrt'),
  reciprocal: plain('Reciprocal'),
  tanh: plain('Tanh'),
  sigmoid: plain('Sigmoid'),
  matmul,
  reshape: ({ writer, names, attributes: { shape } }) => reshape(writer, names[0]!, shape),
  permute: ({ writer, names, attributes: { axes } }) =>
    writer.emit('Transpose', names, { perm: { ints: axes } }),
  slice: ({ writer, names, attributes: { axis, start, end } }) => slice(writer, names[0]!, axis, start, end),
  pad,
  concat: ({ writer, names, attributes: { axis } }) => concat(writer, names, axis),
  broadcast: ({ writer, names, attributes: { shape } }) =>
    writer.emit('Expand', [names[0]!, writer.integers(shape)]),
  sum: reduction('ReduceSum'),
  max: reduction('ReduceMax'),
  softmax: alongLast('Softmax'),
  logSoftmax: alongLast('LogSoftmax'),
  rmsNormalize: ({ writer, tensor, names, attributes: { epsilon } }) =>
    writer.emit('SimplifiedLayerNormalization', [names[0]!, onesOf(writer, tensor.shape.at(-1)!)], {
      axis: { i: -1 },
      epsilon: { f: epsilon },
    }),
  layerNormalize: ({ writer, tensor, names, attributes: { epsilon } }) =>
    writer.emit('LayerNormalization', [names[0]!, onesOf(writer, tensor.shape.at(-1)!)], {
      axis: { i: -1 },
      epsilon: { f: epsilon },
    }),
  rotate,
  gather: ({ writer, names }) => writer.emit('Gather', names, { axis: { i: 0 } }),
  scatterSum,
  pick,
  oneHot: ({ writer, tensor, names, attributes: { depth } }) => {
    if (tensor.inputs[0]!.shape.length > 0) return oneHot(writer, names[0]!, depth);
    // ONNX's OneHot wants an axis to stand before.
    return reshape(writer, oneHot(writer, reshape(writer, names[0]!, [1]), depth), tensor.shape);
  },
};
