// Interprets programs with TensorFlow.js, node by node. Every tensor it makes is disposed; the constants with the
// executable, the rest with the run.
import type { Tensor as TfTensor } from '@tensorflow/tfjs-core';
import type { Program, Tensor } from '../../graph/graph.ts';
import { attributesOf, topologicalOrder } from '../../graph/graph.ts';
import type { Backend, Executable, Value } from '../backend.ts';
import { checkInputs } from '../check-inputs.ts';
import { asTensor, kernels } from './kernels.ts';
import type { Tfjs, TfjsDevice } from './load.ts';
import { loadTfjs } from './load.ts';

export async function tfjsBackend(device: TfjsDevice): Promise<Backend> {
  const tf = await loadTfjs(device);
  return {
    device,
    compile: async (program) => compile(tf, program),
    dispose: async () => {},
  };
}

function compile(tf: Tfjs, program: Program): Executable {
  const order = topologicalOrder(Object.values(program.outputs));
  const steps = stepsOf(order, new Set(Object.values(program.outputs)));
  const constants = new Map(
    order.filter(({ op }) => op === 'constant').map((tensor) => [tensor, kernels.constant(tf, tensor, [])]),
  );
  let open = true;
  return {
    async run(inputs) {
      if (!open) throw new Error(`${program.name}: the executable is disposed`);
      checkInputs(program, inputs);
      const results = tf.tidy(() => interpret(tf, steps, constants, inputs, program));
      return readAll(program, results);
    },
    async dispose() {
      open = false;
      tf.dispose([...constants.values()]);
      constants.clear();
    },
  };
}

interface Step {
  readonly tensor: Tensor;
  /** Inputs that no later step reads. */
  readonly spent: readonly Tensor[];
}

function stepsOf(order: readonly Tensor[], kept: ReadonlySet<Tensor>): Step[] {
  const lastUse = new Map<Tensor, Tensor>();
  for (const tensor of order) for (const source of tensor.inputs) lastUse.set(source, tensor);
  return order
    .filter((tensor) => tensor.op !== 'constant')
    .map((tensor) => ({
      tensor,
      spent: [...new Set(tensor.inputs)].filter(
        (source) => source.op !== 'constant' && lastUse.get(source) === tensor && !kept.has(source),
      ),
    }));
}

function interpret(
  tf: Tfjs,
  steps: readonly Step[],
  constants: ReadonlyMap<Tensor, TfTensor>,
  inputs: Readonly<Record<string, Value>>,
  program: Program,
): TfTensor[] {
  const values = new Map(constants);
  for (const { tensor, spent } of steps) {
    const value =
      tensor.op === 'input'
        ? asTensor(tf, tensor, inputs[attributesOf(tensor, 'input').name]!.data)
        : tf.tidy(() =>
            kernels[tensor.op](
              tf,
              tensor,
              tensor.inputs.map((source) => values.get(source)!),
            ),
          );
    values.set(tensor, value);
    for (const source of spent) {
      values.get(source)!.dispose();
      values.delete(source);
    }
  }
  return Object.values(program.outputs).map((tensor) => tf.clone(values.get(tensor)!));
}

async function readAll(program: Program, results: readonly TfTensor[]): Promise<Record<string, Value>> {
  const entries = Object.entries(program.outputs).map(
    async ([name, { dtype, shape }], i): Promise<[string, Value]> => {
      const data = await results[i]!.data();
      results[i]!.dispose();
      // A copy: TensorFlow.js may hand out an input's own memory.
      return [name, { dtype, shape, data: (data as Float32Array | Int32Array).slice() }];
    },
  );
  return Object.fromEntries(await Promise.all(entries));
}
