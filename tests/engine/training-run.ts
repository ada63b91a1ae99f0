// A bare training run on one batch, for tests of backends: no loop, no data order, no checkpoints.
import { Random } from '../../src/core/random.ts';
import type { Backend, Value } from '../../src/engine/backend.ts';
import { indexValue, realScalar, realValue } from '../../src/engine/values.ts';
import { initialParameters, parameterCount, resolveModel } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';
import { buildProgram } from '../../src/graph/programs.ts';

export const smallModel = (family: 'llama' | 'gpt2'): ModelShape =>
  resolveModel({ family, width: 32, layers: 2, heads: 2, context: 16 }, 20);

/** B random sequences, told apart by their first token. */
export function sequences(model: ModelShape, B: number): Record<string, Value> {
  const T = model.context;
  const random = Random.at(11, 'sequences');
  const draw = (row: number, place: number) => (place === 0 ? row : random.integer(model.vocabulary));
  const rows = Array.from({ length: B }, (_, row) => Array.from({ length: T + 1 }, (_, i) => draw(row, i)));
  return {
    tokens: indexValue(Int32Array.from(rows.flatMap((row) => row.slice(0, T))), [B, T]),
    targets: indexValue(Int32Array.from(rows.flatMap((row) => row.slice(1))), [B, T]),
    mask: realValue(new Float32Array(B * T).fill(1), [B, T]),
    weights: realValue(new Float32Array(B).fill(1)),
  };
}

export interface Trained {
  readonly theta: Float32Array;
  readonly losses: readonly number[];
}

export async function train(
  backend: Backend,
  model: ModelShape,
  options: { updates: number; batch: number; rate: number; each?: (update: number) => void },
): Promise<Trained> {
  const executable = await backend.compile(
    buildProgram('trainStep', model, { batch: options.batch, context: model.context }),
  );
  const zeros = () => realValue(new Float32Array(parameterCount(model)));
  let state = { theta: realValue(initialParameters(model, 5)), m: zeros(), v: zeros() };
  const constant = { ...sequences(model, options.batch), ...dials(options.rate) };
  const losses: number[] = [];
  for (let update = 1; update <= options.updates; update++) {
    const counted = { update: realScalar(update), adamUpdate: realScalar(update) };
    const out = await executable.run({ ...constant, ...state, ...counted });
    state = { theta: out.theta!, m: out.m!, v: out.v! };
    losses.push(out.loss!.data[0]!);
    options.each?.(update);
  }
  await executable.dispose();
  return { theta: Float32Array.from(state.theta.data), losses };
}

const dials = (rate: number): Record<string, Value> => ({
  rate: realScalar(rate),
  warmup: realScalar(10),
  decayFrom: realScalar(0),
  decayTo: realScalar(0),
  weightDecay: realScalar(0),
  beta1: realScalar(0.9),
  beta2: realScalar(0.95),
  clip: realScalar(1),
});
