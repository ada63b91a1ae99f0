// Which of Electron's storages the window keeps its arrangement and unsaved drafts in. In a browser each host is another
// origin; here all have one, so that draft 3 of one data folder would be taken for draft 3 of another.
import { createHash } from 'node:crypto';

/** One of its own for each data folder; for saved results (null) one in memory, since another instance may be open. */
export function partitionOf(home: string | null): string {
  if (home === null) return 'saved-results';
  return `persist:${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
}
