// Backups of the history, and what happens to a database that cannot be read: it is kept, whole, out of the way.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

export const databaseFile = (folder: string): string => join(folder, 'history.sqlite');
const backupFolder = (folder: string): string => join(folder, 'backups');
const pattern = /^history-(.+)-v\d+\.sqlite$/;

/** A time that can stand in a file's name and sorts by age. */
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
  const file = freeName(join(backupFolder(folder), `history-${stampOf(now)}-v${version}.sqlite`));
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

function removePartial(folder: string): void {
  for (const name of readdirSync(backupFolder(folder))) {
    if (/\.partial(-journal)?$/.test(name)) rmSync(join(backupFolder(folder), name), { force: true });
  }
}

/** Paths of the backups, newest first. */
export function listBackups(folder: string): string[] {
  if (!existsSync(backupFolder(folder))) return [];
  return readdirSync(backupFolder(folder))
    .filter((name) => pattern.test(name))
    .sort()
    .reverse()
    .map((name) => join(backupFolder(folder), name));
}

/** Keeps the newest `keep` backups. */
export function thinBackups(folder: string, keep: number): void {
  for (const file of listBackups(folder).slice(keep)) rmSync(file, { force: true });
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
  renameSync(partial, file);
}
