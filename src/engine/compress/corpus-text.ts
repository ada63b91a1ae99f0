// The text of a checkpoint's corpus: its form as tokens, and held-out text of it.
import { resolve } from 'node:path';
import { grammarText, type TextForm, tokenizerText } from '../../core/compression/text-form.ts';
import { corpusContentKey, corpusPaths } from '../../core/corpora/content-key.ts';
import { createCorpus } from '../../core/corpora/create-corpus.ts';
import { filesTokenizer } from '../../core/corpora/files.ts';
import type { Corpus } from '../../core/corpus.ts';
import { inputError } from '../../core/errors.ts';
import type { StepSpec } from '../../core/step.ts';
import { byteTokenizer } from '../../core/tokenizers/tokenizer.ts';
import { malformedOffset } from '../../core/tokenizers/utf8.ts';
import { loadCorpus, readCorpusFiles } from '../load-corpus.ts';

export type CorpusSpec = Pick<StepSpec, 'corpus' | 'corpusKey' | 'tokenizer' | 'model'>;

export interface CodedText {
  readonly form: TextForm;
  readonly endToken: number;
}

/** How text becomes tokens. `folder` is where the corpus's files lie, which only a BPE tokenizer needs. */
export async function codedText(spec: CorpusSpec, folder: string): Promise<CodedText> {
  const { corpus, tokenizer, model } = spec;
  if (corpus.kind !== 'files') {
    const grammar = createCorpus(corpus, tokenizer, model.context);
    return { form: grammarText(grammar), endToken: grammar.endToken };
  }
  const coder =
    tokenizer.kind === 'bytes'
      ? byteTokenizer
      : filesTokenizer(corpus, tokenizer, await corpusContents(spec, folder));
  return { form: tokenizerText(coder), endToken: coder.endToken };
}

const filesOf = ({ corpus }: CorpusSpec, folder: string): Record<string, string> =>
  Object.fromEntries(corpusPaths(corpus).map((path) => [path, resolve(folder, path)]));

/** The files that the model was trained on; throws an InputError where they are missing or others. */
async function corpusContents(
  spec: CorpusSpec,
  folder: string,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const contents = await readCorpusFiles(spec.corpus, filesOf(spec, folder));
  const key = corpusContentKey(corpusPaths(spec.corpus).map((path) => contents[path]!));
  if (key === spec.corpusKey) return contents;
  throw inputError(
    corpusPaths(spec.corpus).join(', '),
    `in ${folder}: not the files that the model was trained on: expected contents of SHA-256 ${spec.corpusKey}, got ${key}`,
  );
}

/** About `bytes` bytes of text (never less, unless there is no more) that the model was not trained on. */
export async function heldOutText(spec: CorpusSpec, folder: string, bytes: number): Promise<Uint8Array> {
  if (spec.corpus.kind === 'files') await corpusContents(spec, folder);
  const corpus = await loadCorpus(spec, filesOf(spec, folder));
  const { form } = await codedText(spec, folder);
  const tokens = heldOutTokens(corpus, spec, bytes);
  return cutText(form.decode(tokens), bytes, spec);
}

/** Rows of the held-out D_p, one after another; at least `bytes` tokens where there are so many. */
function heldOutTokens(
  corpus: Corpus,
  { corpus: { kind }, model: { context } }: CorpusSpec,
  bytes: number,
): Int32Array {
  const rows = Math.ceil(bytes / context);
  // Of files all rows, which then follow each other; fewer would be taken from all over the text.
  const { batch } = corpus.heldOut('pretrain', kind === 'files' ? Number.MAX_SAFE_INTEGER : rows, context)!;
  return batch.targets;
}

/** Cut after a whole line (a grammar) or a whole character. */
function cutText(text: Uint8Array, bytes: number, { corpus: { kind } }: CorpusSpec): Uint8Array {
  if (kind !== 'files') {
    const line = text.indexOf(10, bytes - 1);
    return line < 0 ? text : text.subarray(0, line + 1);
  }
  const start = text.subarray(0, bytes);
  const odd = malformedOffset(start);
  return odd < 0 ? start : start.subarray(0, odd);
}
