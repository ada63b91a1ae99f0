// Shared by the graph's tests: running a graph in the reference backend, random numbers, central differences.

import { Random } from '../../src/core/random.ts';
import type { Value } from '../../src/engine/backend.ts';
import { referenceBackend } from '../../src/engine/reference/backend.ts';
import type { Program, Shape, Tensor } from '../../src/graph/graph.ts';
import { attributesOf, sizeOf, topologicalOrder } from '../../src/graph/graph.ts';

export type Numbers = Readonly<Record<string, Value>>;

export const real = (shape: Shape, data: Iterable<number>): Value => ({
  dtype: 'f32',
  shape,
  data: Float64Array.from(data),
});
export const index = (shape: Shape, data: Iterable<number>): Value => ({
  dtype: 'i32',
  shape,
  data: Int32Array.from(data),
});
export const unit = (x: number): Value => real([], [x]);

export function randomReal(name: string, shape: Shape, low = -1, high = 1): Value {
  const random = Random.at(7, name);
  return real(
    shape,
    Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.uniform()),
  );
}
export function randomIndex(name: string, shape: Shape, bound: number): Value {
  const random = Random.at(7, name);
  return index(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.integer(bound)),
  );
}

/** A compiled graph: its inputs are found by walking it. */
export async function compiled(outputs: Record<string, Tensor>) {
  const inputs: Record<string, Tensor> = {};
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    if (tensor.op === 'input') inputs[attributesOf(tensor, 'input').name] = tensor;
  }
  return compiledProgram({ name: 'test', inputs, outputs });
}

export async function compiledProgram(program: Program) {
  const executable = await referenceBackend().compile(program);
  return async (numbers: Numbers): Promise<Record<string, Float64Array>> => {
    const results = await executable.run(numbers);
    return Object.fromEntries(
      Object.entries(results).map(([name, value]) => [name, Float64Array.from(value.data)]),
    );
  };
}

export async function evaluate(tensor: Tensor, numbers: Numbers = {}): Promise<number[]> {
  const run = await compiled({ result: tensor });
  return [...(await run(numbers)).result!];
}

/** ‖a − b‖ / ‖b‖, or ‖a‖ where b is 0. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}`);
  let [difference, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(difference) / (size > 0 ? Math.sqrt(size) : 1);
}

export function moved(value: Value, at: number, by: number): Value {
  const data = Float64Array.from(value.data);
  data[at]! += by;
  return { ...value, data };
}
