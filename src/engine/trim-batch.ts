// Columns of a batch after the last that counts change no result of a causal model, only its cost: they are cut off.
import type { Batch } from '../core/corpus.ts';

/** The batch's first `context` columns. */
export function trimBatch(batch: Batch, context: number): Batch {
  if (context >= batch.context) return batch;
  const columns = <A extends Int32Array | Float32Array>(source: A, target: A): A => {
    for (let row = 0; row < batch.size; row++) {
      const from = row * batch.context;
      target.set(source.subarray(from, from + context), row * context);
    }
    return target;
  };
  const size = batch.size * context;
  return {
    size: batch.size,
    context,
    tokens: columns(batch.tokens, new Int32Array(size)),
    targets: columns(batch.targets, new Int32Array(size)),
    mask: columns(batch.mask, new Float32Array(size)),
    weights: batch.weights,
  };
}

/** Columns up to the last that counts in any row; at least 1. */
export function countedContext({ size, context, mask }: Batch): number {
  for (let column = context - 1; column > 0; column--) {
    for (let row = 0; row < size; row++) if (mask[row * context + column] !== 0) return column + 1;
  }
  return 1;
}

/**
 * The counted columns, rounded up to a multiple of 8 (of an eighth of long contexts), so that few programs serve all
 * batches. A function of the batch alone: a resumed run cuts where the uninterrupted one did.
 */
export function roundedContext(batch: Batch): number {
  const step = Math.max(8, Math.ceil(batch.context / 8));
  return Math.min(batch.context, Math.ceil(countedContext(batch) / step) * step);
}
