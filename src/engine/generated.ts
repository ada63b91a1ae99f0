// Responses that a slice of alignment writes, as training and held-out data for a transfer (SCIENCE §3, resistance).
import { permutation } from '../core/corpora/permutation.ts';
import { type Example, emptyBatch, exampleOrder, writeExample } from '../core/corpora/rows.ts';
import type { Batch, Corpus } from '../core/corpus.ts';
import type { StepSpec } from '../core/step.ts';
import type { Vector } from './checkpoint.ts';
import { countedMean } from './metrics.ts';
import { type SamplingModel, sampleResponses } from './sample.ts';
import { roundedContext, trimBatch } from './trim-batch.ts';
import { indexValue, realData, realValue } from './values.ts';

export type TransferSpec = Extract<StepSpec, { kind: 'transfer' }>;

export interface GeneratedData {
  readonly examples: readonly Example[];
  /**
   * The generator's own nats per token on the examples, at temperature 1. What is sampled at a lower one is more regular
   * than the generator, so training on it can end below this.
   */
  readonly trainFloor: number;
  readonly heldOut: {
    readonly batch: Batch;
    /** The generator's log-distributions (B, T, V). */
    readonly distributions: Vector;
    /** Its nats per counted token. */
    readonly floor: number;
  };
}

/** Rows that are sampled, or measured, at once. */
const chunk = 64;
/** Enough to meet every prompt that a grammar holds out. */
const promptLimit = 1024;

/** Half of the corpus's held-out prompts for training, half for measuring: `[training, measuring]`. */
export function halvesOfPrompts(corpus: Corpus): [Int32Array[], Int32Array[]] {
  const distinct = new Map(corpus.prompts(promptLimit).map((prompt) => [prompt.join(), prompt]));
  const all = [...distinct.values()];
  const half = (odd: number): Int32Array[] => all.filter((_, i) => i % 2 === odd);
  return all.length < 2 ? [all, all] : [half(0), half(1)];
}

/** Samples with the schedule's temperature and top-p; the floors are at temperature 1, as any model's loss is. */
export async function generateData(
  generator: SamplingModel,
  corpus: Corpus,
  spec: TransferSpec,
): Promise<GeneratedData> {
  const [training, measuring] = halvesOfPrompts(corpus);
  const examples = await sampleExamples(generator, corpus, {
    ...{ spec, prompts: training, count: spec.transfer.examples, stream: 'transfer examples' },
  });
  const others = await sampleExamples(generator, corpus, {
    ...{ spec, prompts: measuring, count: spec.evaluation.sequences, stream: 'transfer held-out' },
  });
  const batch = rowsOf(others, spec.model.context, corpus.endToken);
  return {
    examples,
    trainFloor: await nats(generator, examples, { context: spec.model.context, endToken: corpus.endToken }),
    heldOut: { batch, ...(await distributionsOf(generator, batch)) },
  };
}

async function sampleExamples(
  generator: SamplingModel,
  corpus: Corpus,
  want: { spec: TransferSpec; prompts: Int32Array[]; count: number; stream: string },
): Promise<Example[]> {
  const { temperature, topP } = want.spec.transfer;
  const examples: Example[] = [];
  for (let from = 0; from < want.count; from += chunk) {
    const length = Math.min(chunk, want.count - from);
    const prompts = Array.from({ length }, (_, i) => want.prompts[(from + i) % want.prompts.length]!);
    const stream = `${want.stream} ${from}`;
    const options = { seed: want.spec.seed, stream, endToken: corpus.endToken, temperature, topP };
    const responses = await sampleResponses(generator, prompts, options);
    for (const [i, prompt] of prompts.entries()) examples.push({ prompt, response: responses[i]! });
  }
  return examples;
}

function rowsOf(examples: readonly Example[], context: number, endToken: number): Batch {
  const batch = emptyBatch(examples.length, context, endToken);
  for (const [row, example] of examples.entries()) writeExample(batch, row, example);
  return trimBatch(batch, roundedContext(batch));
}

/** Nats per counted token, over all examples together. */
async function nats(
  { executables, model, theta }: SamplingModel,
  examples: readonly Example[],
  { context, endToken }: { context: number; endToken: number },
): Promise<number> {
  let [sum, count] = [0, 0];
  for (let from = 0; from < examples.length; from += chunk) {
    const batch = rowsOf(examples.slice(from, from + chunk), context, endToken);
    const shape = { batch: batch.size, context: batch.context };
    const program = await executables.get('logProbabilities', model, shape);
    const result = await program.run({
      theta: realValue(theta),
      tokens: indexValue(batch.tokens, [batch.size, batch.context]),
      targets: indexValue(batch.targets, [batch.size, batch.context]),
    });
    const counted = batch.mask.reduce((total, one) => total + one, 0);
    sum -= countedMean(realData(result.logProbabilities, 'logProbabilities'), batch) * counted;
    count += counted;
  }
  return sum / count;
}

async function distributionsOf(
  { executables, model, theta }: SamplingModel,
  batch: Batch,
): Promise<{ distributions: Vector; floor: number }> {
  const shape = { batch: batch.size, context: batch.context };
  const program = await executables.get('distributions', model, shape);
  const tokens = indexValue(batch.tokens, [batch.size, batch.context]);
  const result = await program.run({ theta: realValue(theta), tokens });
  const distributions = realData(result.logDistributions, 'logDistributions');
  const own = Float64Array.from(batch.targets, (target, i) => distributions[i * model.vocabulary + target]!);
  return { distributions, floor: -countedMean(own, batch) };
}

/** Update `index` (from 0) of training on the examples; the first epoch in their order, later ones in fresh orders. */
export function generatedBatch(spec: TransferSpec, { examples }: GeneratedData, index: number): Batch {
  const { batch: size, epochs } = spec.transfer;
  const batch = emptyBatch(size, spec.model.context, examples[0]!.prompt[0]!);
  for (let row = 0; row < size; row++) {
    const order = exampleOrder({ index, examples: examples.length, epochs }, size, row);
    if (order === null) break;
    const { epoch, item } = order;
    const place = epoch === 0 ? item : permutation(spec.seed, 'transfer order', epoch, examples.length)(item);
    writeExample(batch, row, examples[place]!);
  }
  return batch;
}
