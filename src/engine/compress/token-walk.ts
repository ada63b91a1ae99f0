// The one way in which tokens are walked through a model for coding: encoder and decoder go it step by step with the
// same runs, so that they meet the same numbers to the bit. What happens at a token is the caller's.

import type { SamplingModel } from '../sample.ts';
import { indexScalar, indexValue, realData, realValue } from '../values.ts';

export interface Walk extends SamplingModel {
  readonly endToken: number;
  /** Tokens in all. */
  readonly tokens: number;
  /** Rows side by side, B. */
  readonly lanes: number;
}

/**
 * Visits every token: `visit` gets its index and the logits (V) of what may stand there, given the tokens of its row
 * before it, and returns the token. Rows are of one context each, after an end mark, with an empty cache. B rows go side by
 * side, so tokens are not visited in their order: position by position over the B rows, then the next B rows.
 */
export async function walkTokens(
  { executables, model, theta, endToken, tokens: count, lanes: B }: Walk,
  visit: (index: number, logits: ArrayLike<number>) => number,
): Promise<void> {
  const { layers: L, heads: H, context: T, width: C, vocabulary: V } = model;
  if (count === 0) return;
  const step = await executables.get('decodeStep', model, { batch: B, context: T });
  const weights = realValue(theta);
  const emptyCache = new Float32Array(L * 2 * B * T * C);
  for (let firstRow = 0; firstRow * T < count; firstRow += B) {
    let cache = realValue(emptyCache, [L, 2, B, H, T, C / H]);
    let before = new Int32Array(B).fill(endToken);
    for (let position = 0; position < T && firstRow * T + position < count; position++) {
      const inputs = { theta: weights, token: indexValue(before), position: indexScalar(position), cache };
      const result = await step.run(inputs);
      cache = result.cache!;
      const logits = realData(result.logits, 'logits');
      before = before.map((_, lane) => {
        const index = (firstRow + lane) * T + position;
        return index < count ? visit(index, logits.subarray(lane * V, (lane + 1) * V)) : endToken;
      });
    }
  }
}
