// Lowers a program of the tensor graph to an ONNX model. What each op becomes is in `lowerings.ts`.
import type { DType, OpName, Program, Tensor } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/graph.ts';
import type { Lower, Target } from './lowerings.ts';
import { lowerings } from './lowerings.ts';
import type { ElementType, GraphProto, NodeProto, ValueInfo } from './schema.ts';
import { elementTypes, encodeModel } from './schema.ts';
import { GraphWriter } from './writer.ts';

const elementTypeOf: Readonly<Record<DType, ElementType>> = {
  f32: elementTypes.float,
  i32: elementTypes.int32,
};

/** The program as the bytes of an ONNX model whose inputs and outputs carry the program's names. */
export const lowerProgram = (program: Program, target: Target): Uint8Array =>
  encodeModel(graphOf(program, target));

function graphOf(program: Program, target: Target): GraphProto {
  const writer = new GraphWriter();
  const names = new Map<Tensor, string>();
  for (const tensor of topologicalOrder(Object.values(program.outputs))) {
    names.set(tensor, lowerTensor(writer, target, tensor, names));
  }
  const outputs = Object.entries(program.outputs);
  const results = outputs.map(([name, tensor]) => asOutput(name, names.get(tensor)!));
  return {
    name: program.name,
    node: [...writer.nodes, ...results],
    initializer: writer.initializers,
    input: Object.entries(program.inputs).map(([name, tensor]) => valueInfo(name, tensor)),
    output: outputs.map(([name, tensor]) => valueInfo(outputName(name), tensor)),
  };
}

function lowerTensor(
  writer: GraphWriter,
  target: Target,
  tensor: Tensor,
  names: ReadonlyMap<Tensor, string>,
): string {
  const lower = lowerings[tensor.op] as Lower<OpName>;
  return lower({
    writer,
    target,
    tensor,
    attributes: tensor.attributes,
    names: tensor.inputs.map((input) => names.get(input)!),
  });
}

/** An output may share its name with an input (θ in, θ out); ONNX names are unique. */
export const outputName = (name: string): string => `${name}.out`;

/** A node of its own, because two outputs may be one tensor and an output may be an input. */
const asOutput = (name: string, value: string): NodeProto => ({
  opType: 'Identity',
  domain: '',
  name: outputName(name),
  input: [value],
  output: [outputName(name)],
  attribute: {},
});

const valueInfo = (name: string, { dtype, shape }: Tensor): ValueInfo => ({
  name,
  type: elementTypeOf[dtype],
  dims: shape,
});
