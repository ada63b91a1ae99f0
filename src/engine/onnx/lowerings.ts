// How each op of the tensor graph is said in ONNX (opset 18) and onnxruntime's own ops: one row per op.
import type { OpAttributes, OpName, Shape, Tensor } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { elementTypes } from './schema.ts';
import type { GraphWriter } from './writer.ts';

/** What the model will run on, where that decides how an op is best said. */
export type Target = 'cpu' | 'webgpu' | 'cuda';

export interface Lowering<O extends OpName> {
  readonly writer: GraphWriter;
  readonly tensor: Tensor;
  readonly attributes: OpAttributes[O];
  readonly target: Target;
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
 * On the CPU a transposed first factor is transposed by a node of its own: onnxruntime's product reads it at half the
 * speed otherwise. The session must not fuse the two again.
 */
const matmul: Lower<'matmul'> = (lowering) => {
  const { writer, tensor, target, names, attributes } = lowering;
  if (target === 'webgpu') return webgpuMatmul(lowering);
  const { transposeA, transposeB, scale } = attributes;
  const [a, b] = names as [string, string];
  const left = transposeA ? swapLast(writer, a, tensor.inputs[0]!) : a;
  if (!transposeB && scale === 1) return writer.emit('MatMul', [left, b]);
  const options = { transB: { i: transposeB ? 1 : 0 }, alpha: { f: scale } };
  return writer.emit('FusedMatMul', [left, b], options, 'com.microsoft');
};

/** Without FusedMatMul, which onnxruntime's WebGPU provider leaves to the CPU. */
function webgpuMatmul({ writer, tensor, names, attributes }: Lowering<'matmul'>): string {
  const { transposeA, transposeB, scale } = attributes;
  const [a, b] = names as [string, string];
  if (tensor.shape.length === 2) {
    const turned = { transA: { i: transposeA ? 1 : 0 }, transB: { i: transposeB ? 1 : 0 } };
    return writer.emit('Gemm', [a, b], { ...turned, alpha: { f: scale } });
  }
  const product = writer.emit('MatMul', [
    transposeA ? swapLast(writer, a, tensor.inputs[0]!) : a,
    transposeB ? swapLast(writer, b, tensor.inputs[1]!) : b,
  ]);
  return scale === 1 ? product : writer.emit('Mul', [product, writer.scalar(scale)]);
}

function swapLast(writer: GraphWriter, name: string, { shape: { length } }: Tensor): string {
  const leading = Array.from({ length: length - 2 }, (_, axis) => axis);
  return writer.emit('Transpose', [name], { perm: { ints: [...leading, length - 1, length - 2] } });
}

/** x − max − log Σ exp(x − max) on WebGPU, whose provider has no LogSoftmax. */
const logSoftmax: Lower<'logSoftmax'> = (lowering) => {
  const { writer, names, target } = lowering;
  if (target !== 'webgpu') return alongLast<'logSoftmax'>('LogSoftmax')(lowering);
  const reduce = (opType: string, x: string) =>
    writer.emit(opType, [x, writer.integers([-1])], { keepdims: { i: 1 } });
  const below = writer.emit('Sub', [names[0]!, reduce('ReduceMax', names[0]!)]);
  const total = reduce('ReduceSum', writer.emit('Exp', [below]));
  return writer.emit('Sub', [below, writer.emit('Log', [total])]);
};

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

const ranges = new Map<number, Int32Array>();

/** 0 … extent − 1, as a constant of this shape. */
function rangeOf(writer: GraphWriter, extent: number, shape: Shape): string {
  const data = ranges.get(extent) ?? Int32Array.from({ length: extent }, (_, i) => i);
  ranges.set(extent, data);
  return reshape(writer, writer.constant(elementTypes.int32, data, [extent]), shape);
}

/** A comparison of indices as zeros and ones: five times as fast as onnxruntime's OneHot. */
const equals = (writer: GraphWriter, a: string, b: string): string =>
  writer.emit('Cast', [writer.emit('Equal', [a, b])], { to: { i: elementTypes.float } });

const oneHot: Lower<'oneHot'> = ({ writer, tensor, names, attributes: { depth } }) => {
  const column = reshape(writer, names[0]!, [...tensor.shape.slice(0, -1), 1]);
  return equals(writer, column, rangeOf(writer, depth, [depth]));
};

/** Up to this many rows a product with a one-hot matrix is faster than onnxruntime's scatter. */
const fewRows = 256;

/** Both ways add in the same order whatever the threads; ScatterND, faster still, does not. */
const scatterSum: Lower<'scatterSum'> = ({ writer, tensor, target, names, attributes: { rows } }) => {
  const [indices, values] = names as [string, string];
  const [count, width] = [sizeOf(tensor.inputs[0]!.shape), tensor.shape[1]!];
  const flat = reshape(writer, values, [count, width]);
  if (rows <= fewRows || target !== 'cpu') {
    const here = equals(writer, reshape(writer, indices, [1, count]), rangeOf(writer, rows, [rows, 1]));
    return writer.emit('MatMul', [here, flat]); // (rows, count) · (count, width)
  }
  const spread = writer.emit('Expand', [
    reshape(writer, indices, [count, 1]),
    writer.integers([count, width]),
  ]);
  const zeros = writer.emit('Expand', [writer.scalar(0), writer.integers([rows, width])]);
  return writer.emit('ScatterElements', [zeros, spread, flat], { axis: { i: 0 }, reduction: { s: 'add' } });
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
  logSoftmax,
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
  oneHot,
};
