// What can go wrong with a history on disk that its host should tell apart, from SQLite's codes to sentences.

/**
 * - `damaged`: the database cannot be read. - `newer`: a later version of Springback wrote it. - `foreign`: it is no
 * history of Springback's. - `readonly`: the folder or file cannot be written. - `full`: the disk is. - `busy`: another
 * process holds it.
 */
export type StoreProblem = 'damaged' | 'newer' | 'foreign' | 'readonly' | 'full' | 'busy';

export class StoreError extends Error {
  override readonly name: string = 'StoreError';
  readonly code: StoreProblem;

  constructor(code: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The database could not be read and was moved aside, whole; nothing was deleted and nothing restored. */
export class DamagedStoreError extends StoreError {
  override readonly name = 'DamagedStoreError';
  /** Where its files are now; none if it was opened read-only and left in place. */
  readonly movedTo: readonly string[];
  /** The newest backup that passes its check, for `restoreBackup`. */
  readonly backup: string | null;

  constructor(report: { file: string; movedTo: readonly string[]; backup: string | null; cause: unknown }) {
    const { file, movedTo, backup, cause } = report;
    const moved = movedTo.length === 0 ? 'it was left where it is' : `it was moved to ${movedTo.join(', ')}`;
    const offer = backup === null ? 'there is no good backup' : `the newest good backup is ${backup}`;
    super('damaged', `the history ${file} is damaged (${messageOf(cause)}): ${moved}; ${offer}`, { cause });
    this.movedTo = movedTo;
    this.backup = backup;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error's code, as SQLite and Node give it: `SQLITE_FULL`, `EACCES`; '' where it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isDamage = (error: unknown): boolean => isDamagedCode(codeOf(error));

/** Runs something on the database at `file`; what its host can tell apart is thrown as a `StoreError`. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const problem = problemOf(codeOf(error));
    if (problem === null) throw error;
    throw new StoreError(problem.code, `${file}: ${problem.message} (${messageOf(error)})`, { cause: error });
  }
}

function problemOf(code: string): { code: StoreProblem; message: string } | null {
  // Shared memory that the disk has no room for is reported as SHMSIZE.
  if (/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/.test(code)) {
    return { code: 'full', message: 'the disk is full; nothing of this change was kept' };
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)|^(EACCES|EROFS|EPERM|ENOTDIR|EISDIR|EEXIST)$/.test(code)) {
    return { code: 'readonly', message: 'the history cannot be written here' };
  }
  if (code.startsWith('SQLITE_IOERR'))
    return { code: 'readonly', message: 'the history can be neither read nor written here' };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return { code: 'busy', message: 'another process holds the history' };
  return isDamagedCode(code) ? { code: 'damaged', message: 'the history is damaged' } : null;
}

const isDamagedCode = (code: string): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(code);
