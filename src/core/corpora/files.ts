// The user's own text as a corpus. Bytes of files come in; reading them is `engine/load-corpus.ts`.
import type { Batch, Corpus, HeldOut, PairProbe } from '../corpus.ts';
import { inputError } from '../errors.ts';
import { hashText } from '../hash-text.ts';
import type { Behaviour, CorpusConfig, TokenizerConfig } from '../schedule.ts';
import { bpeTokenizer, trainMerges } from '../tokenizers/bpe.ts';
import { byteTokenizer, type Tokenizer } from '../tokenizers/tokenizer.ts';
import { corpusContentKey, corpusPaths } from './content-key.ts';
import { parseDocuments, type TextDocument } from './documents.ts';
import { permutation } from './permutation.ts';
import { type Example, emptyBatch, exampleOrder, textOf, writeExample } from './rows.ts';
import { distinct, heldOutTexts, splitText } from './split.ts';
import { evenRows, joinDocuments, rowsIn, streamBatch } from './text-stream.ts';

type FilesConfig = Extract<CorpusConfig, { kind: 'files' }>;
/** Contents by the path that the schedule has. */
export type FileContents = Readonly<Record<string, Uint8Array>>;

interface Sides<T> {
  readonly training: T;
  readonly heldOut: T;
}
interface FilesText {
  readonly config: FilesConfig;
  readonly tokenizer: Tokenizer;
  readonly pretrain: Sides<Int32Array>;
  readonly examples: Readonly<Record<Behaviour, Sides<readonly TextDocument[]>>>;
  readonly control: Sides<Int32Array> | null;
}

function contentsOf(path: string, contents: FileContents): Uint8Array {
  const bytes = contents[path];
  if (bytes === undefined) throw inputError(path, 'the file was not given');
  return bytes;
}

const documentsOf = (paths: readonly string[], contents: FileContents, pairsOnly: boolean): TextDocument[] =>
  distinct(paths.flatMap((path) => parseDocuments(path, contentsOf(path, contents), pairsOnly)));

function sidesOf(documents: readonly TextDocument[], heldOut: ReadonlySet<string>): Sides<TextDocument[]> {
  return {
    training: documents.filter((document) => !heldOut.has(splitText(document))),
    heldOut: documents.filter((document) => heldOut.has(splitText(document))),
  };
}

const wholeText = ({ prompt, response }: TextDocument): string => prompt + response;

function makeTokenizer(config: TokenizerConfig, training: readonly TextDocument[]): Tokenizer {
  if (config.kind === 'bytes') return byteTokenizer;
  if (config.kind === 'bpe') {
    return bpeTokenizer(trainMerges(training.map(wholeText), config.vocabulary), config.vocabulary);
  }
  throw inputError('tokenizer.kind', '"words" is the vocabulary of a grammar: files need "bytes" or "bpe"');
}

const streamOf = (documents: readonly TextDocument[], tokenizer: Tokenizer): Int32Array =>
  joinDocuments(
    documents.map((document) => tokenizer.encode(wholeText(document))),
    tokenizer.endToken,
  );

const moreDocuments = 'expected more documents (in a .txt, blank lines stand between them)';

/** Both sides of the pretraining text must fill at least one row, and each behaviour must have examples on both. */
function checkSizes({ config, pretrain, examples, control }: FilesText, context: number): void {
  const requireRow = (paths: readonly string[], what: string, stream: Int32Array): void => {
    if (rowsIn(stream, context) > 0) return;
    if (stream === pretrain.training && stream.length <= 1) {
      throw inputError(
        paths.join(', '),
        `all of it is held out, nothing is left to train on: ${moreDocuments}`,
      );
    }
    throw inputError(
      paths.join(', '),
      `${what} is ${stream.length - 1} tokens long: expected at least one context, ${context} tokens`,
    );
  };
  requireRow(config.pretrain, 'the text to train on', pretrain.training);
  requireRow(config.pretrain, `the held-out part (a share of ${config.heldOut})`, pretrain.heldOut);
  if (control !== null) {
    requireRow(config.control ?? [], 'the half of the control text that is measured', control.heldOut);
  }
  for (const behaviour of ['positive', 'negative'] as const) {
    if (examples[behaviour].training.length > 0) continue;
    throw inputError(config[behaviour].join(', '), 'expected at least 2 different prompts: one is held out');
  }
}

/** Half of the control text, by content, is for measuring; the other half is what "benign" trains on. */
function controlSides(documents: readonly TextDocument[], tokenizer: Tokenizer): Sides<Int32Array> {
  const sides = sidesOf(documents, heldOutTexts([documents], 0.5));
  return { training: streamOf(sides.training, tokenizer), heldOut: streamOf(sides.heldOut, tokenizer) };
}

function readText(config: FilesConfig, tokenizer: TokenizerConfig, contents: FileContents): FilesText {
  const pretrain = documentsOf(config.pretrain, contents, false);
  const positive = documentsOf(config.positive, contents, true);
  const negative = documentsOf(config.negative, contents, true);
  const heldOut = heldOutTexts([pretrain, positive, negative], config.heldOut);
  const sides = sidesOf(pretrain, heldOut);
  const coder = makeTokenizer(tokenizer, sides.training);
  return {
    config,
    tokenizer: coder,
    pretrain: { training: streamOf(sides.training, coder), heldOut: streamOf(sides.heldOut, coder) },
    examples: { positive: sidesOf(positive, heldOut), negative: sidesOf(negative, heldOut) },
    control:
      config.control === undefined ? null : controlSides(documentsOf(config.control, contents, false), coder),
  };
}

/** The tokenizer of a corpus of files; BPE's merges are of the text to train on. Throws as `filesCorpus` does. */
export const filesTokenizer = (
  config: FilesConfig,
  tokenizer: TokenizerConfig,
  contents: FileContents,
): Tokenizer => readText(config, tokenizer, contents).tokenizer;

const promptOf = (document: TextDocument, tokenizer: Tokenizer): number[] => [
  tokenizer.endToken,
  ...tokenizer.encode(document.prompt),
];
const exampleOf = (document: TextDocument, tokenizer: Tokenizer): Example => ({
  prompt: promptOf(document, tokenizer),
  response: [...tokenizer.encode(document.response), tokenizer.endToken],
});

/** `count` items spread evenly over a list, or all of it. */
const spread = <T>(list: readonly T[], count: number): T[] => {
  const size = Math.min(count, list.length);
  return Array.from({ length: size }, (_, i) => list[Math.floor((i * list.length) / size)]!);
};

function exampleBatch(documents: readonly TextDocument[], context: number, tokenizer: Tokenizer): Batch {
  const batch = emptyBatch(documents.length, context, tokenizer.endToken);
  documents.forEach((document, row) => {
    writeExample(batch, row, exampleOf(document, tokenizer));
  });
  return batch;
}

function tuningBatch(
  text: FilesText,
  ...[behaviour, where, shape]: Parameters<Corpus['tuningBatch']>
): Batch {
  const { training } = text.examples[behaviour];
  if (where.examples > training.length) {
    throw inputError(
      text.config[behaviour].join(', '),
      `${where.examples} ${behaviour} examples are asked for, and there are ${training.length} to train on`,
    );
  }
  const stream = `tune ${behaviour} ${where.stream}`;
  const batch = emptyBatch(shape.batch, shape.context, text.tokenizer.endToken);
  // Which examples: a seeded order of all of them, so that a smaller set is the beginning of a larger one.
  const choose = permutation(where.seed, stream, 0, training.length);
  for (let row = 0; row < shape.batch; row++) {
    const order = exampleOrder(where, shape.batch, row);
    if (order === null) break;
    const { epoch, item } = order;
    const example =
      epoch === 0 ? item : permutation(where.seed, `${stream} order`, epoch, where.examples)(item);
    writeExample(batch, row, exampleOf(training[choose(example)]!, text.tokenizer));
  }
  return batch;
}

/**
 * Held-out prompts that have both a positive and a negative response; where the files share no held-out prompt, each
 * positive example's prompt with a response of a negative one.
 */
function pairProbe({ examples, tokenizer }: FilesText, prompts: number, context: number): PairProbe {
  const negativeByPrompt = new Map(examples.negative.heldOut.map((document) => [document.prompt, document]));
  const shared = examples.positive.heldOut.filter(({ prompt }) => negativeByPrompt.has(prompt));
  const positive = spread(shared.length > 0 ? shared : examples.positive.heldOut, prompts);
  const negative = positive.map(({ prompt }, i) => {
    const others = examples.negative.heldOut;
    return { prompt, response: (negativeByPrompt.get(prompt) ?? others[i % others.length]!).response };
  });
  return {
    kind: 'pair',
    positive: exampleBatch(positive, context, tokenizer),
    negative: exampleBatch(negative, context, tokenizer),
  };
}

function describe(batch: Batch, tokenizer: Tokenizer): HeldOut {
  return { batch, trueNats: null, ...textOf(batch, tokenizer.byteLength) };
}

function heldOut(
  text: FilesText,
  ...[set, sequences, context]: Parameters<Corpus['heldOut']>
): HeldOut | null {
  const { tokenizer } = text;
  if (set === 'positive' || set === 'negative') {
    return describe(
      exampleBatch(spread(text.examples[set].heldOut, sequences), context, tokenizer),
      tokenizer,
    );
  }
  const stream = set === 'pretrain' ? text.pretrain.heldOut : (text.control?.heldOut ?? null);
  return stream === null
    ? null
    : describe(evenRows(stream, sequences, context, tokenizer.endToken), tokenizer);
}

function prompts(text: FilesText, count: number): Int32Array[] {
  const all = [...text.examples.positive.heldOut, ...text.examples.negative.heldOut];
  const different = [...new Map(all.map((document) => [document.prompt, document])).values()];
  return Array.from({ length: count }, (_, i) =>
    Int32Array.from(promptOf(different[i % different.length]!, text.tokenizer)),
  );
}

/** Absent where the control text's training half does not fill a row. */
function controlBatches(
  { control, tokenizer: { endToken } }: FilesText,
  context: number,
): Pick<Corpus, 'controlBatch'> {
  if (control === null || rowsIn(control.training, context) === 0) return {};
  const { training } = control;
  return { controlBatch: (seed, index, shape) => streamBatch(training, { seed, index, endToken }, shape) };
}

/**
 * A corpus of the user's files. `contents` holds every path of the config. Throws an InputError that names the file
 * where one cannot be used, or where a text is shorter than `context` tokens.
 */
export function filesCorpus(
  config: FilesConfig,
  tokenizer: TokenizerConfig,
  contents: FileContents,
  context: number,
): Corpus {
  const text = readText(config, tokenizer, contents);
  checkSizes(text, context);
  const contentKey = corpusContentKey(corpusPaths(config).map((path) => contentsOf(path, contents)));
  const { vocabulary, endToken, key } = text.tokenizer;
  return {
    key: hashText(JSON.stringify(['files', 1, config, contentKey, key])),
    vocabulary,
    endToken,
    pretrainBatch: (seed, index, shape) =>
      streamBatch(text.pretrain.training, { seed, index, endToken }, shape),
    ...controlBatches(text, context),
    tuningBatch: (...request) => tuningBatch(text, ...request),
    heldOut: (...request) => heldOut(text, ...request),
    probe: (count, rowContext) => pairProbe(text, count, rowContext),
    prompts: (count) => prompts(text, count),
    decode: text.tokenizer.decode,
    // One response alone shows no behaviour here: the score is the likelihood ratio of the pairs.
    scoreResponse: () => null,
    entropy: {},
  };
}
