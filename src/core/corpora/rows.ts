// Rows of a batch, written in place: an example is a prompt, then a response that the loss counts, then padding.
import { leavesOfTokenTree } from '../compression/token-tree.ts';
import type { Batch } from '../corpus.ts';

/** An empty batch: tokens and targets are the end mark, nothing counts, every row weighs 0. */
export function emptyBatch(size: number, context: number, endToken: number): Batch {
  return {
    size,
    context,
    tokens: new Int32Array(size * context).fill(endToken),
    targets: new Int32Array(size * context).fill(endToken),
    mask: new Float32Array(size * context),
    weights: new Float32Array(size),
  };
}

/** A prompt that begins with the end mark, and a response that ends with it. */
export interface Example {
  readonly prompt: ArrayLike<number>;
  readonly response: ArrayLike<number>;
}

/**
 * What of an example fits into a row of `context` inputs: a long prompt loses its beginning, but keeps at least a
 * quarter of the row; a long response loses its end.
 */
export function fitExample({ prompt, response }: Example, context: number): Example {
  const rowTokens = context + 1;
  const promptFloor = Math.min(prompt.length, Math.max(1, Math.floor(rowTokens / 4)));
  const responseLength = Math.min(response.length, rowTokens - promptFloor);
  const promptLength = Math.min(prompt.length, rowTokens - responseLength);
  return {
    prompt: Array.from(prompt).slice(prompt.length - promptLength),
    response: Array.from(response).slice(0, responseLength),
  };
}

/** Writes an example into row `row`, weight 1, with the mask on the targets of the response. */
export function writeExample(batch: Batch, row: number, example: Example): void {
  const { prompt, response } = fitExample(example, batch.context);
  const offset = row * batch.context;
  const tokenAt = (i: number): number => (i < prompt.length ? prompt[i]! : response[i - prompt.length]!);
  for (let t = 0; t + 1 < prompt.length + response.length; t++) {
    batch.tokens[offset + t] = tokenAt(t);
    batch.targets[offset + t] = tokenAt(t + 1);
    if (t + 1 >= prompt.length) batch.mask[offset + t] = 1;
  }
  batch.weights[row] = 1;
}

/** The counted targets of every row, in order. */
export const countedRows = (batch: Batch): number[][] =>
  Array.from({ length: batch.size }, (_, row) => {
    const counted: number[] = [];
    for (let i = row * batch.context; i < (row + 1) * batch.context; i++) {
      if (batch.mask[i] === 1) counted.push(batch.targets[i]!);
    }
    return counted;
  });

/** Bytes of text and leaves of the token tree of what a batch counts. */
export function textOf(
  batch: Batch,
  bytesOf: (token: number) => number,
): { readonly bytes: number; readonly leaves: number } {
  const rows = countedRows(batch);
  const bytes = rows.flat().reduce((sum, token) => sum + bytesOf(token), 0);
  return { bytes, leaves: leavesOfTokenTree(rows, Math.max(1, ...rows.map((row) => row.length))) };
}

/** Which example update `index` shows in row `row`: (epoch, item within it), or null past the last one. */
export function exampleOrder(
  where: { readonly index: number; readonly examples: number; readonly epochs: number },
  batch: number,
  row: number,
): { readonly epoch: number; readonly item: number } | null {
  const position = where.index * batch + row;
  if (position >= where.examples * where.epochs) return null;
  return { epoch: Math.floor(position / where.examples), item: position % where.examples };
}
