// The data folder as the lab sees it: what takes space, what was set aside, backups.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupFile, DiskPort, SetAsideFile } from '../lab/disk-port.ts';
import { LabError } from '../lab/failure.ts';
import { checkBackup, databaseFile, describeBackups } from '../store/backups.ts';
import { StoreError } from '../store/store-error.ts';
import type { HomeFolders } from './home.ts';

export interface DiskWork {
  /** Writes a backup of the open history; returns its path. */
  readonly backUp: () => Promise<string>;
  /** Puts a good backup in the history's place; returns the name under which the history was kept. */
  readonly restore: (file: string) => Promise<string>;
}

export function openDisk(folders: HomeFolders, work: DiskWork): DiskPort {
  const backupFolder = join(folders.database, 'backups');
  let backingUp: Promise<unknown> = Promise.resolve();
  let writing = 0;
  const backups = (): BackupFile[] => describeBackups(folders.database);
  const named = (file: string): BackupFile => {
    const found = backups().find((each) => each.file === file);
    if (found === undefined) throw new LabError('missing', `there is no backup ${file}`);
    return found;
  };
  const leftovers = (): SetAsideFile[] => [
    ...filesIn(folders.home, 'database/damaged'),
    ...filesIn(folders.home, 'checkpoints/damaged'),
    ...(writing > 0 ? [] : filesIn(folders.home, 'database/backups').filter(({ file }) => isPartial(file))),
  ];
  return {
    usage: () => ({
      database: ['', '-wal', '-shm'].reduce(
        (sum, suffix) => sum + sizeOf(databaseFile(folders.database) + suffix),
        0,
      ),
      checkpoints: total(filesIn(folders.home, 'checkpoints')),
      backups: total(filesIn(folders.home, 'database/backups').filter(({ file }) => !isPartial(file))),
      leftovers: total(leftovers()),
    }),
    leftovers,
    removeLeftover: (file) => rmSync(join(folders.home, file), { force: true }),
    backups,
    async createBackup() {
      writing++;
      const made = backingUp.then(work.backUp);
      backingUp = made.catch(() => undefined);
      try {
        const path = await made;
        return named(path.slice(backupFolder.length + 1));
      } finally {
        writing--;
      }
    },
    removeBackup: (file) => rmSync(join(backupFolder, named(file).file), { force: true }),
    async restoreBackup(file) {
      const path = join(backupFolder, named(file).file);
      await backingUp;
      requireGood(path);
      return work.restore(path);
    },
  };
}

/** Of a history that is in memory. */
export const noDisk: DiskPort = {
  usage: () => ({ database: 0, checkpoints: 0, backups: 0, leftovers: 0 }),
  leftovers: () => [],
  removeLeftover: () => undefined,
  backups: () => [],
  createBackup: () => Promise.reject(new LabError('conflict', 'a bundle has no backups')),
  removeBackup: () => undefined,
  restoreBackup: () => Promise.reject(new LabError('conflict', 'a bundle has no backups')),
};

const isPartial = (file: string): boolean => /\.partial(-journal|-wal|-shm)?$/.test(file);
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const total = (files: readonly SetAsideFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** The files of one folder, not of those in it. */
function filesIn(home: string, folder: string): SetAsideFile[] {
  const path = join(home, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path).flatMap((name) => {
    const found = statSync(join(path, name), { throwIfNoEntry: false });
    return found?.isFile() ? [{ file: `${folder}/${name}`, bytes: found.size }] : [];
  });
}

function requireGood(path: string): void {
  try {
    checkBackup(path);
  } catch (error) {
    if (error instanceof StoreError) throw new LabError('conflict', error.message);
    throw error;
  }
}
