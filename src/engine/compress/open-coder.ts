// From a checkpoint file alone to a model that codes: what it was trained on and its shape are in its metadata. A
// damaged checkpoint is the user's to mend here, so every error is an InputError that names the file.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { vocabularyOf } from '../../core/corpora/create-corpus.ts';
import { inputError } from '../../core/errors.ts';
import { type StepSpec, stepSpecSchema } from '../../core/step.ts';
import { parameterTable, resolveModel } from '../../graph/parameters.ts';
import type { ModelShape } from '../../graph/program-types.ts';
import { type LoadedCheckpoint, readCheckpoint } from '../checkpoint.ts';
import { parseHeader } from '../safetensors.ts';

export interface OpenedCheckpoint extends LoadedCheckpoint {
  readonly path: string;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
  readonly model: ModelShape;
}

/** Reads and checks a checkpoint that Springback wrote. */
export async function openCheckpoint(path: string): Promise<OpenedCheckpoint> {
  const bytes = await readInput(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const { key, update, spec } = parseHeader(bytes).metadata;
    if (key === undefined || spec === undefined) throw new Error('it was not written by Springback');
    const parsed = stepSpecSchema.parse(JSON.parse(spec));
    const model = modelOf(parsed);
    const expected = { path, sha256, key, update: Number(update) };
    return { path, sha256, model, ...(await readCheckpoint(expected, parameterTable(model))) };
  } catch (error) {
    throw inputError(path, `expected a checkpoint (.safetensors): ${(error as Error).message}`);
  }
}

const modelOf = ({ model, corpus, tokenizer }: StepSpec): ModelShape =>
  resolveModel(model, vocabularyOf(corpus, tokenizer));

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'this is a folder: expected a file',
  EACCES: 'the file may not be read: permission denied',
};

/** A file that the user named; throws an InputError. */
export async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw inputError(path, reasons[code ?? ''] ?? message);
  }
}
