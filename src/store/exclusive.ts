// A lock that dies with its process: an exclusive transaction, held open on a file of its own. The operating system
// releases it however the process ends, so there is no stale lock to recognise and no process id to trust.
import Database from 'better-sqlite3';
import { codeOf, guarded } from './store-error.ts';

export interface ExclusiveHold {
  release(): void;
}

/** Null where another process, or another part of this one, holds the file. Throws a `StoreError` where it can't be written. */
export function holdExclusively(file: string): ExclusiveHold | null {
  return guarded(file, () => {
    const database = new Database(file, { timeout: 300 });
    try {
      database.pragma('locking_mode = EXCLUSIVE');
      database.exec('BEGIN EXCLUSIVE');
      return { release: () => void database.close() };
    } catch (error) {
      database.close();
      if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error))) return null;
      throw error;
    }
  });
}
