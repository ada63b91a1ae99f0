// The programs that training and evaluation run: names, inputs and outputs. `programs.ts` builds them.
import type { ModelConfig } from '../core/schedule.ts';

/** A model with nothing left to derive. */
export type ModelShape = { readonly [K in keyof Required<ModelConfig>]: NonNullable<ModelConfig[K]> } & {
  readonly vocabulary: number;
};

/** One parameter tensor inside the flat vector θ (P). */
export interface Parameter {
  /** The family's usual checkpoint name: `model.layers.0.self_attn.q_proj.weight`, `transformer.h.0.ln_1.weight`, … */
  readonly name: string;
  /** Shape as in such checkpoints. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  /** Whether weight decay applies (matrices yes; gains, biases no). */
  readonly decay: boolean;
  readonly initial:
    | { readonly kind: 'normal'; readonly deviation: number }
    | { readonly kind: 'ones' | 'zeros' };
}

/*
 * Inputs and outputs by program; all f32 unless said; (B, T) is the batch shape, V the vocabulary, P the parameters.
 *
 * trainStep      in  theta (P), m (P), v (P), tokens (B,T) i32, targets (B,T) i32, mask (B,T), weights (B),
 *                    update () — counted from 1 within the phase, for the rate; adamUpdate () — for bias correction;
 *                    rate (), warmup () updates, decayFrom (), decayTo () updates, weightDecay (), beta1 (), beta2 (),
 *                    clip () — 0 for none
 *                out theta, m, v, loss () — Σ weight·mask·nats / Σ weight·mask, gradientNorm () before clipping,
 *                    rateUsed ()
 *                rateUsed = rate · min(1, update / max(1, warmup)) ·
 *                           (decayTo > decayFrom ? clamp((decayTo − update + 1) / (decayTo − decayFrom + 1), 0, 1) : 1)
 * anchoredStep   as trainStep, with baseLogDistributions (B,T,V) and anchor (): the objective is loss + anchor · divergence,
 *                    divergence () the mean over counted targets of KL(p_θ ‖ base), which is an output too
 * descentStep    plain stochastic gradient descent: as trainStep without m, v, adamUpdate and the betas
 * logProbabilities  in theta, tokens, targets       out logProbabilities (B,T)
 * distributions     in theta, tokens                out logDistributions (B,T,V)
 * compare           in theta, tokens, targets, baseLogDistributions (B,T,V)
 *                   out logProbabilities (B,T), fromBase (B,T) = KL(p_θ ‖ base), toBase (B,T) = KL(base ‖ p_θ)
 * classMass         in theta, tokens, positions (B) i32, positive (V) 0/1, negative (V) 0/1
 *                   out positiveLogMass (B), negativeLogMass (B): log of the next-token probability in each class
 * decodeStep        in theta, token (B) i32, position () i32, cache (L,2,B,H,T,headWidth)
 *                   out logits (B,V), cache — entry `position` filled in
 */
export type ProgramName =
  | 'trainStep'
  | 'anchoredStep'
  | 'descentStep'
  | 'logProbabilities'
  | 'distributions'
  | 'compare'
  | 'classMass'
  | 'decodeStep';
