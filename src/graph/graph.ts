// The tensor graph: immutable nodes with shapes and types, known when the graph is built.
// It holds no numbers but constants and runs nothing; `engine/` executes it.

/** `f32` is a real number (float64 in the reference backend), `i32` an index. */
export type DType = 'f32' | 'i32';

export type Shape = readonly number[];

/** Attributes of every primitive op. This table is the whole instruction set: a backend implements each row. */
export interface OpAttributes {
  // sources
  input: { readonly name: string };
  constant: { readonly data: Float32Array | Float64Array | Int32Array };
  // elementwise, with NumPy broadcasting
  add: NoAttributes;
  sub: NoAttributes;
  mul: NoAttributes;
  div: NoAttributes;
  minimum: NoAttributes;
  maximum: NoAttributes;
  /** 1 where a > b, else 0. Not differentiable. */
  greater: NoAttributes;
  /** condition ? a : b, condition an f32 of zeros and ones. */
  select: NoAttributes;
  // elementwise, unary
  neg: NoAttributes;
  exp: NoAttributes;
  log: NoAttributes;
  sqrt: NoAttributes;
  reciprocal: NoAttributes;
  tanh: NoAttributes;
  sigmoid: NoAttributes;
  // products
  /** Batched matrix product of the last two axes; `scale` multiplies the result. Leading axes are equal, or b has rank 2. */
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean; readonly scale: number };
  // layout
  reshape: { readonly shape: Shape };
  permute: { readonly axes: readonly number[] };
  slice: { readonly axis: number; readonly start: number; readonly end: number };
  pad: { readonly axis: number; readonly before: number; readonly after: number };
  concat: { readonly axis: number };
  broadcast: { readonly shape: Shape };
  // reductions
  sum: { readonly axes: readonly number[]; readonly keep: boolean };
  max: { readonly axes: readonly number[]; readonly keep: boolean };
  // along the last axis
  softmax: NoAttributes;
  logSoftmax: NoAttributes;
  /** x / sqrt(mean(x²) + epsilon). */
  rmsNormalize: { readonly epsilon: number };
  /** (x − mean(x)) / sqrt(var(x) + epsilon), population variance. */
  layerNormalize: { readonly epsilon: number };
  /** Rotary positions: pairs (x_i, x_{i+h/2}) turned by the angle whose cos and sin are inputs 1 and 2, (T, h/2). x is (…, T, h). */
  rotate: NoAttributes;
  // indices
  /** table (V, D), indices (…) i32 -> (…, D). */
  gather: NoAttributes;
  /** indices (…) i32, values (…, D) -> (rows, D): values summed into the rows that indices name. Transpose of gather. */
  scatterSum: { readonly rows: number };
  /** x (…, V), indices (…) i32 -> (…): the entry that the index names along the last axis. */
  pick: NoAttributes;
  /** indices (…) i32 -> (…, depth) of zeros and ones. */
  oneHot: { readonly depth: number };
}

export type NoAttributes = { readonly [none: string]: never };
export type OpName = keyof OpAttributes;

export interface Tensor {
  readonly id: number;
  readonly op: OpName;
  readonly inputs: readonly Tensor[];
  readonly attributes: OpAttributes[OpName];
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A graph with names at its edges. Two programs with the same `key` compute the same function. */
export interface Program {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

export function attributesOf<O extends OpName>(tensor: Tensor, op: O): OpAttributes[O] {
  if (tensor.op !== op) throw new Error(`expected a ${op}, got a ${tensor.op}`);
  return tensor.attributes as OpAttributes[O];
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);

/** Every tensor that `outputs` depend on, each after its inputs. Iterative, so depth is no limit. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  const stack: { tensor: Tensor; next: number }[] = [];
  for (const output of outputs) {
    if (!seen.has(output)) {
      seen.add(output);
      stack.push({ tensor: output, next: 0 });
    }
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const child = top.tensor.inputs[top.next];
      top.next += 1;
      if (child === undefined) {
        order.push(top.tensor);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ tensor: child, next: 0 });
      }
    }
  }
  return order;
}
