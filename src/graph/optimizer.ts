// AdamW (Loshchilov & Hutter 2019) with global-norm clipping and a warm-up/stable/decay rate, as a graph. Every dial is
// a scalar tensor, so that one compiled program serves every phase.
import {
  add,
  div,
  exp,
  greater,
  log,
  maximum,
  minimum,
  mul,
  reciprocal,
  scalar,
  select,
  sqrt,
  sub,
  sum,
} from './build.ts';
import type { Tensor } from './graph.ts';

/** Adam's ε, after bias correction. */
const epsilon = 1e-8;
/** Added to the norm before dividing by it, as in PyTorch's clip_grad_norm_. */
const normEpsilon = 1e-6;

const one = scalar(1);
const zero = scalar(0);

/** rate · warm-up · decay at `update`, counted from 1 (see `program-types.ts`). All (). */
export interface RateInputs {
  readonly update: Tensor;
  readonly rate: Tensor;
  readonly warmup: Tensor;
  readonly decayFrom: Tensor;
  readonly decayTo: Tensor;
}

export function rateAt({ update, rate, warmup, decayFrom, decayTo }: RateInputs): Tensor {
  const warm = minimum(one, div(update, maximum(one, warmup)));
  const length = maximum(one, add(sub(decayTo, decayFrom), one));
  const left = div(add(sub(decayTo, update), one), length);
  const decay = select(greater(decayTo, decayFrom), minimum(one, maximum(zero, left)), one);
  return mul(mul(rate, warm), decay);
}

/** ‖g‖ over all stretches of the gradient, (). */
export const globalNorm = (parts: readonly Tensor[]): Tensor =>
  sqrt(parts.map((part) => sum(mul(part, part))).reduce(add));

/** What every stretch shares: scalars of this update. */
export interface AdamScalars {
  readonly beta1: Tensor;
  readonly beta2: Tensor;
  /** (1 − β1) · clipping, the gradient's share of m. */
  readonly share1: Tensor;
  /** (1 − β2) · clipping², the squared gradient's share of v. */
  readonly share2: Tensor;
  /** rate · √(1 − β2^t) / (1 − β1^t). */
  readonly step: Tensor;
  /** ε · √(1 − β2^t): bias correction moved out of the root. */
  readonly epsilon: Tensor;
  /** 1 − rate · weightDecay. */
  readonly keep: Tensor;
}

export interface AdamInputs {
  readonly adamUpdate: Tensor;
  readonly beta1: Tensor;
  readonly beta2: Tensor;
  readonly clip: Tensor;
  readonly weightDecay: Tensor;
}

/** What gradients are multiplied by so that their norm is at most `clip`; 1 where `clip` is 0. */
function clippingOf(clip: Tensor, norm: Tensor): Tensor {
  const fits = div(clip, add(norm, scalar(normEpsilon)));
  return select(greater(clip, zero), minimum(one, fits), one);
}

export function adamScalars(inputs: AdamInputs, rate: Tensor, norm: Tensor): AdamScalars {
  const { adamUpdate, beta1, beta2, clip, weightDecay } = inputs;
  const clipping = clippingOf(clip, norm);
  const correction = (beta: Tensor) => sub(one, exp(mul(adamUpdate, log(beta))));
  const root = sqrt(correction(beta2));
  return {
    beta1,
    beta2,
    share1: mul(sub(one, beta1), clipping),
    share2: mul(sub(one, beta2), mul(clipping, clipping)),
    step: mul(rate, mul(root, reciprocal(correction(beta1)))),
    epsilon: mul(root, scalar(epsilon)),
    keep: sub(one, mul(rate, weightDecay)),
  };
}

export interface AdamState {
  readonly theta: Tensor; // (n)
  readonly m: Tensor; // (n)
  readonly v: Tensor; // (n)
}

/** One update of a stretch of parameters: θ ← keep·θ − step · m / (√v + ε), keep only where decay applies. */
export function adamUpdate(
  state: AdamState,
  gradient: Tensor,
  scalars: AdamScalars,
  decay: boolean,
): AdamState {
  const m = add(mul(state.m, scalars.beta1), mul(gradient, scalars.share1));
  const v = add(mul(state.v, scalars.beta2), mul(mul(gradient, gradient), scalars.share2));
  const change = mul(div(m, add(sqrt(v), scalars.epsilon)), scalars.step);
  const kept = decay ? mul(state.theta, scalars.keep) : state.theta;
  return { theta: sub(kept, change), m, v };
}

/** Scalars of an update of plain gradient descent: rate · clipping, and 1 − rate · weightDecay. */
export interface DescentScalars {
  readonly step: Tensor;
  readonly keep: Tensor;
}

export const descentScalars = (
  { clip, weightDecay }: Pick<AdamInputs, 'clip' | 'weightDecay'>,
  rate: Tensor,
  norm: Tensor,
): DescentScalars => ({
  step: mul(rate, clippingOf(clip, norm)),
  keep: sub(one, mul(rate, weightDecay)),
});

/** θ ← keep·θ − step · g for a stretch (n), keep only where decay applies. */
export function descentUpdate(
  theta: Tensor,
  gradient: Tensor,
  { step, keep }: DescentScalars,
  decay: boolean,
): Tensor {
  return sub(decay ? mul(theta, keep) : theta, mul(gradient, step));
}
