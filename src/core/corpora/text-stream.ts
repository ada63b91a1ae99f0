// A long text as tokens, cut into rows of one context: each row is shown once an epoch, in a fresh order.
import type { Batch } from '../corpus.ts';
import { Random } from '../random.ts';
import { permutation } from './permutation.ts';
import { emptyBatch } from './rows.ts';

/** Documents one after another, an end mark before the first and after each. */
export function joinDocuments(documents: readonly Int32Array[], endToken: number): Int32Array {
  const stream = new Int32Array(documents.reduce((sum, document) => sum + document.length + 1, 1));
  stream[0] = endToken;
  let at = 1;
  for (const document of documents) {
    stream.set(document, at);
    at += document.length;
    stream[at++] = endToken;
  }
  return stream;
}

/** How many rows of `context` targets a stream holds. */
export const rowsIn = (stream: Int32Array, context: number): number =>
  Math.floor((stream.length - 1) / context);

function copyRow(batch: Batch, row: number, stream: Int32Array, from: number): void {
  const { context } = batch;
  batch.tokens.set(stream.subarray(from, from + context), row * context);
  batch.targets.set(stream.subarray(from + 1, from + context + 1), row * context);
  batch.mask.fill(1, row * context, (row + 1) * context);
  batch.weights[row] = 1;
}

/**
 * Batch `index` of a stream: rows in a fresh order and from a fresh offset every epoch. Small texts are shown again as
 * often as asked.
 */
export function streamBatch(
  stream: Int32Array,
  where: { readonly seed: number; readonly index: number; readonly endToken: number },
  shape: { readonly batch: number; readonly context: number },
): Batch {
  const batch = emptyBatch(shape.batch, shape.context, where.endToken);
  const rows = rowsIn(stream, shape.context);
  const slack = stream.length - 1 - rows * shape.context;
  let epochNow = -1;
  let order = (i: number): number => i;
  let offset = 0;
  for (let row = 0; row < shape.batch; row++) {
    const position = where.index * shape.batch + row;
    const epoch = Math.floor(position / rows);
    if (epoch !== epochNow) {
      epochNow = epoch;
      order = permutation(where.seed, 'pretrain order', epoch, rows);
      offset = Random.at(where.seed, 'pretrain offset', epoch).integer(slack + 1);
    }
    copyRow(batch, row, stream, offset + order(position % rows) * shape.context);
  }
  return batch;
}

/** Up to `rows` rows spread evenly over a stream. */
export function evenRows(stream: Int32Array, rows: number, context: number, endToken: number): Batch {
  const there = rowsIn(stream, context);
  const size = Math.min(rows, there);
  const batch = emptyBatch(size, context, endToken);
  for (let row = 0; row < size; row++) {
    copyRow(batch, row, stream, Math.floor((row * there) / size) * context);
  }
  return batch;
}
