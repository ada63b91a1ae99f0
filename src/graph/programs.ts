// The programs of `program-types.ts`: what training and evaluation run, each one graph with named edges.
import {
  add,
  concat,
  exp,
  input,
  log,
  logSoftmax,
  matmul,
  max,
  mul,
  oneHot,
  reshape,
  scalar,
  slice,
  sub,
  sum,
} from './build.ts';
import { gradients } from './differentiate.ts';
import type { Program, Shape, Tensor } from './graph.ts';
import { families } from './models/family.ts';
import type { Weights } from './models/weights.ts';
import { weightsOf } from './models/weights.ts';
import {
  countedShare,
  divergence,
  languageModelLoss,
  logProbabilitiesOf,
  type Targets,
} from './objective.ts';
import { adamScalars, adamUpdate, descentScalars, descentUpdate, globalNorm, rateAt } from './optimizer.ts';
import { parameterCount, stretchesOf } from './parameters.ts';
import type { ModelShape, ProgramName } from './program-types.ts';
import { shareNodes } from './share.ts';

/** Sequences and tokens per sequence. `context` may be shorter than the model's. */
export interface BatchShape {
  readonly batch: number; // B
  readonly context: number; // T
}

/** Numbers per stretch of the optimizer: 256 KB in f32. */
const stretchSize = 65_536;

/** Builds one program for one batch shape. Throws where the context is longer than the model's. */
export function buildProgram(name: ProgramName, model: ModelShape, shape: BatchShape): Program {
  if (shape.context > model.context) {
    throw new Error(`${name}: context ${shape.context} is longer than the model's ${model.context}`);
  }
  return builders[name](model, shape);
}

const builders: Readonly<Record<ProgramName, (model: ModelShape, shape: BatchShape) => Program>> = {
  trainStep: (model, shape) => adamStep('trainStep', model, shape),
  anchoredStep: (model, shape) => adamStep('anchoredStep', model, shape),
  descentStep,
  logProbabilities,
  distributions,
  compare,
  classMass,
  decodeStep,
};

function adamStep(
  name: 'trainStep' | 'anchoredStep',
  model: ModelShape,
  { batch: B, context: T }: BatchShape,
): Program {
  const P = parameterCount(model);
  const state = { theta: input('theta', [P]), m: input('m', [P]), v: input('v', [P]) };
  const tokens = input('tokens', [B, T], 'i32');
  const aims = {
    targets: input('targets', [B, T], 'i32'),
    mask: input('mask', [B, T]),
    weights: input('weights', [B]),
  };
  const dials = scalars(
    'update',
    'adamUpdate',
    'rate',
    'warmup',
    'decayFrom',
    'decayTo',
    'weightDecay',
    'beta1',
    'beta2',
    'clip',
  );
  const stretches = stretchesOf(model, stretchSize);
  const cut = (x: Tensor) => stretches.map(({ start, end }) => slice(x, 0, start, end));
  const parts = { theta: cut(state.theta), m: cut(state.m), v: cut(state.v) };

  const weights = weightsOf(
    model,
    stretches.map(({ start }, i) => ({ offset: start, tensor: parts.theta[i]! })),
  );
  const logits = logitsOf(model, weights, tokens);
  const loss = languageModelLoss(logits, aims);
  const anchor = name === 'anchoredStep' ? anchorOf(model, logits, aims) : null;
  const aim = anchor === null ? loss : add(loss, mul(anchor.inputs.anchor, anchor.divergence));
  const slopes = gradients(aim, parts.theta);

  const gradientNorm = globalNorm(slopes);
  const rateUsed = rateAt(dials);
  const shared = adamScalars(dials, rateUsed, gradientNorm);
  const updated = stretches.map(({ decay }, i) =>
    adamUpdate({ theta: parts.theta[i]!, m: parts.m[i]!, v: parts.v[i]! }, slopes[i]!, shared, decay),
  );
  const join = (pick: 'theta' | 'm' | 'v') =>
    concat(
      updated.map((part) => part[pick]),
      0,
    );
  return program(
    name,
    { ...state, tokens, ...aims, ...dials, ...anchor?.inputs },
    {
      theta: join('theta'),
      m: join('m'),
      v: join('v'),
      loss,
      gradientNorm,
      rateUsed,
      ...(anchor === null ? {} : { divergence: anchor.divergence }),
    },
  );
}

/** The weighted mean over counted targets of KL(p_θ ‖ base), (), with the inputs it takes. */
function anchorOf(model: ModelShape, logits: Tensor, aims: Targets) {
  const [B, T] = aims.targets.shape as [number, number];
  const baseLogDistributions = input('baseLogDistributions', [B, T, model.vocabulary]);
  const logP = reshape(logSoftmax(logits), [B, T, model.vocabulary]);
  return {
    inputs: { baseLogDistributions, anchor: input('anchor', unit) },
    divergence: sum(mul(divergence(logP, baseLogDistributions), countedShare(aims))),
  };
}

function descentStep(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const theta = input('theta', [parameterCount(model)]);
  const tokens = input('tokens', [B, T], 'i32');
  const aims = {
    targets: input('targets', [B, T], 'i32'),
    mask: input('mask', [B, T]),
    weights: input('weights', [B]),
  };
  const dials = scalars('update', 'rate', 'warmup', 'decayFrom', 'decayTo', 'weightDecay', 'clip');
  const stretches = stretchesOf(model, stretchSize);
  const parts = stretches.map(({ start, end }) => slice(theta, 0, start, end));
  const weights = weightsOf(
    model,
    stretches.map(({ start }, i) => ({ offset: start, tensor: parts[i]! })),
  );
  const loss = languageModelLoss(logitsOf(model, weights, tokens), aims);
  const slopes = gradients(loss, parts);
  const gradientNorm = globalNorm(slopes);
  const rateUsed = rateAt(dials);
  const shared = descentScalars(dials, rateUsed, gradientNorm);
  const updated = stretches.map(({ decay }, i) => descentUpdate(parts[i]!, slopes[i]!, shared, decay));
  return program(
    'descentStep',
    { theta, tokens, ...aims, ...dials },
    { theta: concat(updated, 0), loss, gradientNorm, rateUsed },
  );
}

function logProbabilities(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const { theta, weights } = parametersOf(model);
  const [tokens, targets] = [input('tokens', [B, T], 'i32'), input('targets', [B, T], 'i32')];
  const logits = logitsOf(model, weights, tokens);
  return program(
    'logProbabilities',
    { theta, tokens, targets },
    { logProbabilities: logProbabilitiesOf(logits, targets) },
  );
}

function distributions(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const { theta, weights } = parametersOf(model);
  const tokens = input('tokens', [B, T], 'i32');
  const logP = logSoftmax(logitsOf(model, weights, tokens));
  return program(
    'distributions',
    { theta, tokens },
    { logDistributions: reshape(logP, [B, T, model.vocabulary]) },
  );
}

function compare(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const { theta, weights } = parametersOf(model);
  const [tokens, targets] = [input('tokens', [B, T], 'i32'), input('targets', [B, T], 'i32')];
  const baseLogDistributions = input('baseLogDistributions', [B, T, model.vocabulary]);
  const logits = logitsOf(model, weights, tokens);
  const logP = reshape(logSoftmax(logits), [B, T, model.vocabulary]);
  return program(
    'compare',
    { theta, tokens, targets, baseLogDistributions },
    {
      logProbabilities: logProbabilitiesOf(logits, targets),
      fromBase: divergence(logP, baseLogDistributions),
      toBase: divergence(baseLogDistributions, logP),
    },
  );
}

function classMass(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const { vocabulary: V, width: C } = model;
  const { theta, weights } = parametersOf(model);
  const [tokens, positions] = [input('tokens', [B, T], 'i32'), input('positions', [B], 'i32')];
  const [positive, negative] = [input('positive', [V]), input('negative', [V])];
  const states = reshape(families[model.family].hidden(model, weights, tokens), [B, T, C]);
  const here = reshape(matmul(reshape(oneHot(positions, T), [B, 1, T]), states), [B, C]);
  const logP = logSoftmax(families[model.family].logits(weights, here)); // (B, V)
  return program(
    'classMass',
    { theta, tokens, positions, positive, negative },
    {
      positiveLogMass: logMass(logP, positive),
      negativeLogMass: logMass(logP, negative),
    },
  );
}

/** log Σ p over the members (V) of a class, by log-sum-exp, so that no mass is too small: (B, V) -> (B). */
function logMass(logP: Tensor, members: Tensor): Tensor {
  const inside = add(logP, mul(sub(members, scalar(1)), scalar(1e9)));
  const top = max(inside, { axes: [-1], keep: true });
  const mass = sum(exp(sub(inside, top)), { axes: [-1], keep: true });
  return reshape(add(log(mass), top), [logP.shape[0]!]);
}

function decodeStep(model: ModelShape, { batch: B, context: T }: BatchShape): Program {
  const { theta, weights } = parametersOf(model);
  const { layers: L, heads: H, width: C } = model;
  const [token, position] = [input('token', [B], 'i32'), input('position', [], 'i32')];
  const cache = input('cache', [L, 2, B, H, T, C / H]);
  const family = families[model.family];
  const { states, cache: filled } = family.decode(model, weights, { token, position, cache });
  return program(
    'decodeStep',
    { theta, token, position, cache },
    { logits: family.logits(weights, states), cache: filled },
  );
}

function parametersOf(model: ModelShape): { theta: Tensor; weights: Weights } {
  const theta = input('theta', [parameterCount(model)]);
  return { theta, weights: weightsOf(model, [{ offset: 0, tensor: theta }]) };
}

/** (B, T) tokens -> logits (B · T, V). */
function logitsOf(model: ModelShape, weights: Weights, tokens: Tensor): Tensor {
  const family = families[model.family];
  return family.logits(weights, family.hidden(model, weights, tokens));
}

const unit: Shape = [];

const scalars = <Name extends string>(...names: Name[]): Record<Name, Tensor> =>
  Object.fromEntries(names.map((name) => [name, input(name, unit)])) as Record<Name, Tensor>;

/** A program over shared nodes; each input is the node that the outputs reach. */
export function program(name: string, inputs: Program['inputs'], outputs: Program['outputs']): Program {
  return { name, inputs, outputs: shareNodes(outputs) };
}
