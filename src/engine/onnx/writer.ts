// Collects the nodes and constants of an ONNX graph and names them. Equal constants become one.
import type { Shape } from '../../graph/graph.ts';
import type { Attribute, ElementType, NodeProto, TensorProto } from './schema.ts';
import { elementTypes } from './schema.ts';

/** Constants up to this many numbers are compared by value; larger ones by identity. */
const comparedByValue = 64;

export class GraphWriter {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #byValue = new Map<string, string>();
  readonly #byIdentity = new Map<object, string>();

  /** Adds a node with one output; returns the output's name. */
  emit(
    opType: string,
    input: readonly string[],
    attribute: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string {
    const name = `${opType}_${this.nodes.length}`;
    this.nodes.push({ opType, domain, name, input, output: [name], attribute });
    return name;
  }

  /** A constant of 64-bit integers, as ONNX wants its shapes, axes and indices; a list unless `shape` says otherwise. */
  integers(values: readonly number[], shape: Shape = [values.length]): string {
    return this.constant(elementTypes.int64, BigInt64Array.from(values, BigInt), shape);
  }

  scalar(value: number): string {
    return this.constant(elementTypes.float, Float32Array.of(value), []);
  }

  constant(
    dataType: ElementType,
    data: Float32Array | Int32Array | BigInt64Array | Uint8Array,
    dims: Shape,
  ): string {
    const key = data.length <= comparedByValue ? `${dataType} (${dims.join()}) ${signed(data).join()}` : null;
    const known = key === null ? this.#byIdentity.get(data) : this.#byValue.get(key);
    if (known) return known;
    const name = `constant_${this.initializers.length}`;
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.initializers.push({ name, dataType, dims, rawData });
    if (key === null) this.#byIdentity.set(data, name);
    else this.#byValue.set(key, name);
    return name;
  }
}

/** As text that tells 0 from −0. */
const signed = (data: Float32Array | Int32Array | BigInt64Array | Uint8Array): string[] =>
  Array.from(data as ArrayLike<number | bigint>, (value) => (Object.is(value, -0) ? '-0' : `${value}`));
