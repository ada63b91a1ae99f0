// What a model's config leaves to be derived, and how many parameters it has, in closed form.
import type { ModelConfig } from './schedule.ts';

export type FullModel = ModelConfig & { readonly heads: number; readonly hidden: number };

/** Attention heads: as given, or width / 16 rounded down, at least 1. */
export const headsOf = ({ heads, width }: ModelConfig): number =>
  heads ?? Math.max(1, Math.floor(width / 16));

/** Hidden width of the feed-forward block: as given, or 4 · width (gpt2), 8/3 · width rounded up to a multiple of 8 (llama). */
export const hiddenOf = ({ family, hidden, width }: ModelConfig): number =>
  hidden ?? (family === 'gpt2' ? 4 * width : 8 * Math.ceil(width / 3));

export const fullModel = (model: ModelConfig): FullModel => ({
  ...model,
  heads: headsOf(model),
  hidden: hiddenOf(model),
});

/**
 * Parameters with tied embeddings. llama: V·D + L(4·D² + 3·D·H + 2·D) + D.
 * gpt2: V·D + T·D + L(4·D² + 2·D·H + H + 9·D) + 2·D, the biases of attention (4·D), the block (H + D) and its norms (4·D).
 */
export function modelParameters(model: ModelConfig, vocabulary: number): number {
  const { family, width: D, layers: L, context: T } = model;
  const H = hiddenOf(model);
  if (family === 'llama') return vocabulary * D + L * (4 * D * D + 3 * D * H + 2 * D) + D;
  return vocabulary * D + T * D + L * (4 * D * D + 2 * D * H + H + 9 * D) + 2 * D;
}
