// Checkpoint files of the data folder: removing, setting aside, and sweeping up what no history knows.
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
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

/** Removes half-written files and checkpoints that the history does not know; returns how many. */
export function sweepCheckpoints(folder: string, known: ReadonlySet<string>): number {
  const orphans = readdirSync(folder).filter(
    (file) => file.endsWith('.partial') || (file.endsWith('.safetensors') && !known.has(file)),
  );
  for (const file of orphans) removeCheckpoint(folder, file);
  return orphans.length;
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
