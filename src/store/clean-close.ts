// Remembers how a history looked when it was closed in good order. One that still looks so need not be read through at the
// next opening, which takes seconds for a large one; after a crash, or a change by anything else, it is.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const markOf = (file: string): string => `${file}-closed`;

/** Null where something is still to be written into the file. */
function looksOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return found === undefined || (wal?.size ?? 0) > 0 ? null : `${found.size} ${found.mtimeMs} ${found.ino}`;
}

/** To be called when the last connection is closed. Where it cannot be written, the next opening takes longer. */
export function rememberClose(file: string): void {
  const looks = looksOf(file);
  try {
    if (looks !== null) writeFileSync(markOf(file), looks);
  } catch {
    rmSync(markOf(file), { force: true }); // Half a mark is none.
  }
}

export function isAsClosed(file: string): boolean {
  try {
    return readFileSync(markOf(file), 'utf8') === looksOf(file);
  } catch {
    return false; // No mark: it was not closed, or by another version.
  }
}

/** From now on the file is in use. */
export function forgetClose(file: string): void {
  rmSync(markOf(file), { force: true });
}
