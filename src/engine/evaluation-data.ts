// What an evaluation reads, prepared once per corpus, sizes and context: trimmed batches and the truth where it is known.
import type { Corpus, HeldOut, Probe } from '../core/corpus.ts';
import type { EvaluationConfig } from '../core/schedule.ts';
import { type HeldOutSet, heldOutSets } from '../core/step.ts';
import { countedContext, roundedContext, trimBatch } from './trim-batch.ts';

/** True next-token probabilities without the zeros: at flat position `position` (of B·T), `token` has `probability`. */
export interface SparseTruth {
  readonly position: Int32Array;
  readonly token: Int32Array;
  readonly probability: Float64Array;
}
export interface EvaluationSet extends Pick<HeldOut, 'batch' | 'bytes' | 'leaves'> {
  readonly name: HeldOutSet;
  readonly truth: SparseTruth | null;
  /** Mean true nats per counted target, known even where distributions are not; null without a grammar. */
  readonly trueNats: number | null;
}
export interface EvaluationData {
  readonly corpus: Corpus;
  readonly sets: readonly EvaluationSet[];
  readonly probe: Probe;
  readonly prompts: readonly Int32Array[];
}

export function prepareEvaluation(
  corpus: Corpus,
  { sequences, prompts, samples }: EvaluationConfig,
  context: number,
): EvaluationData {
  const sets = heldOutSets.flatMap((name) => {
    const heldOut = corpus.heldOut(name, sequences, context);
    return heldOut === null || heldOut.batch.size === 0 ? [] : [prepareSet(name, heldOut, corpus.vocabulary)];
  });
  return { corpus, sets, probe: trimProbe(corpus.probe(prompts, context)), prompts: corpus.prompts(samples) };
}

function prepareSet(name: HeldOutSet, heldOut: HeldOut, vocabulary: number): EvaluationSet {
  const { bytes, leaves } = heldOut;
  const batch = trimBatch(heldOut.batch, roundedContext(heldOut.batch));
  const { trueNats, trueDistributions } = heldOut;
  const truth = trueDistributions ? sparseTruth(heldOut, trueDistributions(), vocabulary) : null;
  return { name, batch, bytes, leaves, truth, trueNats: trueNats === null ? null : meanTrueNats(heldOut) };
}

function meanTrueNats({ batch: { mask }, trueNats }: HeldOut): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    sum += trueNats![i]!;
    count += 1;
  }
  return sum / count;
}

/** Positions are those of the trimmed batch. */
function sparseTruth({ batch }: HeldOut, dense: Float32Array, vocabulary: number): SparseTruth {
  const context = roundedContext(batch);
  const entries: [number, number, number][] = [];
  for (let i = 0; i < batch.mask.length; i++) {
    if (batch.mask[i] === 0) continue;
    const position = Math.floor(i / batch.context) * context + (i % batch.context);
    for (let token = 0; token < vocabulary; token++) {
      const probability = dense[i * vocabulary + token]!;
      if (probability > 0) entries.push([position, token, probability]);
    }
  }
  return {
    position: Int32Array.from(entries, ([position]) => position),
    token: Int32Array.from(entries, ([, token]) => token),
    probability: Float64Array.from(entries, ([, , probability]) => probability),
  };
}

function trimProbe(probe: Probe): Probe {
  if (probe.kind !== 'pair') {
    const context = Math.min(probe.batch.context, Math.max(0, ...probe.positions) + 1);
    return { ...probe, batch: trimBatch(probe.batch, context) };
  }
  const context = Math.max(countedContext(probe.positive), countedContext(probe.negative));
  return {
    ...probe,
    positive: trimBatch(probe.positive, context),
    negative: trimBatch(probe.negative, context),
  };
}
