// Schedule parts -> corpus, reading the user's files where there are any. What the files must hold is core's business.
import { readFile } from 'node:fs/promises';
import { corpusPaths } from '../core/corpora/content-key.ts';
import { checkTokenizer, createCorpus } from '../core/corpora/create-corpus.ts';
import { type FileContents, filesCorpus } from '../core/corpora/files.ts';
import type { Corpus } from '../core/corpus.ts';
import { InputError, type InputIssue } from '../core/errors.ts';
import type { CorpusConfig, TokenizerConfig } from '../core/schedule.ts';

/** A schedule and a step's spec both are this. */
export interface CorpusParts {
  readonly corpus: CorpusConfig;
  readonly tokenizer: TokenizerConfig;
  readonly model: { readonly context: number };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'this is a folder: expected a file',
  EACCES: 'the file may not be read: permission denied',
};

async function readOne(
  path: string,
  files: Readonly<Record<string, string>>,
): Promise<Uint8Array | InputIssue> {
  const absolute = files[path] ?? path;
  try {
    return await readFile(absolute);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const place = absolute === path ? '' : ` (${absolute})`;
    return { path, message: (reasons[code] ?? String(error)) + place };
  }
}

/** Contents by the path that the config has; none for a grammar. Throws an InputError that names every file that cannot be read. */
export async function readCorpusFiles(
  corpus: CorpusConfig,
  files: Readonly<Record<string, string>>,
): Promise<FileContents> {
  const contents: Record<string, Uint8Array> = {};
  const issues: InputIssue[] = [];
  for (const path of new Set(corpusPaths(corpus))) {
    const read = await readOne(path, files);
    if (read instanceof Uint8Array) contents[path] = read;
    else issues.push(read);
  }
  if (issues.length > 0) throw new InputError(issues);
  return contents;
}

/**
 * The corpus of a schedule or step. `files` tells where each path of the schedule lies. Throws an InputError that
 * names every file that cannot be read, or the first that cannot be used.
 */
export async function loadCorpus(
  { corpus, tokenizer, model }: CorpusParts,
  files: Readonly<Record<string, string>>,
): Promise<Corpus> {
  checkTokenizer(corpus, tokenizer);
  if (corpus.kind !== 'files') return createCorpus(corpus, tokenizer, model.context);
  return filesCorpus(corpus, tokenizer, await readCorpusFiles(corpus, files), model.context);
}
