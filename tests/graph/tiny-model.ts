// A model and a batch small enough for finite differences, with numbers far from their initial values.
import { Random } from '../../src/core/random.ts';
import type { Value } from '../../src/engine/backend.ts';
import { parameterCount, resolveModel } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';
import type { Numbers } from './numeric.ts';
import { index, randomIndex, real, unit } from './numeric.ts';

export const batch = { batch: 3, context: 5 };
const { batch: B, context: T } = batch;
export const vocabulary = 7;

export const tiny = (family: 'llama' | 'gpt2'): ModelShape =>
  resolveModel({ family, width: 8, layers: 2, heads: 2, context: 6, hidden: 12 }, vocabulary);

/** Large enough weights that attention and gates are far from linear. */
export function theta(model: ModelShape): Value {
  const random = Random.at(3, 'theta');
  const P = parameterCount(model);
  return real(
    [P],
    Array.from({ length: P }, () => 0.4 * random.normal()),
  );
}

export const examples: Numbers = {
  tokens: randomIndex('tokens', [B, T], vocabulary),
  targets: randomIndex('targets', [B, T], vocabulary),
  mask: real([B, T], [1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0]),
  weights: real([B], [1, 0.5, 2]),
};

export const dials: Numbers = {
  update: unit(3),
  adamUpdate: unit(3),
  rate: unit(0.01),
  warmup: unit(0),
  decayFrom: unit(0),
  decayTo: unit(0),
  weightDecay: unit(0),
  beta1: unit(0.9),
  beta2: unit(0.95),
  clip: unit(0),
};

export const withToken = (tokens: Value, at: number, token: number): Value => {
  const data = Int32Array.from(tokens.data);
  data[at] = token;
  return index(tokens.shape, data);
};
