// A schedule file from the command line.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError, inputError } from '../core/errors.ts';
import { issuesIn, parseScheduleText } from '../core/parse-schedule.ts';
import { malformedOffset } from '../core/tokenizers/utf8.ts';

export interface ScheduleFile {
  /** Its name, as the user gave it. */
  readonly name: string;
  /** As the user wrote it. */
  readonly source: unknown;
  /** Where paths of corpus files start from. */
  readonly folder: string;
}

/** Throws an InputError that names the file, and the place in it. */
export function readScheduleFile(file: string): ScheduleFile {
  const text = readText(file);
  parseScheduleText(text, file);
  return { name: file, source: JSON.parse(text.replace(/^\uFEFF/, '')), folder: dirname(resolve(file)) };
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    const odd = malformedOffset(bytes);
    if (odd < 0) return bytes.toString('utf8');
    throw inputError(
      file,
      `byte ${odd} (0x${bytes.toString('hex', odd, odd + 1)}) is not UTF-8: expected a schedule, JSON in UTF-8`,
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw inputError(file, reasons[code ?? ''] ?? message);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EISDIR: 'this is a folder, expected a file',
  EACCES: 'the file may not be read: permission denied',
};

/** Does something with a schedule's source; what is wrong inside the schedule is told with the file's name. */
export function withFileName<T>({ name }: ScheduleFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const inside = error.issues.every(({ path }) => path !== ''); // '': not about the schedule but the whole machine
    throw inside ? new InputError(issuesIn(name, error.issues)) : error;
  }
}
