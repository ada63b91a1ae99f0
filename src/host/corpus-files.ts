// The user's corpus files on disk: where they are, what identifies them, and whether they can be used at all.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { combineKeys, corpusPaths } from '../core/corpora/content-key.ts';
import { filesCorpus } from '../core/corpora/files.ts';
import { InputError, type InputIssue } from '../core/errors.ts';
import type { Schedule } from '../core/schedule.ts';

type FilesConfig = Extract<Schedule['corpus'], { kind: 'files' }>;
interface KnownFile {
  readonly size: number;
  readonly modified: number;
  readonly sha256: string;
}
export interface CorpusFiles {
  /** See `HostPorts.corpusKey`. Files are read again only when their size or time has changed. */
  corpusKey(schedule: Schedule, folder: string): string;
  corpusFiles(schedule: Schedule, folder: string): Record<string, string>;
}

/** Relative paths start from the experiment's folder, or from `home` where it has none. */
export function openCorpusFiles(home: string): CorpusFiles {
  const known = new Map<string, KnownFile>();
  const usable = new Set<string>();
  const locate = (schedule: Schedule, folder: string): Record<string, string> =>
    Object.fromEntries(corpusPaths(schedule.corpus).map((path) => [path, resolve(home, folder, path)]));

  const corpusKey = (schedule: Schedule, folder: string): string => {
    const { corpus, tokenizer, model } = schedule;
    if (corpus.kind !== 'files') return '';
    const files = locate(schedule, folder);
    const key = combineKeys(placed(corpus, () => hashAll(corpusPaths(corpus), files, known)));
    const question = JSON.stringify([key, corpus, tokenizer, model.context]);
    if (usable.has(question)) return key;
    const contents = Object.entries(files).map(
      ([path, file]) => [path, new Uint8Array(readFileSync(file))] as const,
    );
    placed(corpus, () => filesCorpus(corpus, tokenizer, Object.fromEntries(contents), model.context));
    usable.add(question);
    return key;
  };
  return { corpusKey, corpusFiles: locate };
}

function hashAll(
  paths: readonly string[],
  files: Readonly<Record<string, string>>,
  known: Map<string, KnownFile>,
): string[] {
  const issues: InputIssue[] = [];
  const hashes = paths.map((path) => {
    try {
      return hashFile(files[path]!, known);
    } catch (error) {
      issues.push({ path, message: explain(error) + place(files[path]!, path) });
      return '';
    }
  });
  if (issues.length > 0) throw new InputError(issues);
  return hashes;
}

/** Runs a check of the corpus; an issue that names one of its files is told with that file's place in the schedule. */
function placed<T>(corpus: FilesConfig, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.issues.map((issue) => ({ ...issue, path: placeOf(issue.path, corpus) })));
  }
}

/** `no.jsonl:3` -> `corpus.negative[0]: no.jsonl:3`; several files of one role -> `corpus.pretrain: a.txt, b.txt`. */
function placeOf(path: string, corpus: FilesConfig): string {
  for (const role of ['pretrain', 'positive', 'negative', 'control'] as const) {
    const files = corpus[role] ?? [];
    const index = files.findIndex(
      (file) => path === file || (/^:\d+$/.test(path.slice(file.length)) && path.startsWith(file)),
    );
    if (index >= 0) return `corpus.${role}[${index}]: ${path}`;
    if (files.length > 1 && path === files.join(', ')) return `corpus.${role}: ${path}`;
  }
  return path;
}

function hashFile(file: string, known: Map<string, KnownFile>): string {
  const { size, mtimeMs } = statSync(file);
  const before = known.get(file);
  if (before !== undefined && before.size === size && before.modified === mtimeMs) return before.sha256;
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  known.set(file, { size, modified: mtimeMs, sha256 });
  return sha256;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'this is a folder, expected a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'the file may not be read: permission denied',
};

/** Where a relative path leads to; an absolute one says it itself. */
const place = (file: string, path: string): string => (file === path ? '' : ` (${file})`);

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
