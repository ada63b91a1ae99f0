// What every backend is held to: each op, and the programs of both families, with the error allowed for each.
import type { Value } from '../../src/engine/backend.ts';
import { input } from '../../src/graph/build.ts';
import { gradients } from '../../src/graph/differentiate.ts';
import type { Program, Tensor } from '../../src/graph/graph.ts';
import { families } from '../../src/graph/models/family.ts';
import { weightsOf } from '../../src/graph/models/weights.ts';
import { languageModelLoss } from '../../src/graph/objective.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';
import { buildProgram, program } from '../../src/graph/programs.ts';
import { index, type Numbers, randomReal, real, unit } from '../graph/numeric.ts';
import { batch, dials, examples, theta, tiny, vocabulary } from '../graph/tiny-model.ts';
import { type OpCase, opCases } from './parity-ops.ts';

export interface ParityCase {
  readonly name: string;
  readonly program: Program;
  readonly inputs: Numbers;
  /** `entries`: max |a − b| / max(1, |b|). `norm`: ‖a − b‖ / ‖b‖. */
  readonly error: 'entries' | 'norm';
  readonly tolerance: number;
  /** Runs in a row, each with θ, m and v of the one before; 1 unless given. */
  readonly updates?: number;
}

const { batch: B, context: T } = batch;

export function parityCases(): ParityCase[] {
  return [
    ...Object.entries(opCases).flatMap(([op, cases]) => cases.map((one, i) => opParity(`${op} ${i}`, one))),
    ...(['llama', 'gpt2'] as const).flatMap((family) => familyParity(tiny(family))),
  ];
}

function opParity(name: string, { inputs, of }: OpCase): ParityCase {
  const sources = Object.fromEntries(
    inputs.map((value, i) => [`x${i}`, input(`x${i}`, value.shape, value.dtype)]),
  );
  return {
    name,
    program: { name, inputs: sources, outputs: { out: of(...Object.values(sources)) } },
    inputs: Object.fromEntries(inputs.map((value, i) => [`x${i}`, value])),
    error: 'entries',
    tolerance: 1e-5,
  };
}

function familyParity(model: ModelShape): ParityCase[] {
  const weights = theta(model);
  const { tokens, targets } = examples as { tokens: Value; targets: Value };
  const zeros = real(weights.shape, new Float64Array(weights.data.length));
  const state = { theta: weights, m: zeros, v: zeros };
  const entries = { error: 'entries', tolerance: 1e-5 } as const;
  const norm = { error: 'norm', tolerance: 1e-3 } as const;
  const run = (name: Parameters<typeof buildProgram>[0], inputs: Numbers) => ({
    name: `${model.family} ${name}`,
    program: buildProgram(name, model, batch),
    inputs: { theta: weights, ...inputs },
  });
  const step = { ...state, ...examples, ...dials };
  const tuned = { ...step, weightDecay: unit(0.1), clip: unit(0.5), warmup: unit(4) };
  const { beta1: _1, beta2: _2, adamUpdate: _3, m: _4, v: _5, ...descent } = tuned as Numbers;
  return [
    { ...run('logProbabilities', { tokens, targets }), ...entries, tolerance: 2e-5 },
    { ...run('distributions', { tokens }), ...entries, tolerance: 2e-5 },
    {
      ...run('compare', { tokens, targets, baseLogDistributions: baseDistributions() }),
      ...entries,
      tolerance: 2e-5,
    },
    { ...run('classMass', { tokens, ...classes() }), ...entries, tolerance: 2e-5 },
    { ...run('decodeStep', decoding(model)), ...entries, tolerance: 2e-5 },
    {
      name: `${model.family} loss`,
      program: lossProgram(model),
      inputs: { theta: weights, ...examples },
      ...entries,
    },
    {
      name: `${model.family} gradient`,
      program: gradientProgram(model),
      inputs: { theta: weights, ...examples },
      ...norm,
    },
    { ...run('trainStep', step), ...norm },
    { ...run('descentStep', descent), ...norm },
    {
      ...run('anchoredStep', { ...tuned, anchor: unit(0.5), baseLogDistributions: baseDistributions() }),
      ...norm,
    },
    { ...run('trainStep', tuned), ...norm, name: `${model.family} 10 updates`, updates: 10 },
  ];
}

const baseDistributions = (): Value => {
  const logits = randomReal('base', [B * T * vocabulary]).data;
  const out = Float64Array.from(logits);
  for (let row = 0; row < B * T; row++) {
    const part = out.subarray(row * vocabulary, (row + 1) * vocabulary);
    const total = Math.log(part.reduce((sum, x) => sum + Math.exp(x), 0));
    part.forEach((x, i) => {
      part[i] = x - total;
    });
  }
  return real([B, T, vocabulary], out);
};

const classes = (): Numbers => ({
  positions: index([B], [4, 0, 2]),
  positive: real([vocabulary], [0, 1, 1, 0, 0, 0, 0]),
  negative: real([vocabulary], [0, 0, 0, 1, 0, 0, 1]),
});

function decoding({ layers: L, heads: H, width: C }: ModelShape): Numbers {
  return {
    token: index([B], [3, 1, 6]),
    position: index([], [2]),
    cache: randomReal('cache', [L, 2, B, H, T, C / H]),
  };
}

function lossOf(model: ModelShape) {
  const whole = input('theta', theta(model).shape);
  const aims = {
    targets: input('targets', [B, T], 'i32'),
    mask: input('mask', [B, T]),
    weights: input('weights', [B]),
  };
  const tokens = input('tokens', [B, T], 'i32');
  const family = families[model.family];
  const weights = weightsOf(model, [{ offset: 0, tensor: whole }]);
  const loss = languageModelLoss(family.logits(weights, family.hidden(model, weights, tokens)), aims);
  return { inputs: { theta: whole, tokens, ...aims } as Record<string, Tensor>, whole, loss };
}

function lossProgram(model: ModelShape): Program {
  const { inputs, loss } = lossOf(model);
  return program('loss', inputs, { loss });
}

function gradientProgram(model: ModelShape): Program {
  const { inputs, loss, whole } = lossOf(model);
  return program('gradient', inputs, { gradient: gradients(loss, [whole])[0]! });
}
