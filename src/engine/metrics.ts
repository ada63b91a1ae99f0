// From per-token numbers to the metrics of an evaluation. Pure; running the model is `evaluate.ts`.
import type { AnswerClasses, Batch } from '../core/corpus.ts';

type Reals = ArrayLike<number>;
/** Metric name -> value. A metric that is not defined is left out, never NaN. */
export type Measures = Record<string, number>;

/** Mean over the counted targets of a batch. NaN where none counts. */
export function countedMean(values: Reals, { mask }: Batch): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    sum += values[i]!;
    count += 1;
  }
  return sum / count;
}

/** Sum and count of the counted values of each row. */
export function rowSums(values: Reals, { size, context, mask }: Batch): { sum: number; count: number }[] {
  return Array.from({ length: size }, (_, row) => {
    let [sum, count] = [0, 0];
    for (let i = row * context; i < (row + 1) * context; i++) {
      if (mask[i] === 0) continue;
      sum += values[i]!;
      count += 1;
    }
    return { sum, count };
  });
}

/**
 * Code lengths of a held-out set under the model, from its log-probabilities (B, T) in nats.
 * - bitsPerToken, bitsPerByte: over all counted targets together.
 * - gamma: γ = E[code length / |x|] (SCIENCE §2), the mean over sequences of bits per token of each.
 * - gammaNormalised: γ − log2 M, M the leaves of the set's token tree.
 */
export function compressionMeasures(
  logProbabilities: Reals,
  { batch, bytes, leaves }: { batch: Batch; bytes: number; leaves: number },
): Measures {
  const rows = rowSums(logProbabilities, batch).filter(({ count }) => count > 0);
  if (rows.length === 0) return {};
  const bits = rows.map(({ sum }) => -sum / Math.LN2);
  const total = bits.reduce((a, b) => a + b, 0);
  const tokens = rows.reduce((a, { count }) => a + count, 0);
  const gamma = bits.reduce((a, length, i) => a + length / rows[i]!.count, 0) / rows.length;
  return {
    bitsPerToken: total / tokens,
    ...(bytes > 0 ? { bitsPerByte: total / bytes } : {}),
    gamma,
    ...(leaves > 0 ? { gammaNormalised: gamma - Math.log2(leaves) } : {}),
  };
}

/** Mean over both held-out response sets together. */
export function pooledMean(parts: readonly { values: Reals; batch: Batch }[]): number {
  const rows = parts.flatMap(({ values, batch }) => rowSums(values, batch));
  return rows.reduce((a, { sum }) => a + sum, 0) / rows.reduce((a, { count }) => a + count, 0);
}

/** Mean over sequences at each response token index t < `limit`, as far as any response reaches. */
export function positionMeans(parts: readonly { values: Reals; batch: Batch }[], limit: number): number[] {
  const [sums, counts] = [new Array<number>(limit).fill(0), new Array<number>(limit).fill(0)];
  for (const { values, batch } of parts) {
    for (let row = 0; row < batch.size; row++) {
      let t = 0;
      for (let i = row * batch.context; i < (row + 1) * batch.context && t < limit; i++) {
        if (batch.mask[i] === 0) continue;
        sums[t]! += values[i]!;
        counts[t]! += 1;
        t += 1;
      }
    }
  }
  return sums.slice(0, counts.indexOf(0) < 0 ? limit : counts.indexOf(0)).map((sum, t) => sum / counts[t]!);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** From the log mass of each class at each prompt: the mean exact score, and the mean log-odds. */
export function massBehaviour(positive: Reals, negative: Reals): Measures {
  const odds = Array.from(positive, (mass, i) => mass - negative[i]!);
  return { 'behaviour.score': mean(odds.map(sigmoid)), 'behaviour.logOdds': mean(odds) };
}

/** log Σ p over some tokens, by log-sum-exp: no mass is too small. */
function logMass(logP: Reals, tokens: readonly number[]): number {
  const top = Math.max(...tokens.map((token) => logP[token]!));
  return top + Math.log(tokens.reduce((sum, token) => sum + Math.exp(logP[token]! - top), 0));
}

/**
 * From the log-distribution (V) at each prompt and its own classes: as `massBehaviour`; and where negative answers have a
 * cost, behaviour.cost, its exact expectation over the answers that show a behaviour.
 */
export function answerBehaviour(
  rows: readonly { readonly logP: Reals; readonly classes: AnswerClasses }[],
): Measures {
  const positive = rows.map(({ logP, classes }) => logMass(logP, classes.positive));
  const negative = rows.map(({ logP, classes }) => logMass(logP, classes.negative));
  const costs = rows.map(({ logP, classes }, i) => {
    const shown = logMass([positive[i]!, negative[i]!], [0, 1]);
    return classes.costs?.reduce(
      (sum, cost, c) => sum + cost * Math.exp(logP[classes.negative[c]!]! - shown),
      0,
    );
  });
  const known = costs.filter((cost) => cost !== undefined);
  return {
    ...massBehaviour(positive, negative),
    ...(known.length > 0 ? { 'behaviour.cost': mean(known) } : {}),
  };
}

/** From log-probabilities of paired responses: log-odds per token, averaged over pairs, and its sigmoid as score. */
export function pairBehaviour(
  positive: { values: Reals; batch: Batch },
  negative: { values: Reals; batch: Batch },
): Measures {
  const perToken = ({ values, batch }: { values: Reals; batch: Batch }): number[] =>
    rowSums(values, batch).map(({ sum, count }) => sum / count);
  const others = perToken(negative);
  const odds = perToken(positive)
    .map((value, i) => value - others[i]!)
    .filter(Number.isFinite);
  if (odds.length === 0) return {};
  const logOdds = mean(odds);
  return { 'behaviour.score': sigmoid(logOdds), 'behaviour.logOdds': logOdds };
}

/** Mean score of responses that show a behaviour and its binomial standard error √(p(1−p)/n); n ≥ 2. */
export function sampledBehaviour(scores: readonly (number | null)[]): Measures {
  const shown = scores.filter((score) => score !== null);
  if (shown.length < 2) return {};
  const p = mean(shown);
  return { 'behaviour.sampled': p, 'behaviour.sampledError': Math.sqrt((p * (1 - p)) / shown.length) };
}

/** ‖θ−θ0‖, ‖θ−θ1‖ and cos(θ−θ0, θ1−θ0), where θ0 and θ1 are there and the angle is defined. */
export function weightMeasures(theta: Reals, base: Reals | null, aligned: Reals | null): Measures {
  const measures: Measures = {};
  if (base !== null) measures['weights.toBase'] = distance(theta, base);
  if (aligned !== null) measures['weights.toAligned'] = distance(theta, aligned);
  const cosine = base === null || aligned === null ? null : displacementCosine(theta, base, aligned);
  if (cosine !== null) measures['weights.cosine'] = cosine;
  return measures;
}

function distance(a: Reals, b: Reals): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

function displacementCosine(theta: Reals, base: Reals, aligned: Reals): number | null {
  let [dot, here, there] = [0, 0, 0];
  for (let i = 0; i < theta.length; i++) {
    const [a, b] = [theta[i]! - base[i]!, aligned[i]! - base[i]!];
    dot += a * b;
    here += a * a;
    there += b * b;
  }
  return here === 0 || there === 0 ? null : dot / Math.sqrt(here * there);
}
