// A briefly trained tiny model of any corpus, as a coder. It keeps no checkpoints.

import type { Corpus } from '../../src/core/corpus.ts';
import type { CodingModel } from '../../src/engine/compress/compress.ts';
import { keepExecutables } from '../../src/engine/executables.ts';
import { openBackend } from '../../src/engine/open-backend.ts';
import { indexValue, realData, realScalar, realValue } from '../../src/engine/values.ts';
import { initialParameters, parameterCount, resolveModel } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';

export const executables = keepExecutables(await openBackend({ device: 'cpu', threads: 1 }));

export async function briefCoder(
  corpus: Corpus,
  { width, context, updates }: { width: number; context: number; updates: number },
): Promise<CodingModel> {
  const model = resolveModel({ family: 'llama', width, layers: 2, heads: 2, context }, corpus.vocabulary);
  const theta = await trained(corpus, model, updates);
  return { executables, model, theta, endToken: corpus.endToken, sha256: 'ab'.repeat(32) };
}

async function trained(corpus: Corpus, model: ModelShape, updates: number): Promise<Float32Array> {
  const shape = { batch: 16, context: model.context };
  const program = await executables.get('trainStep', model, shape);
  const zeros = () => realValue(new Float32Array(parameterCount(model)));
  let state = { theta: realValue(initialParameters(model, 5)), m: zeros(), v: zeros() };
  const dials = {
    rate: 1e-2,
    warmup: 10,
    decayFrom: 0,
    decayTo: 0,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.95,
    clip: 1,
  };
  for (let update = 1; update <= updates; update++) {
    const { tokens, targets, mask, weights } = corpus.pretrainBatch(1, update - 1, shape);
    const scalars = Object.entries({ ...dials, update, adamUpdate: update });
    const dimensions = [shape.batch, shape.context];
    const result = await program.run({
      ...state,
      tokens: indexValue(tokens, dimensions),
      targets: indexValue(targets, dimensions),
      mask: realValue(mask, dimensions),
      weights: realValue(weights),
      ...Object.fromEntries(scalars.map(([name, value]) => [name, realScalar(value)])),
    });
    state = { theta: result.theta!, m: result.m!, v: result.v! };
  }
  return Float32Array.from(realData(state.theta, 'theta'));
}

/** −Σ log2 p of tokens in rows after an end mark, by the program `logProbabilities`, which knows no cache. */
export async function uncachedCrossEntropyBits(
  { executables, model, theta, endToken }: CodingModel,
  tokens: Int32Array,
): Promise<number> {
  const { context: T } = model;
  const program = await executables.get('logProbabilities', model, { batch: 1, context: T });
  let bits = 0;
  for (let from = 0; from < tokens.length; from += T) {
    const row = tokens.subarray(from, from + T);
    const [inputs, targets] = [new Int32Array(T).fill(endToken), new Int32Array(T)];
    inputs.set(row.subarray(0, Math.min(row.length, T - 1)), 1);
    targets.set(row);
    const result = await program.run({
      theta: realValue(theta),
      tokens: indexValue(inputs, [1, T]),
      targets: indexValue(targets, [1, T]),
    });
    const logP = realData(result.logProbabilities, 'logProbabilities');
    for (let i = 0; i < row.length; i++) bits -= logP[i]! / Math.LN2;
  }
  return bits;
}
