// Backups of the history, and what happens to a database that cannot be read: it is kept, whole, out of the way.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { rememberClose } from './clean-close.ts';
import { applicationId, migrations } from './migrations.ts';
import { StoreError } from './store-error.ts';

export const databaseFile = (folder: string): string => join(folder, 'history.sqlite');
const backupFolder = (folder: string): string => join(folder, 'backups');
/** A time and a number. The number says in which order they were made: the time cannot, a clock may be set back. */
const pattern = /^history-(.+)-v\d+(?:-asked)?(?:-(\d+))?\.sqlite$/;
/** A backup that somebody asked for: never thinned out. */
const askedPattern = /-asked(?:-\d+)?\.sqlite$/;
/** The history that a restore replaced: beside the backups, so that it can be gone back to, and never thinned out. */
const keptPattern = /^before-restore-(.+)-v\d+(?:-(\d+))?\.sqlite$/;

interface BackupName {
  readonly file: string;
  readonly stamp: string;
  readonly number: number;
}

/** Names of this form, the one that was made last first. */
function namesOf(folder: string, form: RegExp): BackupName[] {
  if (!existsSync(backupFolder(folder))) return [];
  return readdirSync(backupFolder(folder))
    .flatMap((file) => {
      const [, stamp, number = '1'] = form.exec(file) ?? [];
      return stamp === undefined ? [] : [{ file, stamp, number: Number(number) }];
    })
    .sort((a, b) => b.number - a.number || (a.stamp < b.stamp ? 1 : -1));
}

/** A path whose number is above all of its form. The first has none. */
function nextName(folder: string, stem: string, form: RegExp): string {
  const last = namesOf(folder, form)[0]?.number ?? 0;
  return join(backupFolder(folder), `${stem}${last === 0 ? '' : `-${last + 1}`}.sqlite`);
}

/** A time that can stand in a file's name. */
const stampOf = (now: Date): string => now.toISOString().replaceAll(':', '').replace('.', '');

/** The first of `name`, `name-2`, `name-3`, … that is not taken. */
function freeName(name: string): string {
  const [stem, ending] = [name.replace(/\.sqlite.*$/, ''), name.match(/\.sqlite.*$/)?.[0] ?? ''];
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${stem}-${i}${ending}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Writes a compact copy of an open database beside it; returns the copy's path once it is whole. */
export function writeBackup(database: Database.Database, folder: string, now: Date): string {
  mkdirSync(backupFolder(folder), { recursive: true });
  const version = database.pragma('user_version', { simple: true });
  const file = nextName(folder, `history-${stampOf(now)}-v${version}`, pattern);
  const partial = `${file}.partial`;
  removePartial(folder); // of a host that died while it wrote one
  try {
    database.prepare('VACUUM INTO ?').run(partial);
    renameSync(partial, file);
  } catch (error) {
    removePartial(folder);
    throw error;
  }
  return file;
}

/**
 * As `writeBackup`, while others use the history: it is copied a few megabytes at a time, changes included. One that is
 * `asked` for is kept until somebody deletes it.
 */
export async function writeBackupInPeace(
  database: Database.Database,
  folder: string,
  now: Date,
  { asked }: { asked: boolean },
): Promise<string> {
  mkdirSync(backupFolder(folder), { recursive: true });
  const version = database.pragma('user_version', { simple: true });
  const file = nextName(folder, `history-${stampOf(now)}-v${version}${asked ? '-asked' : ''}`, pattern);
  const partial = `${file}.partial`;
  removePartial(folder);
  try {
    await database.backup(partial, { progress: () => pagesAtOnce });
    const copy = new Database(partial);
    copy.pragma('journal_mode = DELETE'); // one file, also for whoever opens it to read
    copy.close();
    syncFile(partial);
    renameSync(partial, file);
  } catch (error) {
    removePartial(folder);
    throw error;
  }
  return file;
}

/** 8 MB. */
const pagesAtOnce = 2000;

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function removePartial(folder: string): void {
  for (const name of readdirSync(backupFolder(folder))) {
    if (/\.partial(-journal|-wal|-shm)?$/.test(name))
      rmSync(join(backupFolder(folder), name), { force: true });
  }
}

/** Paths of the backups, newest first, by the order in which they were made. */
export function listBackups(folder: string): string[] {
  return namesOf(folder, pattern).map(({ file }) => join(backupFolder(folder), file));
}

export interface BackupDescription {
  readonly file: string;
  /** ISO 8601, UTC, by the clock of then. */
  readonly created: string;
  readonly bytes: number;
  readonly keptAside: boolean;
  /** Somebody asked for it. */
  readonly asked: boolean;
}

/** Backups, newest first, then what restores kept aside. */
export function describeBackups(folder: string): BackupDescription[] {
  return [pattern, keptPattern].flatMap((form) =>
    namesOf(folder, form).map(({ file, stamp }) => {
      const { size, mtime } = statSync(join(backupFolder(folder), file));
      const created = timeOf(stamp) ?? mtime.toISOString();
      return { file, created, bytes: size, keptAside: form === keptPattern, asked: isAsked(file) };
    }),
  );
}

/** The time that `stampOf` wrote; null for a name of somebody else's. */
function timeOf(stamp: string): string | null {
  const parts = /^(\S+T\d\d)(\d\d)(\d\d)(\d{3}Z)$/.exec(stamp);
  return parts === null ? null : `${parts[1]}:${parts[2]}:${parts[3]}.${parts[4]}`;
}

/** Backups that are made by themselves: so many of the newest are kept. */
export const keptBackups = 5;

const isAsked = (file: string): boolean => askedPattern.test(basename(file));

/** Keeps the newest `keep` of those that were made by themselves, and all that were asked for. */
export function thinBackups(folder: string, keep: number): void {
  const own = listBackups(folder).filter((file) => !isAsked(file));
  for (const file of own.slice(keep)) rmSync(file, { force: true });
}

/** The newest backup that opens and passes SQLite's quick check, or null. */
export function newestGoodBackup(folder: string): string | null {
  return listBackups(folder).find(isGood) ?? null;
}

function isGood(file: string): boolean {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    return database.pragma('quick_check', { simple: true }) === 'ok';
  } catch {
    return false; // A backup that does not open is no good backup, which is the answer.
  } finally {
    database?.close();
  }
}

/** Throws a `StoreError` where a backup cannot take the place of the history: damaged, foreign, newer. */
export function checkBackup(file: string): void {
  const name = basename(file);
  if (!isGood(file)) throw new StoreError('damaged', `the backup ${name} is damaged`);
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const version = Number(database.pragma('user_version', { simple: true }));
    if (database.pragma('application_id', { simple: true }) !== applicationId || version === 0)
      throw new StoreError('foreign', `${name} is not a backup of Springback's`);
    if (version > migrations.length)
      throw new StoreError('newer', `the backup ${name} was written by a newer version of Springback`);
  } finally {
    database.close();
  }
}

/** Moves a closed history beside its backups under a name that no thinning takes; returns the name. */
export function keepAside(folder: string, now: Date): string {
  mkdirSync(backupFolder(folder), { recursive: true });
  const target = nextName(folder, `before-restore-${stampOf(now)}-v${migrations.length}`, keptPattern);
  moveDatabase(databaseFile(folder), target);
  return basename(target);
}

/** Undoes `keepAside`. What stands in the way, which is a copy of a backup, is removed. */
export function takeBack(folder: string, name: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(databaseFile(folder) + suffix, { force: true });
  moveDatabase(join(backupFolder(folder), name), databaseFile(folder));
}

/** Its -wal first: it means nothing without the file, and the file without it may lack what was committed last. */
function moveDatabase(from: string, to: string): void {
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/** Whether a damaged history of this folder was ever moved aside. */
export const wasMovedAside = (folder: string): boolean => existsSync(join(folder, 'damaged'));

/** Moves a database with its -wal and -shm into `damaged/`; returns their new paths. */
export function moveAside(folder: string, now: Date): string[] {
  const target = join(folder, 'damaged');
  mkdirSync(target, { recursive: true });
  const stem = freeName(join(target, `history-${stampOf(now)}.sqlite`));
  const moved: string[] = [];
  for (const suffix of ['', '-wal', '-shm']) {
    const file = databaseFile(folder) + suffix;
    if (!existsSync(file)) continue;
    renameSync(file, stem + suffix);
    moved.push(stem + suffix);
  }
  return moved;
}

/** Puts a backup in the place of a history that is gone. Refuses where there is one, which is never overwritten. */
export function restoreBackup(folder: string, backup: string): void {
  const file = databaseFile(folder);
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix))
      throw new Error(`${file + suffix} is there already; move it away to restore a backup`);
  }
  if (!isGood(backup)) throw new StoreError('damaged', `the backup ${basename(backup)} is damaged`);
  const partial = `${file}.partial`;
  copyFileSync(backup, partial);
  syncFile(partial);
  renameSync(partial, file);
  rememberClose(file); // it was read through a moment ago
}
