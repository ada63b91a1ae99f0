// Opens the history of a data folder: checks it, brings it to this version's tables, keeps backups. Whether another
// host works on the folder is the host's to know; two connections are safe, but only one may decide what to train.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import {
  databaseFile,
  describeBackups,
  keptBackups,
  moveAside,
  newestGoodBackup,
  thinBackups,
  writeBackup,
} from './backups.ts';
import { forgetClose, isAsClosed, rememberClose } from './clean-close.ts';
import { applicationId, migrations } from './migrations.ts';
import { Store } from './store.ts';
import { codeOf, DamagedStoreError, guarded, isDamage, StoreError } from './store-error.ts';

export interface StoreOptions {
  /** Opens what is there and changes nothing, also a database of a newer version. */
  readonly readonly?: boolean;
  /** For the names of backups; the time of opening unless given. */
  readonly now?: Date;
  /** A backup is made on opening where the newest is further away than this; 24 unless given. */
  readonly backupEveryHours?: number;
  /** Backups kept; 5 unless given. */
  readonly keepBackups?: number;
  /** Size that the database may grow to, in bytes; beyond it every change fails as on a full disk. */
  readonly quotaBytes?: number;
  /** The steps that lead to the tables, for tests of migration. */
  readonly migrations?: readonly string[];
}

/**
 * Opens or creates `history.sqlite` in a folder. Throws a `StoreError`: `newer`, `foreign`, `readonly`, `full`, `busy`;
 * or a `DamagedStoreError`, after which the next opening starts an empty history unless a backup is restored first.
 */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  const file = databaseFile(folder);
  const now = options.now ?? new Date();
  const readonly = options.readonly ?? false;
  if (!readonly) guarded(folder, () => mkdirSync(folder, { recursive: true }));
  const isNew = !readonly && !existsSync(file);
  let database: Database.Database | null = null;
  try {
    database = readonly ? openToRead(file) : guarded(file, () => new Database(file, { timeout: 5000 }));
    const opening = { folder, file, now, readonly, options };
    const warnings = prepare(database, opening);
    if (readonly) {
      database = withThisVersionsTables(database, options.migrations ?? migrations);
      return new Store(database, { file, warnings });
    }
    forgetClose(file);
    const due = isLarge(file) && backupIsDue(database, opening);
    return new Store(database, { file, warnings, backupIsDue: due, afterClose: () => rememberClose(file) });
  } catch (error) {
    database?.close();
    if (isNew) for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    const cause = error instanceof StoreError && isDamage(error.cause) ? error.cause : error;
    if (!isDamage(cause)) throw error;
    if (!readonly) forgetClose(file);
    const movedTo = readonly ? [] : guarded(folder, () => moveAside(folder, now));
    throw new DamagedStoreError({ file, movedTo, backup: newestGoodBackup(folder), cause });
  }
}

/**
 * In WAL mode SQLite writes beside the file even to read it. Where the disk does not allow that, a copy in memory is
 * read, which is whole unless a -wal holds what was committed last.
 */
function openToRead(file: string): Database.Database {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    database.pragma('schema_version');
    return database;
  } catch (error) {
    database?.close();
    const wal = statSync(`${file}-wal`, { throwIfNoEntry: false });
    const asked = codeOf(error) === 'SQLITE_CANTOPEN' && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!asked || (wal?.size ?? 0) > 0) return guarded(file, () => raise(error));
    return guarded(file, () => copyInMemory(file));
  }
}

function copyInMemory(file: string): Database.Database {
  const bytes = readFileSync(file);
  bytes.fill(1, 18, 20); // not in WAL mode: https://sqlite.org/fileformat2.html#file_format_version_numbers
  const database = new Database(bytes);
  database.pragma('query_only = ON');
  return database;
}

/** A history of an older version that must not be changed is read from a copy in memory, which is brought up to date. */
function withThisVersionsTables(database: Database.Database, steps: readonly string[]): Database.Database {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version >= steps.length) return database;
  const bytes = database.serialize();
  database.close();
  bytes.fill(1, 18, 20); // see copyInMemory
  const copy = new Database(bytes);
  for (const step of steps.slice(version)) copy.exec(step);
  copy.pragma('query_only = ON');
  return copy;
}

function raise(error: unknown): never {
  throw error;
}

interface Opening {
  readonly folder: string;
  readonly file: string;
  readonly now: Date;
  readonly readonly: boolean;
  readonly options: StoreOptions;
}

/** Returns what went wrong without keeping the history from being used. */
function prepare(database: Database.Database, opening: Opening): string[] {
  const { file, readonly, options } = opening;
  const steps = options.migrations ?? migrations;
  const version = guarded(file, () => check(database, file));
  if (readonly) {
    if (version > 0) return [];
    throw new StoreError('foreign', `${file} holds no history yet: "springback run FILE" begins one`);
  }
  if (version > steps.length) {
    throw new StoreError(
      'newer',
      `${file} was written by a newer version of Springback (its version is ${version}, this one knows ${steps.length}); it was not changed`,
    );
  }
  guarded(file, () => {
    setPragmas(database, options);
    if (version < steps.length) migrate(database, version, steps, opening);
  });
  const now = version === steps.length && !isLarge(file) && backupIsDue(database, opening);
  return now ? backUpOrWarn(database, opening) : [];
}

/** Whether a backup takes seconds: then it is the host's to make, beside other work. */
const isLarge = (file: string): boolean =>
  (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 64_000_000;

/** Returns `user_version`. A database that fails its check throws as SQLite's own corruption does. */
function check(database: Database.Database, file: string): number {
  const verdict = isAsClosed(file) ? 'ok' : database.pragma('quick_check', { simple: true });
  if (verdict !== 'ok') throw new Database.SqliteError(`quick_check: ${String(verdict)}`, 'SQLITE_CORRUPT');
  const owner = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (owner !== applicationId && tables !== 0)
    throw new StoreError('foreign', `${file} is not a history of Springback's`);
  return Number(database.pragma('user_version', { simple: true }));
}

/** `synchronous` does not survive the switch to WAL, so it is set after. NORMAL: see `Store.durably`. */
function setPragmas(database: Database.Database, options: StoreOptions): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('foreign_keys = ON');
  if (options.quotaBytes === undefined) return;
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  database.pragma(`max_page_count = ${Math.max(1, Math.floor(options.quotaBytes / pageSize))}`);
}

function migrate(
  database: Database.Database,
  version: number,
  steps: readonly string[],
  opening: Opening,
): void {
  if (version > 0) backUp(database, opening);
  database
    .transaction(() => {
      for (const step of steps.slice(version)) database.exec(step);
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}

function backupIsDue(database: Database.Database, { folder, now, options }: Opening): boolean {
  if (database.prepare('SELECT count(*) FROM experiment').pluck().get() === 0) return false;
  const newest = describeBackups(folder).find(({ keptAside }) => !keptAside);
  if (newest === undefined) return true;
  // Also one from the future: the clock was wrong then or is now, and nobody knows how old it is.
  const apart = Math.abs(now.getTime() - Date.parse(newest.created));
  return apart > (options.backupEveryHours ?? 24) * 3_600_000;
}

function backUp(database: Database.Database, { folder, now, options }: Opening): void {
  writeBackup(database, folder, now);
  thinBackups(folder, options.keepBackups ?? keptBackups);
}

/** A full disk must not keep anybody from their history. */
function backUpOrWarn(database: Database.Database, opening: Opening): string[] {
  try {
    guarded(opening.file, () => backUp(database, opening));
    return [];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [`no backup of the history was made: ${error.message}`];
  }
}
