// Holds the inputs of a run to what the program declares. Every backend but the reference checks here.
import type { Program, Tensor } from '../graph/graph.ts';
import { sizeOf } from '../graph/graph.ts';
import { sameShape, showShape } from '../graph/shape.ts';
import type { Value } from './backend.ts';

/** Throws with the program, the input and both shapes where an input is missing, unknown or does not fit. */
export function checkInputs(program: Program, inputs: Readonly<Record<string, Value>>): void {
  for (const [name, tensor] of Object.entries(program.inputs)) {
    const value = inputs[name];
    if (!value) throw new Error(`${program.name}: input ${name} is missing`);
    checkInput(`${program.name}: input ${name}`, tensor, value);
  }
  for (const name of Object.keys(inputs)) {
    if (!Object.hasOwn(program.inputs, name)) throw new Error(`${program.name}: unknown input ${name}`);
  }
}

function checkInput(what: string, { dtype, shape }: Tensor, value: Value): void {
  if (value.dtype !== dtype || !sameShape(value.shape, shape)) {
    const got = `${value.dtype} ${showShape(value.shape)}`;
    throw new Error(`${what} must be ${dtype} ${showShape(shape)}, got ${got}`);
  }
  if ((dtype === 'i32') !== value.data instanceof Int32Array) {
    throw new Error(`${what} is ${dtype} but holds a ${value.data.constructor.name}`);
  }
  if (value.data.length !== sizeOf(shape)) {
    throw new Error(`${what} holds ${value.data.length} numbers, ${showShape(shape)} needs ${sizeOf(shape)}`);
  }
}
