// What a model family is to the programs.
import type { Tensor } from '../graph.ts';
import type { ModelShape } from '../program-types.ts';
import { gpt2 } from './gpt2.ts';
import { llama } from './llama.ts';
import type { Weights } from './weights.ts';

/** One step of decoding: one new token per sequence, and what is known of those before it. */
export interface DecodeInput {
  readonly token: Tensor; // (B) i32
  readonly position: Tensor; // () i32
  readonly cache: Tensor; // (L, 2, B, H, T, h)
}

export interface Decoded {
  readonly states: Tensor; // (B, C)
  /** The cache with this position filled in. */
  readonly cache: Tensor; // (L, 2, B, H, T, h)
}

export interface Family {
  /** Tokens (B, T) i32 -> hidden states (B · T, C). */
  readonly hidden: (model: ModelShape, weights: Weights, tokens: Tensor) => Tensor;
  readonly decode: (model: ModelShape, weights: Weights, at: DecodeInput) => Decoded;
  /** Hidden states (N, C) -> logits (N, V). */
  readonly logits: (weights: Weights, states: Tensor) => Tensor;
}

export const families: Readonly<Record<ModelShape['family'], Family>> = { llama, gpt2 };
