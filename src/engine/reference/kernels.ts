// Every op in plain loops and float64: the oracle that other backends and the derivatives are held to. Not fast.
import type { OpAttributes, OpName, Tensor } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';
import { broadcastMap, reduceMap, stridesOf, walk } from './indexing.ts';

export type Data = Float64Array | Int32Array;
/** Computes a node's numbers from its inputs' numbers. */
export type Run = (inputs: readonly Data[]) => Data;
/** Prepares a node once; its shapes and attributes are fixed. */
type Kernel = (tensor: Tensor) => Run;

const extentsOf = (tensor: Tensor) => {
  const width = tensor.shape.at(-1) ?? 1;
  return { width, rows: sizeOf(tensor.shape) / width };
};

const elementwise =
  (compute: (...values: number[]) => number): Kernel =>
  ({ inputs: sources, shape }) => {
    const maps = sources.map((source) => broadcastMap(source.shape, shape));
    const size = sizeOf(shape);
    return (inputs) => {
      const out = new Float64Array(size);
      const at = (input: number, i: number) => inputs[input]![maps[input]![i]!]!;
      for (let i = 0; i < size; i++) {
        out[i] =
          maps.length === 1
            ? compute(at(0, i))
            : maps.length === 2
              ? compute(at(0, i), at(1, i))
              : compute(at(0, i), at(1, i), at(2, i));
      }
      return out;
    };
  };

/** Copies entries: out[i] = in[map[i]]. */
const copyBy =
  (map: Int32Array): Run =>
  ([data]) => {
    const out = data instanceof Int32Array ? new Int32Array(map.length) : new Float64Array(map.length);
    for (let i = 0; i < map.length; i++) out[i] = data![map[i]!]!;
    return out;
  };

const matmul: Kernel = (tensor) => {
  const { transposeA, transposeB, scale } = tensor.attributes as OpAttributes['matmul'];
  const [a, b] = tensor.inputs as [Tensor, Tensor];
  const [M, N] = tensor.shape.slice(-2) as [number, number];
  const K = a.shape.at(transposeA ? -2 : -1)!;
  const batches = sizeOf(tensor.shape) / (M * N);
  const [rowA, innerA] = transposeA ? [1, M] : [K, 1];
  const [innerB, columnB] = transposeB ? [1, K] : [N, 1];
  const strideB = b.shape.length === 2 ? 0 : K * N;
  return ([A, B]) => {
    const out = new Float64Array(batches * M * N);
    for (let batch = 0; batch < batches; batch++) {
      for (let m = 0; m < M; m++) {
        for (let n = 0; n < N; n++) {
          let total = 0;
          let left = batch * M * K + m * rowA;
          let right = batch * strideB + n * columnB;
          for (let k = 0; k < K; k++) {
            total += A![left]! * B![right]!;
            left += innerA;
            right += innerB;
          }
          out[(batch * M + m) * N + n] = scale * total;
        }
      }
    }
    return out;
  };
};

const reduction =
  (first: number, combine: (total: number, value: number) => number): Kernel =>
  ({ inputs: [x], attributes, shape }) => {
    const map = reduceMap(x!.shape, (attributes as OpAttributes['sum']).axes);
    return ([data]) => {
      const out = new Float64Array(sizeOf(shape)).fill(first);
      for (let i = 0; i < map.length; i++) out[map[i]!] = combine(out[map[i]!]!, data![i]!);
      return out;
    };
  };

/** Applies a function to each row of the last axis; it writes its result over the row. */
const rowwise =
  (change: (row: Float64Array, attributes: { readonly epsilon: number }) => void): Kernel =>
  (tensor) => {
    const { width, rows } = extentsOf(tensor);
    return ([data]) => {
      const out = Float64Array.from(data!);
      for (let row = 0; row < rows; row++) {
        change(out.subarray(row * width, (row + 1) * width), tensor.attributes as { epsilon: number });
      }
      return out;
    };
  };

const meanOf = (row: Float64Array, value: (x: number) => number): number =>
  row.reduce((total, x) => total + value(x), 0) / row.length;

function logSumExp(row: Float64Array): number {
  const top = row.reduce((a, b) => Math.max(a, b));
  return top + Math.log(row.reduce((total, x) => total + Math.exp(x - top), 0));
}

const pad: Kernel = (tensor) => {
  const { axis, before } = tensor.attributes as OpAttributes['pad'];
  const strides = stridesOf(tensor.shape);
  const map = walk(tensor.inputs[0]!.shape, strides, before * strides[axis]!);
  return ([data]) => {
    const out = new Float64Array(sizeOf(tensor.shape));
    for (let i = 0; i < map.length; i++) out[map[i]!] = data![i]!;
    return out;
  };
};

const concat: Kernel = (tensor) => {
  const { axis } = tensor.attributes as OpAttributes['concat'];
  const strides = stridesOf(tensor.shape);
  let start = 0;
  const maps = tensor.inputs.map((part) => {
    const map = walk(part.shape, strides, start * strides[axis]!);
    start += part.shape[axis]!;
    return map;
  });
  return (inputs) => {
    const size = sizeOf(tensor.shape);
    const out = tensor.dtype === 'i32' ? new Int32Array(size) : new Float64Array(size);
    maps.forEach((map, part) => {
      for (let i = 0; i < map.length; i++) out[map[i]!] = inputs[part]![i]!;
    });
    return out;
  };
};

const rotate: Kernel = (tensor) => {
  const { width, rows } = extentsOf(tensor);
  const [half, positions] = [width / 2, tensor.shape.at(-2)!];
  return ([x, cos, sin]) => {
    const out = new Float64Array(rows * width);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < half; i++) {
        const [low, angle] = [row * width + i, (row % positions) * half + i];
        out[low] = x![low]! * cos![angle]! - x![low + half]! * sin![angle]!;
        out[low + half] = x![low + half]! * cos![angle]! + x![low]! * sin![angle]!;
      }
    }
    return out;
  };
};

/** An index outside its table is an error here, where other backends may read anything. */
function checked(index: number, extent: number, op: OpName): number {
  if (index >= 0 && index < extent) return index;
  throw new Error(`${op}: index ${index} is outside 0…${extent - 1}`);
}

const gather: Kernel = ({ inputs: [table], shape }) => {
  const [rows, width] = table!.shape as [number, number];
  return ([data, indices]) => {
    const out = new Float64Array(sizeOf(shape));
    indices!.forEach((index, i) => {
      const from = checked(index, rows, 'gather') * width;
      for (let j = 0; j < width; j++) out[i * width + j] = data![from + j]!;
    });
    return out;
  };
};

const scatterSum: Kernel = ({ shape }) => {
  const [rows, width] = shape as [number, number];
  return ([indices, values]) => {
    const out = new Float64Array(rows * width);
    indices!.forEach((index, i) => {
      const to = checked(index, rows, 'scatterSum') * width;
      for (let j = 0; j < width; j++) out[to + j]! += values![i * width + j]!;
    });
    return out;
  };
};

const pick: Kernel = ({ inputs: [x] }) => {
  const width = x!.shape.at(-1)!;
  return ([data, indices]) =>
    Float64Array.from(indices!, (index, i) => data![i * width + checked(index, width, 'pick')]!);
};

const oneHot: Kernel = ({ attributes, shape }) => {
  const { depth } = attributes as OpAttributes['oneHot'];
  return ([indices]) => {
    const out = new Float64Array(sizeOf(shape));
    indices!.forEach((index, i) => {
      out[i * depth + checked(index, depth, 'oneHot')] = 1;
    });
    return out;
  };
};

export const kernels: Readonly<Record<OpName, Kernel>> = {
  input: ({ attributes }) => {
    throw new Error(
      `input ${(attributes as OpAttributes['input']).name} has no kernel: its numbers are given`,
    );
  },
  constant: ({ attributes }) => {
    const { data } = attributes as OpAttributes['constant'];
    const numbers = data instanceof Int32Array ? data : Float64Array.from(data);
    return () => numbers;
  },
  add: elementwise((a, b) => a! + b!),
  sub: elementwise((a, b) => a! - b!),
  mul: elementwise((a, b) => a! * b!),
  div: elementwise((a, b) => a! / b!),
  minimum: elementwise((a, b) => Math.min(a!, b!)),
  maximum: elementwise((a, b) => Math.max(a!, b!)),
  greater: elementwise((a, b) => (a! > b! ? 1 : 0)),
  select: elementwise((condition, a, b) => (condition! !== 0 ? a! : b!)),
  neg: elementwise((x) => -x!),
  exp: elementwise((x) => Math.exp(x!)),
  log: elementwise((x) => Math.log(x!)),
  sqrt: elementwise((x) => Math.sqrt(x!)),
  reciprocal: elementwise((x) => 1 / x!),
  tanh: elementwise((x) => Math.tanh(x!)),
  sigmoid: elementwise((x) => 1 / (1 + Math.exp(-x!))),
  matmul,
  reshape:
    () =>
    ([data]) =>
      data!,
  permute: ({ inputs: [x], attributes, shape }) => {
    const strides = stridesOf(x!.shape);
    return copyBy(
      walk(
        shape,
        (attributes as OpAttributes['permute']).axes.map((axis) => strides[axis]!),
      ),
    );
  },
  slice: ({ inputs: [x], attributes, shape }) => {
    const { axis, start } = attributes as OpAttributes['slice'];
    const strides = stridesOf(x!.shape);
    return copyBy(walk(shape, strides, start * strides[axis]!));
  },
  pad,
  concat,
  broadcast: ({ inputs: [x], shape }) => copyBy(broadcastMap(x!.shape, shape)),
  sum: reduction(0, (total, value) => total + value),
  max: reduction(Number.NEGATIVE_INFINITY, (largest, value) => Math.max(largest, value)),
  softmax: rowwise((row) => {
    const total = logSumExp(row);
    row.forEach((x, i) => {
      row[i] = Math.exp(x - total);
    });
  }),
  logSoftmax: rowwise((row) => {
    const total = logSumExp(row);
    row.forEach((x, i) => {
      row[i] = x - total;
    });
  }),
  rmsNormalize: rowwise((row, { epsilon }) => {
    const scale = 1 / Math.sqrt(meanOf(row, (x) => x * x) + epsilon);
    row.forEach((x, i) => {
      row[i] = x * scale;
    });
  }),
  layerNormalize: rowwise((row, { epsilon }) => {
    const mean = meanOf(row, (x) => x);
    const scale = 1 / Math.sqrt(meanOf(row, (x) => (x - mean) ** 2) + epsilon);
    row.forEach((x, i) => {
      row[i] = (x - mean) * scale;
    });
  }),
  rotate,
  gather,
  scatterSum,
  pick,
  oneHot,
};
