// The reference backend: interprets a program node by node in float64. For tests and for doubt, not for training.
import type { Program, Tensor } from '../../graph/graph.ts';
import { attributesOf, topologicalOrder } from '../../graph/graph.ts';
import { sameShape, showShape } from '../../graph/shape.ts';
import type { Backend, Executable, Value } from '../backend.ts';
import type { Data, Run } from './kernels.ts';
import { kernels } from './kernels.ts';

export function referenceBackend(): Backend {
  return {
    device: 'reference',
    compile: async (program) => compile(program),
    dispose: async () => {},
  };
}

interface Instruction {
  readonly tensor: Tensor;
  readonly run: Run;
  /** Inputs that no later instruction reads. */
  readonly spent: readonly Tensor[];
}

function compile(program: Program): Executable {
  const outputs = Object.entries(program.outputs);
  const order = topologicalOrder(outputs.map(([, tensor]) => tensor));
  const instructions = instructionsOf(order, new Set(outputs.map(([, tensor]) => tensor)));
  const given = order.filter((tensor) => tensor.op === 'input');
  return {
    async run(inputs) {
      for (const [name, tensor] of Object.entries(program.inputs)) numbersOf(program, name, tensor, inputs);
      const memory = new Map<Tensor, Data>();
      for (const tensor of given) {
        const { name } = attributesOf(tensor, 'input');
        memory.set(tensor, numbersOf(program, name, tensor, inputs));
      }
      for (const { tensor, run, spent } of instructions) {
        memory.set(tensor, run(tensor.inputs.map((source) => memory.get(source)!)));
        for (const source of spent) memory.delete(source);
      }
      return Object.fromEntries(
        outputs.map(([name, tensor]) => [name, asValue(tensor, memory.get(tensor)!)]),
      );
    },
    async dispose() {},
  };
}

function instructionsOf(order: readonly Tensor[], kept: ReadonlySet<Tensor>): Instruction[] {
  const lastUse = new Map<Tensor, Tensor>();
  for (const tensor of order) for (const source of tensor.inputs) lastUse.set(source, tensor);
  return order
    .filter((tensor) => tensor.op !== 'input')
    .map((tensor) => ({
      tensor,
      run: kernels[tensor.op](tensor),
      spent: tensor.inputs.filter((source) => lastUse.get(source) === tensor && !kept.has(source)),
    }));
}

function numbersOf(
  program: Program,
  name: string,
  tensor: Tensor,
  inputs: Readonly<Record<string, Value>>,
): Data {
  const value = inputs[name];
  if (!value) throw new Error(`${program.name}: input ${name} is missing`);
  if (value.dtype !== tensor.dtype || !sameShape(value.shape, tensor.shape)) {
    throw new Error(
      `${program.name}: input ${name} must be ${tensor.dtype} ${showShape(tensor.shape)}, got ${value.dtype} ${showShape(value.shape)}`,
    );
  }
  return value.data instanceof Float32Array ? Float64Array.from(value.data) : value.data;
}

/** A copy: the numbers may be a caller's input or a constant of the graph. */
const asValue = ({ dtype, shape }: Tensor, data: Data): Value => ({ dtype, shape, data: data.slice() });
