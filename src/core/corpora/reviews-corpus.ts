// The reviews language as a corpus: packed pretraining rows, one review per row for tuning, held-out sets with their
// true probabilities, exact entropies. The language itself is `reviews.ts`.
//
// What training never sees: the 32 held-out prompts (reviews.ts), in pretraining and in tuning alike. Held-out D_p and
// control rows are a fresh sample of the same distribution from a stream of their own, so their entropy is exactly
// that of what was trained on; single short documents (a sum, a fact) do recur, as the language has few of them.
import type { Batch, Corpus, HeldOut, MassProbe } from '../corpus.ts';
import { inputError } from '../errors.ts';
import { hashText } from '../hash-text.ts';
import { Random } from '../random.ts';
import type { Behaviour, CorpusConfig } from '../schedule.ts';
import type { HeldOutSet } from '../step.ts';
import { arcOf, drawArc, expectedRest, expectedRow, type Grammar } from './grammar.ts';
import { permutation } from './permutation.ts';
import {
  endToken,
  longestResponse,
  negativeWords,
  positiveWords,
  promptPairs,
  promptTokens,
  responseState,
  reviewsGrammar,
  tokenOf,
  words,
} from './reviews.ts';
import { emptyBatch, exampleOrder, textOf, writeExample } from './rows.ts';

type ReviewsConfig = Extract<CorpusConfig, { kind: 'reviews' }>;

/** Raised whenever the language changes, so that no step trained on another one is reused. */
const languageVersion = 1;
/** Probability that a later clause keeps the polarity, in pretraining; in D_a and D_t it always does. */
const keepPolarity = 0.9;
const promptLength = promptTokens(0, 0).length;
/** Inputs that a prompt and the longest response take. */
export const shortestContext = promptLength + longestResponse - 1;
/** Held-out rows are the same for every seed of a run. */
const heldOutSeed = 0;

const positiveTokens = positiveWords.map(tokenOf);
const negativeTokens = negativeWords.map(tokenOf);
const trainingPrompts = promptPairs('training').map(([subject, title]) => promptTokens(subject, title));
const heldOutPrompts = promptPairs('heldOut').map(([subject, title]) => promptTokens(subject, title));
/** A word stands for its letters and the space after it, the end mark for a line break. */
const byteLengths = words.map((word, token) => (token === endToken ? 1 : word.length + 1));

function grammars({ positive, touch }: ReviewsConfig): Record<HeldOutSet, Grammar> {
  const domains = { review: touch, other: (1 - touch) / 4 };
  const onlyReviews = { review: 1, other: 0 };
  return {
    pretrain: reviewsGrammar({ positive, keep: keepPolarity, domains }),
    positive: reviewsGrammar({ positive: 1, keep: 1, domains: onlyReviews }),
    negative: reviewsGrammar({ positive: 0, keep: 1, domains: onlyReviews }),
    control: reviewsGrammar({ positive, keep: keepPolarity, domains: { review: 0, other: 0.25 } }),
  };
}

/** Fills every row with documents from a document start on; the last is cut where the row ends. */
function fillRows(batch: Batch, grammar: Grammar, random: Random): void {
  const { size, context, tokens, targets } = batch;
  for (let row = 0; row < size; row++) {
    let state = grammar.start;
    let previous = endToken;
    for (let i = row * context; i < (row + 1) * context; i++) {
      const arc = drawArc(grammar, state, random);
      tokens[i] = previous;
      previous = grammar.token[arc]!;
      targets[i] = previous;
      state = grammar.next[arc]!;
    }
  }
  batch.mask.fill(1);
  batch.weights.fill(1);
}

/** A response from its first word to its end mark. */
function drawResponse(grammar: Grammar, random: Random): number[] {
  const response: number[] = [];
  let state = grammar.index.get(responseState)!;
  while (state !== grammar.start) {
    const arc = drawArc(grammar, state, random);
    response.push(grammar.token[arc]!);
    state = grammar.next[arc]!;
  }
  return response;
}

function checkContext(context: number): void {
  if (context >= shortestContext) return;
  throw inputError(
    'model.context',
    `${context} tokens cannot hold a review: the reviews corpus needs at least ${shortestContext}`,
  );
}

/** Walks a row's targets through the grammar; calls back with the state before and the arc of each counted target. */
function walkCounted(
  grammar: Grammar,
  batch: Batch,
  from: { readonly state: number; readonly skip: number },
  visit: (i: number, state: number, arc: number) => void,
): void {
  for (let row = 0; row < batch.size; row++) {
    let state = from.state;
    for (let t = from.skip; t < batch.context; t++) {
      const i = row * batch.context + t;
      const arc = arcOf(grammar, state, batch.targets[i]!);
      if (batch.mask[i] === 1) visit(i, state, arc);
      if (from.skip > 0 && batch.mask[i] === 0) break;
      state = grammar.next[arc]!;
    }
  }
}

/** Held-out rows with the grammar's own nats and distributions. */
function describe(grammar: Grammar, batch: Batch, from: { state: number; skip: number }): HeldOut {
  const trueNats = new Float64Array(batch.size * batch.context);
  walkCounted(grammar, batch, from, (i, _, arc) => {
    trueNats[i] = -Math.log(grammar.probability[arc]!);
  });
  const trueDistributions = (): Float32Array => {
    const distributions = new Float32Array(batch.size * batch.context * words.length);
    walkCounted(grammar, batch, from, (i, state) => {
      for (let a = grammar.first[state]!; a < grammar.first[state + 1]!; a++) {
        distributions[i * words.length + grammar.token[a]!] = grammar.probability[a]!;
      }
    });
    return distributions;
  };
  return { batch, trueNats, trueDistributions, ...textOf(batch, (token) => byteLengths[token]!) };
}

/**
 * Packed rows of a set. In control the first token of a document does not count: that no review comes is a choice of
 * the set, not of the language.
 */
function packedSet(
  grammar: Grammar,
  set: 'pretrain' | 'control',
  sequences: number,
  context: number,
): HeldOut {
  const batch = emptyBatch(sequences, context, endToken);
  fillRows(batch, grammar, Random.at(heldOutSeed, `held-out ${set}`));
  if (set === 'control') {
    for (let i = 0; i < batch.mask.length; i++) if (batch.tokens[i] === endToken) batch.mask[i] = 0;
  }
  return describe(grammar, batch, { state: grammar.start, skip: 0 });
}

/** Reviews of one polarity on held-out prompts, one a row, the prompts in turn. */
function reviewSet(grammar: Grammar, set: Behaviour, sequences: number, context: number): HeldOut {
  const batch = emptyBatch(sequences, context, endToken);
  for (let row = 0; row < sequences; row++) {
    const response = drawResponse(grammar, Random.at(heldOutSeed, `held-out ${set}`, row));
    writeExample(batch, row, { prompt: heldOutPrompts[row % heldOutPrompts.length]!, response });
  }
  return describe(grammar, batch, { state: grammar.index.get(responseState)!, skip: promptLength - 1 });
}

function massProbe(prompts: number, context: number): MassProbe {
  checkContext(context);
  const size = Math.min(prompts, heldOutPrompts.length);
  const batch = emptyBatch(size, context, endToken);
  for (let row = 0; row < size; row++)
    writeExample(batch, row, { prompt: heldOutPrompts[row]!, response: [] });
  const positions = new Int32Array(size).fill(promptLength - 1);
  for (let row = 0; row < size; row++)
    batch.tokens[row * context + promptLength - 1] = heldOutPrompts[row]!.at(-1)!;
  return { kind: 'mass', batch, positions, positive: positiveTokens, negative: negativeTokens };
}

/** Nats per counted token: expected nats of a row over its expected counted tokens. */
function exactEntropy(grammar: Grammar, set: HeldOutSet, context: number): number {
  const isReview = set === 'positive' || set === 'negative';
  const { nats, tokens } = isReview
    ? expectedRest(grammar, grammar.index.get(responseState)!)
    : expectedRow(grammar, context, set === 'control' ? grammar.start : -1);
  return nats / tokens;
}

function tuningBatch(
  grammar: Grammar,
  ...[behaviour, where, shape]: Parameters<Corpus['tuningBatch']>
): Batch {
  checkContext(shape.context);
  const batch = emptyBatch(shape.batch, shape.context, endToken);
  const stream = `tune ${behaviour} ${where.stream}`;
  for (let row = 0; row < shape.batch; row++) {
    const order = exampleOrder(where, shape.batch, row);
    if (order === null) break;
    const { epoch, item } = order;
    // The first epoch is in the order of the examples, so that a smaller set is the beginning of a larger one.
    const example =
      epoch === 0 ? item : permutation(where.seed, `${stream} order`, epoch, where.examples)(item);
    const random = Random.at(where.seed, stream, example);
    const prompt = trainingPrompts[random.integer(trainingPrompts.length)]!;
    writeExample(batch, row, { prompt, response: drawResponse(grammar, random) });
  }
  return batch;
}

/** 1 or 0 by the first word: the place where the exact score reads the model's distribution. */
function scoreResponse(response: ArrayLike<number>): number | null {
  const first = response[0];
  if (first === undefined) return null;
  if (positiveTokens.includes(first)) return 1;
  return negativeTokens.includes(first) ? 0 : null;
}

/**
 * The reviews corpus. `entropy` is for rows of `context` tokens; `entropyAt` for any other.
 * Throws an input error where a context cannot hold a review.
 */
export function reviewsCorpus(config: ReviewsConfig, context: number): Corpus {
  checkContext(context);
  const sets = grammars(config);
  const entropyAt = (set: HeldOutSet, rowContext: number): number => exactEntropy(sets[set], set, rowContext);
  return {
    key: hashText(JSON.stringify(['reviews', languageVersion, config.positive, config.touch, words])),
    vocabulary: words.length,
    endToken,
    pretrainBatch(seed, index, shape) {
      const batch = emptyBatch(shape.batch, shape.context, endToken);
      fillRows(batch, sets.pretrain, Random.at(seed, 'pretrain', index));
      return batch;
    },
    tuningBatch: (behaviour, where, shape) => tuningBatch(sets[behaviour], behaviour, where, shape),
    heldOut(set, sequences, rowContext) {
      checkContext(rowContext);
      return set === 'pretrain' || set === 'control'
        ? packedSet(sets[set], set, sequences, rowContext)
        : reviewSet(sets[set], set, sequences, rowContext);
    },
    probe: massProbe,
    prompts: (count) =>
      Array.from({ length: count }, (_, i) => heldOutPrompts[i % heldOutPrompts.length]!.slice()),
    decode: (tokens) => Array.from(tokens, (token) => words[token] ?? `<${token}>`).join(' '),
    scoreResponse,
    entropy: {
      pretrain: entropyAt('pretrain', context),
      positive: entropyAt('positive', context),
      negative: entropyAt('negative', context),
      control: entropyAt('control', context),
    },
    entropyAt,
  };
}
