// Checkpoint files of the data folder: removing, setting aside, and sweeping up what no history knows.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

export const removeCheckpoint = (folder: string, file: string): void =>
  rmSync(join(folder, file), { force: true });

/** Moves a file into `damaged/`; where it is gone already there is nothing to keep. */
export function setAsideCheckpoint(folder: string, file: string): void {
  const damaged = join(folder, 'damaged');
  mkdirSync(damaged, { recursive: true });
  try {
    renameSync(join(folder, file), join(damaged, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * Removes half-written files and checkpoints that the history does not know; returns how many. After the history was
 * `lost`, whole checkpoints are set aside instead: a backup of it may know them.
 */
export function sweepCheckpoints(folder: string, known: ReadonlySet<string>, lost = false): number {
  const files = readdirSync(folder);
  const orphans = files.filter((file) => file.endsWith('.safetensors') && !known.has(file));
  const partial = files.filter((file) => file.endsWith('.partial'));
  for (const file of partial) removeCheckpoint(folder, file);
  for (const file of orphans) (lost ? setAsideCheckpoint : removeCheckpoint)(folder, file);
  return partial.length + orphans.length;
}

/** Brings back files that were set aside and that this history knows; it checks them when it loads them. */
export function reclaimCheckpoints(folder: string, known: ReadonlySet<string>): void {
  const damaged = join(folder, 'damaged');
  if (!existsSync(damaged)) return;
  for (const file of readdirSync(damaged))
    if (known.has(file) && !existsSync(join(folder, file)))
      renameSync(join(damaged, file), join(folder, file));
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
