// A schedule file from the command line.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { inputError } from '../core/errors.ts';
import { parseScheduleText } from '../core/parse-schedule.ts';

export interface ScheduleFile {
  /** As the user wrote it. */
  readonly source: unknown;
  /** Where paths of corpus files start from. */
  readonly folder: string;
}

/** Throws an InputError that names the file, and the place in it. */
export function readScheduleFile(file: string): ScheduleFile {
  const text = readText(file);
  parseScheduleText(text, file);
  return { source: JSON.parse(text.replace(/^\uFEFF/, '')), folder: dirname(resolve(file)) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw inputError(
      file,
      code === 'ENOENT' ? 'the file does not exist' : code === 'EISDIR' ? 'this is a folder' : message,
    );
  }
}
