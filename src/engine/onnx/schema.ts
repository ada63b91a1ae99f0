// The part of ONNX's protobuf messages that a tensor graph needs, and their encoding. Field numbers are those of
// onnx.proto3 (github.com/onnx/onnx, onnx/onnx.proto3). It knows nothing of our ops.
import protobuf from 'protobufjs/light.js';

/** TensorProto.DataType. */
export const elementTypes = { float: 1, int32: 6, int64: 7, bool: 9 } as const;
export type ElementType = (typeof elementTypes)[keyof typeof elementTypes];

/** AttributeProto.AttributeType. */
const attributeTypes = { f: 1, i: 2, s: 3, ints: 7 } as const;

export type Attribute =
  | { readonly f: number }
  | { readonly i: number }
  | { readonly s: string }
  | { readonly ints: readonly number[] };

export interface NodeProto {
  readonly opType: string;
  /** '' for ONNX's own ops, 'com.microsoft' for those of onnxruntime. */
  readonly domain: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: Readonly<Record<string, Attribute>>;
}

export interface TensorProto {
  readonly name: string;
  readonly dataType: ElementType;
  readonly dims: readonly number[];
  /** Little-endian. */
  readonly rawData: Uint8Array;
}

export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
}

export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
}

const one = (type: string, id: number) => ({ type, id });
const many = (type: string, id: number) => ({ rule: 'repeated', type, id });

const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: one('int64', 1),
        producerName: one('string', 2),
        graph: one('GraphProto', 7),
        opsetImport: many('OperatorSetIdProto', 8),
      },
    },
    OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
    GraphProto: {
      fields: {
        node: many('NodeProto', 1),
        name: one('string', 2),
        initializer: many('TensorProto', 5),
        input: many('ValueInfoProto', 11),
        output: many('ValueInfoProto', 12),
      },
    },
    NodeProto: {
      fields: {
        input: many('string', 1),
        output: many('string', 2),
        name: one('string', 3),
        opType: one('string', 4),
        attribute: many('AttributeProto', 5),
        domain: one('string', 7),
      },
    },
    AttributeProto: {
      fields: {
        name: one('string', 1),
        f: one('float', 2),
        i: one('int64', 3),
        s: one('bytes', 4),
        ints: many('int64', 8),
        type: one('int32', 20),
      },
    },
    TensorProto: {
      fields: {
        dims: many('int64', 1),
        dataType: one('int32', 2),
        name: one('string', 8),
        rawData: one('bytes', 9),
      },
    },
    ValueInfoProto: { fields: { name: one('string', 1), type: one('TypeProto', 2) } },
    TypeProto: { fields: { tensorType: one('TensorTypeProto', 1) } },
    TensorTypeProto: { fields: { elemType: one('int32', 1), shape: one('TensorShapeProto', 2) } },
    TensorShapeProto: { fields: { dim: many('DimensionProto', 1) } },
    DimensionProto: { fields: { dimValue: one('int64', 1) } },
  },
});
const modelType = root.lookupType('ModelProto');

/** The IR version and opsets that the lowering is written against. */
const irVersion = 8;
const opsets = [
  { domain: '', version: 18 },
  { domain: 'com.microsoft', version: 1 },
];

/** A graph as the bytes of an ONNX model. */
export function encodeModel(graph: GraphProto): Uint8Array {
  const model = {
    irVersion,
    producerName: 'springback',
    opsetImport: opsets,
    graph: {
      ...graph,
      node: graph.node.map((node) => ({ ...node, attribute: encodeAttributes(node.attribute) })),
      input: graph.input.map(encodeValueInfo),
      output: graph.output.map(encodeValueInfo),
    },
  };
  return modelType.encode(model).finish();
}

function encodeAttributes(attributes: NodeProto['attribute']): object[] {
  return Object.entries(attributes).map(([name, value]) => {
    if ('f' in value) return { name, type: attributeTypes.f, f: value.f };
    if ('i' in value) return { name, type: attributeTypes.i, i: value.i };
    if ('ints' in value) return { name, type: attributeTypes.ints, ints: value.ints };
    return { name, type: attributeTypes.s, s: new TextEncoder().encode(value.s) };
  });
}

const encodeValueInfo = ({ name, type, dims }: ValueInfo) => ({
  name,
  type: { tensorType: { elemType: type, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
});
