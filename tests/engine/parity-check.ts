// Runs parity cases on a backend and on the reference, and says how far apart they are.
import type { Backend, Executable, Value } from '../../src/engine/backend.ts';
import { referenceBackend } from '../../src/engine/reference/backend.ts';
import { type Numbers, relativeError, unit } from '../graph/numeric.ts';
import type { ParityCase } from './parity-programs.ts';

export interface ParityResult {
  readonly name: string;
  readonly tolerance: number;
  /** The largest error by output; `wrong` where a value is not a number or a shape is another. */
  readonly errors: Readonly<Record<string, number>>;
}

/** A number that JSON can carry, beyond every tolerance. */
export const wrong = Number.MAX_VALUE;

export async function parityOf(backend: Backend, one: ParityCase): Promise<ParityResult> {
  const oracle = await outputsOf(referenceBackend(), one);
  const outputs = await outputsOf(backend, one);
  const errors = Object.entries(oracle).map(([name, expected]) => [
    name,
    errorOf(one.error, outputs[name], expected),
  ]);
  return { name: one.name, tolerance: one.tolerance, errors: Object.fromEntries(errors) };
}

/** Outputs beyond their tolerance, as text. */
export const failuresOf = ({ name, tolerance, errors }: ParityResult): string[] =>
  Object.entries(errors)
    .filter(([, error]) => !(error <= tolerance))
    .map(([output, error]) => `${name}: ${output} is off by ${error}, allowed ${tolerance}`);

async function outputsOf(backend: Backend, { program, inputs, updates = 1 }: ParityCase) {
  const executable = await backend.compile(program);
  try {
    return await runAll(executable, inputs, updates);
  } finally {
    await executable.dispose();
  }
}

async function runAll(executable: Executable, first: Numbers, updates: number) {
  let inputs = first;
  let outputs: Record<string, Value> = {};
  for (let update = 1; update <= updates; update++) {
    const counted = updates > 1 ? { update: unit(update), adamUpdate: unit(update) } : {};
    outputs = await executable.run({ ...inputs, ...counted });
    if (updates > 1) inputs = { ...inputs, theta: outputs.theta!, m: outputs.m!, v: outputs.v! };
  }
  return outputs;
}

function errorOf(kind: ParityCase['error'], got: Value | undefined, expected: Value): number {
  if (!got || got.dtype !== expected.dtype || got.shape.join() !== expected.shape.join()) return wrong;
  if (got.data.length !== expected.data.length) return wrong;
  if (kind === 'norm') return finite(relativeError(got.data, expected.data));
  let largest = 0;
  expected.data.forEach((b, i) => {
    const error = Math.abs(got.data[i]! - b) / Math.max(1, Math.abs(b));
    largest = Math.max(largest, finite(error));
  });
  return largest;
}

const finite = (error: number): number => (Number.isFinite(error) ? error : wrong);
