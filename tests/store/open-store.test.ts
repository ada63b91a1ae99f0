import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import {
  databaseFile,
  describeBackups,
  listBackups,
  newestGoodBackup,
  restoreBackup,
} from '../../src/store/backups.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { DamagedStoreError, StoreError } from '../../src/store/store-error.ts';
import { removeTemporaryFolders, submit, temporaryFolder } from './fixtures.ts';

afterAll(removeTemporaryFolders);

function errorOf(action: () => unknown): StoreError {
  try {
    action();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A folder with one experiment in it, closed. */
function filledFolder(): string {
  const folder = temporaryFolder();
  const store = openStore(folder);
  submit(store);
  store.close();
  return folder;
}

function pragma(folder: string, name: string): unknown {
  const database = new Database(databaseFile(folder), { readonly: true });
  const value = database.pragma(name, { simple: true });
  database.close();
  return value;
}

const hour = 3_600_000;
const later = [...migrations, 'ALTER TABLE experiment ADD COLUMN colour TEXT'];

describe('opening', () => {
  it('makes the folder, the tables, and says which version they are', () => {
    const folder = join(temporaryFolder(), 'ein Ordner', 'Größe 弾性');
    openStore(folder).close();
    expect(pragma(folder, 'user_version')).toBe(migrations.length);
    expect(pragma(folder, 'journal_mode')).toBe('wal');
    expect(listBackups(folder)).toEqual([]);
  });

  it('has only STRICT tables', () => {
    const database = new Database(databaseFile(filledFolder()), { readonly: true });
    const lax = database.prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'`,
    );
    expect(lax.all()).toEqual([]);
    expect(
      database.prepare(`SELECT wr FROM pragma_table_list WHERE name = 'measurement'`).pluck().get(),
    ).toBe(1);
    database.close();
  });

  it('read-only changes nothing and writes nothing', () => {
    const folder = filledFolder();
    const store = openStore(folder, { readonly: true });
    expect(store.experiments()).toHaveLength(1);
    expect(errorOf(() => store.setExperiment(1, { priority: 1 })).code).toBe('readonly');
    store.close();
    expect(errorOf(() => openStore(temporaryFolder(), { readonly: true })).code).toBe('readonly');
  });

  it('a backup is made when the newest is a day old, and the newest few are kept', () => {
    const folder = filledFolder();
    const start = Date.now();
    const counts = [0, 1, 23, 25, 50, 75].map((hours) => {
      openStore(folder, { now: new Date(start + hours * hour), keepBackups: 3 }).close();
      return listBackups(folder).length;
    });
    expect(counts).toEqual([1, 1, 1, 2, 3, 3]);
    const database = new Database(listBackups(folder)[0]!, { readonly: true });
    expect(database.prepare('SELECT name FROM experiment').pluck().all()).toEqual(['example']);
    database.close();
  });
});

describe('a clock that jumps', () => {
  const clocks = [
    '2026-03-01',
    '2100-01-01',
    '1970-01-01',
    '2026-03-02',
    '2026-02-01',
    '2026-03-09',
    '1999-01-01',
  ];

  it('leaves the backups in the order in which they were made, and the five newest of them', () => {
    const folder = filledFolder();
    for (const day of clocks) openStore(folder, { now: new Date(day) }).close();
    const kept = describeBackups(folder);
    expect(kept.map(({ created }) => created.slice(0, 10))).toEqual(clocks.slice(-5).reverse());
    expect(kept.map(({ file }) => /(\d+)\.sqlite$/.exec(file)?.[1])).toEqual(['7', '6', '5', '4', '3']);
  });

  it('offers the backup that was made last, not the one with the latest date', () => {
    const folder = filledFolder();
    for (const day of ['2100-01-01', '1970-01-01']) openStore(folder, { now: new Date(day) }).close();
    expect(newestGoodBackup(folder)).toContain('history-1970-01-01T');
  });

  it('gives every backup of one moment a name of its own, the tenth after the ninth', async () => {
    const folder = filledFolder();
    const store = openStore(folder);
    const made: string[] = [];
    for (let i = 0; i < 11; i++)
      made.push(await store.backUp(new Date('2100-01-01'), { asked: i % 2 === 0 }));
    store.close();
    expect(listBackups(folder).slice(0, 11)).toEqual(made.toReversed());
  });
});

describe('migration', () => {
  it('keeps the data and makes a backup of the old version before', () => {
    const folder = filledFolder();
    const store = openStore(folder, { migrations: later });
    expect(store.experiments()).toHaveLength(1);
    store.close();
    expect(pragma(folder, 'user_version')).toBe(later.length);
    const [backup] = listBackups(folder);
    expect(basename(backup!)).toMatch(new RegExp(`^history-.*-v${migrations.length}\\.sqlite$`));
    const database = new Database(backup!, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(database.prepare('SELECT count(*) FROM experiment').pluck().get()).toBe(1);
    database.close();
  });

  it('that fails leaves the database as it was', () => {
    const folder = filledFolder();
    const broken = [...later, 'CREATE TABLE half (a INTEGER) STRICT; THIS IS NOT SQL'];
    expect(() => openStore(folder, { migrations: broken })).toThrow('syntax error');
    expect(pragma(folder, 'user_version')).toBe(migrations.length);
    const store = openStore(folder);
    expect(store.experiments()).toHaveLength(1);
    store.close();
  });

  it('backwards is refused, and the newer history can still be read', () => {
    const folder = filledFolder();
    openStore(folder, { migrations: later }).close();
    const before = readFileSync(databaseFile(folder));
    const error = errorOf(() => openStore(folder));
    expect(error.code).toBe('newer');
    expect(error.message).toContain('newer version of Springback (its version is 3, this one knows 2)');
    expect(readFileSync(databaseFile(folder))).toEqual(before);
    const store = openStore(folder, { readonly: true });
    expect(store.experiments()).toHaveLength(1);
    store.close();
  });

  it('leaves alone a database that is not a history', () => {
    const folder = temporaryFolder();
    const database = new Database(databaseFile(folder));
    database.exec('CREATE TABLE mine (a)');
    database.close();
    expect(errorOf(() => openStore(folder)).code).toBe('foreign');
    expect(existsSync(databaseFile(folder))).toBe(true);
  });
});

/** Overwrites the middle of the file, which holds tables. */
function corrupt(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4096, Math.min(bytes.length, 60_000));
  writeFileSync(file, bytes);
}

describe('a damaged database', () => {
  it.each<[string, (file: string) => void]>([
    ['overwritten in the middle', corrupt],
    ['cut off', (file) => truncateSync(file, statSync(file).size / 2)],
    [
      'not a database at all',
      (file) => writeFileSync(file, 'not a database, but long enough to look at'.repeat(50)),
    ],
  ])('%s is moved aside whole, and the newest good backup is offered', (_, damage) => {
    const folder = filledFolder();
    openStore(folder, { now: new Date(Date.now() - hour) }).close(); // makes the good backup
    const [good] = listBackups(folder);
    writeFileSync(join(folder, 'backups', 'history-9999-v1.sqlite'), 'a newer backup, but a bad one');
    damage(databaseFile(folder));
    writeFileSync(`${databaseFile(folder)}-wal`, '');
    const damaged = readFileSync(databaseFile(folder));

    const error = errorOf(() => openStore(folder)) as DamagedStoreError;
    expect(error).toBeInstanceOf(DamagedStoreError);
    expect(error.backup).toBe(good);
    expect(error.message).toContain(good!);
    expect(readFileSync(error.movedTo[0]!)).toEqual(damaged);
    expect(existsSync(databaseFile(folder))).toBe(false);

    restoreBackup(folder, error.backup!);
    const store = openStore(folder);
    expect(store.experiments()).toHaveLength(1);
    store.close();
    expect(existsSync(error.movedTo[0]!)).toBe(true);
  });

  it('takes its -wal along', () => {
    const folder = filledFolder();
    corrupt(databaseFile(folder));
    writeFileSync(`${databaseFile(folder)}-wal`, 'x'.repeat(100));
    errorOf(() => openStore(folder));
    const names = readdirSync(join(folder, 'damaged'));
    expect(names.some((name) => name.endsWith('.sqlite'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('history'))).toEqual([]);
  });

  it('is left where it is when opened read-only', () => {
    const folder = filledFolder();
    corrupt(databaseFile(folder));
    const error = errorOf(() => openStore(folder, { readonly: true })) as DamagedStoreError;
    expect([error.code, error.movedTo, error.backup]).toEqual(['damaged', [], null]);
    expect(existsSync(databaseFile(folder))).toBe(true);
  });

  it('twice in the same moment keeps both', () => {
    const folder = filledFolder();
    const now = new Date();
    corrupt(databaseFile(folder));
    const first = errorOf(() => openStore(folder, { now })) as DamagedStoreError;
    writeFileSync(databaseFile(folder), 'garbage again'.repeat(100));
    const second = errorOf(() => openStore(folder, { now })) as DamagedStoreError;
    expect(first.movedTo[0]).not.toBe(second.movedTo[0]);
    expect([first, second].every(({ movedTo }) => existsSync(movedTo[0]!))).toBe(true);
  });

  it('a backup never overwrites a history, and a bad one is not restored', () => {
    const folder = filledFolder();
    openStore(folder).close();
    const [backup] = listBackups(folder);
    expect(() => restoreBackup(folder, backup!)).toThrow('is there already');
    const other = temporaryFolder();
    const bad = join(other, 'bad.sqlite');
    writeFileSync(bad, 'bad');
    expect(errorOf(() => restoreBackup(other, bad)).message).toBe('the backup bad.sqlite is damaged');
  });
});

describe('a disk that will not do', () => {
  it('full: the change fails as a whole, what was there stays, and reading goes on', () => {
    const folder = filledFolder();
    const store = openStore(folder, { quotaBytes: statSync(databaseFile(folder)).size + 50_000 });
    const { key } = store.steps(1)[0]!;
    const batch = (from: number) =>
      Array.from({ length: 500 }, (_, i) => ({ metric: 'm', update: from + i, value: 1 }));
    let stored = 0;
    const error = errorOf(() => {
      for (;;) {
        store.addPoints(key, batch(stored), [], stored);
        stored += 500;
      }
    });
    expect(error.code).toBe('full');
    expect(error.message).toContain('the disk is full');
    expect(stored).toBeGreaterThan(0);
    expect([...store.points(1)]).toHaveLength(stored);
    store.close();
    const again = openStore(folder);
    expect(again.addPoints(key, batch(stored), [], stored)).toEqual([]);
    again.close();
  });

  it('a file where the folder should be is named', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const error = errorOf(() => openStore(join(file, 'home')));
    expect(error.code).toBe('readonly');
    expect(error.message).toContain(join(file, 'home'));
  });

  // Permissions bind only users other than root, so the folder is opened as another where this runs as root.
  it('a read-only folder is named', () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'home');
    mkdirSync(folder);
    chmodSync(parent, 0o755);
    chmodSync(folder, 0o555);
    const root = process.getuid?.() === 0;
    const script = `
      if (${root}) { process.setgid(65534); process.setuid(65534); }
      const { openStore } = await import(${JSON.stringify(new URL('../../src/store/open-store.ts', import.meta.url).href)});
      try { openStore(process.argv[1]); console.log('opened'); } catch (error) { console.log(error.code, error.message); }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], {
      encoding: 'utf8',
    });
    expect(stderr).not.toContain('Error');
    expect(stdout).toMatch(/^readonly .*home.*cannot be written here/);
  });
});

describe('two connections', () => {
  it('one writes while the other reads, and each sees what was committed', () => {
    const folder = filledFolder();
    const [writer, reader] = [openStore(folder), openStore(folder, { readonly: true })];
    const { key } = writer.steps(1)[0]!;
    writer.addPoints(key, [{ metric: 'm', update: 1, value: 1 }], [], 1);
    expect([...reader.points(1)]).toHaveLength(1);
    writer.addPoints(key, [{ metric: 'm', update: 2, value: 1 }], [], 2);
    expect([...reader.points(1)]).toHaveLength(2);
    writer.close();
    reader.close();
  });
});
