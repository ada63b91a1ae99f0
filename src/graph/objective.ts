// The language-model objective: weighted mean of the nats that the counted targets cost.
import { div, exp, logSoftmax, maximum, mul, neg, pick, reshape, scalar, sub, sum } from './build.ts';
import type { Tensor } from './graph.ts';

export interface Targets {
  readonly targets: Tensor; // (B, T) i32
  readonly mask: Tensor; // (B, T), 1 where the target counts
  readonly weights: Tensor; // (B), 0 for a padded example
}

/** Keeps 0/0 away where nothing counts; the loss is 0 then. */
const tiny = 1e-9;

/** log p of each target, (B, T), from logits (B · T, V). */
export function logProbabilitiesOf(logits: Tensor, targets: Tensor): Tensor {
  const flat = reshape(targets, [logits.shape[0]!]);
  return reshape(pick(logSoftmax(logits), flat), targets.shape);
}

/** Σ weight·mask·nats / Σ weight·mask, (), from logits (B · T, V). */
export function languageModelLoss(logits: Tensor, aims: Targets): Tensor {
  return neg(sum(mul(logProbabilitiesOf(logits, aims.targets), countedShare(aims))));
}

/** weight·mask / Σ weight·mask, (B, T). */
export function countedShare({ mask, weights }: Targets): Tensor {
  const counted = mul(mask, reshape(weights, [weights.shape[0]!, 1]));
  return div(counted, maximum(sum(counted), scalar(tiny)));
}

/** KL(p ‖ q) = Σ p (log p − log q) over the last axis, in nats. */
export const divergence = (logP: Tensor, logQ: Tensor): Tensor =>
  sum(mul(exp(logP), sub(logP, logQ)), { axes: [-1] });
