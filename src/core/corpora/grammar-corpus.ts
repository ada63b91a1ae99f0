// A language with a behaviour as a corpus: packed pretraining rows, one example per row for tuning, held-out sets with
// their true probabilities, exact entropies, exact scores. What a language says is its own file.
//
// What training never sees: the held-out prompts, in pretraining and in tuning alike. Held-out D_p and control rows are
// a fresh sample of the same distribution from a stream of their own, so their entropy is exactly that of what was
// trained on; single short documents (a sum, a fact) do recur, as a language has few of them.
import type { AnswerClasses, Batch, Corpus, HeldOut, Probe } from '../corpus.ts';
import { inputError } from '../errors.ts';
import { Random } from '../random.ts';
import type { Behaviour } from '../schedule.ts';
import type { HeldOutSet } from '../step.ts';
import { expectedRow, type Grammar } from './grammar.ts';
import { describeRows, drawRest, expectedRests, fillRows, stateOf } from './grammar-rows.ts';
import { permutation } from './permutation.ts';
import { emptyBatch, exampleOrder, writeExample } from './rows.ts';

/** What a model is given before a response. */
export interface LanguagePrompt {
  /** From the end mark of the document before to the last token that is not of the response. */
  readonly tokens: Int32Array;
  /** The grammars' state at the first token of the response. */
  readonly state: string;
  /** The first tokens by which a response shows a behaviour; null where no response to this prompt does. */
  readonly classes: AnswerClasses | null;
}

export interface GrammarLanguage {
  /** As in the schedule: `reviews`. */
  readonly name: string;
  /** What a row must hold, for messages: `a review`. */
  readonly example: string;
  /** SHA-256 of all that decides the data. */
  readonly key: string;
  /** A token is a place in this list; the first is the end mark. */
  readonly words: readonly string[];
  readonly grammars: Readonly<Record<HeldOutSet, Grammar>>;
  readonly training: readonly LanguagePrompt[];
  readonly heldOut: readonly LanguagePrompt[];
  /** Tokens of the longest response, end mark included. */
  readonly longestResponse: number;
}

/** Held-out rows are the same for every seed of a run. */
const heldOutSeed = 0;
const endToken = 0;

/** Prompts of every kind side by side, so that the first few are of each; always the same order. */
export function inMixedOrder<T>(prompts: readonly T[]): T[] {
  const place = permutation(heldOutSeed, 'prompts', 0, prompts.length);
  return prompts.map((_, i) => prompts[place(i)]!);
}

/** Inputs that the longest prompt and the longest response take. */
export const shortestContext = ({ training, heldOut, longestResponse }: GrammarLanguage): number =>
  Math.max(...[...training, ...heldOut].map(({ tokens }) => tokens.length)) + longestResponse - 1;

function checkContext(language: GrammarLanguage, context: number): void {
  const least = shortestContext(language);
  if (context >= least) return;
  throw inputError(
    'model.context',
    `${context} tokens cannot hold ${language.example}: the ${language.name} corpus needs at least ${least}`,
  );
}

/** A word stands for its letters and the space after it, the end mark for a line break. */
const byteLengths = (words: readonly string[]): number[] =>
  words.map((word, token) => (token === endToken ? 1 : word.length + 1));

/**
 * In control the first token of a document does not count: that only unrelated documents come is a choice of the set, not
 * of the language.
 */
function controlRows(grammar: Grammar, random: Random, shape: { batch: number; context: number }): Batch {
  const batch = emptyBatch(shape.batch, shape.context, endToken);
  fillRows(batch, grammar, random, endToken);
  for (let i = 0; i < batch.mask.length; i++) if (batch.tokens[i] === endToken) batch.mask[i] = 0;
  return batch;
}

function pretrainRows(grammar: Grammar, random: Random, shape: { batch: number; context: number }): Batch {
  const batch = emptyBatch(shape.batch, shape.context, endToken);
  fillRows(batch, grammar, random, endToken);
  return batch;
}

/** Packed rows of a set. */
function packedSet(
  { grammars, words }: GrammarLanguage,
  set: 'pretrain' | 'control',
  shape: { batch: number; context: number },
): HeldOut {
  const grammar = grammars[set];
  const make = set === 'control' ? controlRows : pretrainRows;
  const batch = make(grammar, Random.at(heldOutSeed, `held-out ${set}`), shape);
  return describeRows(grammar, batch, () => ({ state: grammar.start, skip: 0 }), byteLengths(words));
}

/** Responses of one behaviour to held-out prompts, one a row, the prompts in turn. */
function responseSet(
  { grammars, heldOut, words }: GrammarLanguage,
  set: Behaviour,
  shape: { batch: number; context: number },
): HeldOut {
  const grammar = grammars[set];
  const batch = emptyBatch(shape.batch, shape.context, endToken);
  const promptOf = (row: number): LanguagePrompt => heldOut[row % heldOut.length]!;
  for (let row = 0; row < batch.size; row++) {
    const { tokens, state } = promptOf(row);
    const random = Random.at(heldOutSeed, `held-out ${set}`, row);
    writeExample(batch, row, {
      prompt: tokens,
      response: drawRest(grammar, stateOf(grammar, state), random),
    });
  }
  const startOf = (row: number) => {
    const { tokens, state } = promptOf(row);
    return { state: stateOf(grammar, state), skip: tokens.length - 1 };
  };
  return describeRows(grammar, batch, startOf, byteLengths(words));
}

type ProbedPrompt = LanguagePrompt & { readonly classes: AnswerClasses };
const probedPrompts = ({ heldOut }: GrammarLanguage): ProbedPrompt[] =>
  heldOut.filter((prompt): prompt is ProbedPrompt => prompt.classes !== null);

/** At most as many prompts as there are; a mass probe where all have the same classes and no costs. */
function probe(language: GrammarLanguage, prompts: number, context: number): Probe {
  checkContext(language, context);
  const probed = probedPrompts(language).slice(0, prompts);
  const batch = emptyBatch(probed.length, context, endToken);
  probed.forEach(({ tokens }, row) => {
    writeExample(batch, row, { prompt: tokens, response: [] });
    batch.tokens[row * context + tokens.length - 1] = tokens.at(-1)!;
  });
  const positions = Int32Array.from(probed, ({ tokens }) => tokens.length - 1);
  const answers = probed.map(({ classes }) => classes);
  const [first] = answers;
  if (first !== undefined && first.costs === undefined && answers.every((classes) => classes === first)) {
    return { kind: 'mass', batch, positions, positive: first.positive, negative: first.negative };
  }
  return { kind: 'answers', batch, positions, answers };
}

/** Nats per counted token: expected nats of a row over its expected counted tokens. */
function exactEntropy({ grammars, heldOut }: GrammarLanguage, set: HeldOutSet, context: number): number {
  const grammar = grammars[set];
  const isResponse = set === 'positive' || set === 'negative';
  const { nats, tokens } = isResponse
    ? expectedRests(
        grammar,
        heldOut.map(({ state }) => state),
      )
    : expectedRow(grammar, context, set === 'control' ? grammar.start : -1);
  return nats / tokens;
}

function tuningBatch(
  language: GrammarLanguage,
  ...[behaviour, where, shape]: Parameters<Corpus['tuningBatch']>
): Batch {
  checkContext(language, shape.context);
  const { grammars, training } = language;
  const grammar = grammars[behaviour];
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
    const { tokens, state } = training[random.integer(training.length)]!;
    writeExample(batch, row, {
      prompt: tokens,
      response: drawRest(grammar, stateOf(grammar, state), random),
    });
  }
  return batch;
}

/** 1 or 0 by the first token: the place where the exact score reads the model's distribution. */
function scorer(language: GrammarLanguage): Corpus['scoreResponse'] {
  const byPrompt = new Map(
    [...language.training, ...language.heldOut].map(({ tokens, classes }) => [tokens.join(), classes]),
  );
  const all = [...new Set([...byPrompt.values()])];
  return (response, prompt) => {
    const known = prompt === undefined ? undefined : byPrompt.get(Array.from(prompt).join());
    const classes = known ?? (known === undefined && all.length === 1 ? all[0]! : null);
    const first = response[0];
    if (first === undefined || classes === null) return null;
    if (classes.positive.includes(first)) return 1;
    return classes.negative.includes(first) ? 0 : null;
  };
}

/**
 * The corpus of a language. `entropy` is for rows of `context` tokens; `entropyAt` for any other.
 * Throws an input error where a context cannot hold an example.
 */
export function grammarCorpus(language: GrammarLanguage, context: number): Corpus {
  checkContext(language, context);
  const { key, words, grammars } = language;
  const entropyAt = (set: HeldOutSet, rowContext: number): number => exactEntropy(language, set, rowContext);
  return {
    key,
    vocabulary: words.length,
    endToken,
    pretrainBatch: (seed, index, shape) =>
      pretrainRows(grammars.pretrain, Random.at(seed, 'pretrain', index), shape),
    controlBatch: (seed, index, shape) =>
      controlRows(grammars.control, Random.at(seed, 'control', index), shape),
    tuningBatch: (...request) => tuningBatch(language, ...request),
    heldOut(set, sequences, rowContext) {
      checkContext(language, rowContext);
      const shape = { batch: sequences, context: rowContext };
      return set === 'pretrain' || set === 'control'
        ? packedSet(language, set, shape)
        : responseSet(language, set, shape);
    },
    probe: (prompts, rowContext) => probe(language, prompts, rowContext),
    prompts(count) {
      const probed = probedPrompts(language);
      return Array.from({ length: count }, (_, i) => probed[i % probed.length]!.tokens.slice());
    },
    decode: (tokens) => Array.from(tokens, (token) => words[token] ?? `<${token}>`).join(' '),
    scoreResponse: scorer(language),
    entropy: {
      pretrain: entropyAt('pretrain', context),
      positive: entropyAt('positive', context),
      negative: entropyAt('negative', context),
      control: entropyAt('control', context),
    },
    entropyAt,
  };
}
