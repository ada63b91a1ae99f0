import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { homeFolders } from '../../src/host/home.ts';
import {
  checkBackup,
  databaseFile,
  describeBackups,
  keepAside,
  listBackups,
  restoreBackup,
  thinBackups,
} from '../../src/store/backups.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { finish, removeTemporaryFolders, submit, temporaryFolder } from './fixtures.ts';

afterAll(removeTemporaryFolders);

/** A history as version 1 wrote it: one run with points, a sample and checkpoints. */
function oldHistory(): string {
  const folder = temporaryFolder();
  const file = databaseFile(folder);
  const database = new Database(file);
  database.exec(migrations[0]!);
  database.pragma('application_id = 0x53505247');
  database.pragma('user_version = 1');
  database.exec(`
    INSERT INTO experiment (name, notes, tags, schedule, source, folder, state, created) VALUES
      ('Größe', 'n', '["α"]', '{"metric":"behaviour.score","axes":{},"seeds":[1]}', '{}', '', 'finished', '2026-01-01T00:00:00.000Z');
    INSERT INTO step (key, phase, spec, ends, state, committed) VALUES
      ('a', 'align', '{"kind":"tune"}', 4, 'finished', 4), ('u', 'unalign', '{"kind":"tune"}', 4, 'finished', 4);
    INSERT INTO planned_step VALUES (1, 0, 1, NULL, NULL, NULL, 4, 10), (1, 1, 2, 'a', NULL, NULL, 4, 10);
    INSERT INTO run (experiment, ordinal, seed, axis_values) VALUES (1, 0, 1, '{}');
    INSERT INTO run_step VALUES (1, 0, 1), (1, 1, 2);
    INSERT INTO metric (name) VALUES ('behaviour.score'), ('other');
    INSERT INTO measurement VALUES (1, 1, 0, 0.5), (1, 1, 4, 0.9), (1, 2, 4, 7.0), (2, 1, 0, 0.9), (2, 1, 4, NULL);
    INSERT INTO sample VALUES (1, 0, 0, 'p', 'r', NULL);
    INSERT INTO checkpoint VALUES (1, 4, 'a.safetensors', 'x', 100, 1), (2, 4, 'u.safetensors', 'x', 10, 1);`);
  database.close();
  return folder;
}

describe('a history of version 1', () => {
  it('is brought to this version with all that is in it, and a backup of the old one is kept', () => {
    const folder = oldHistory();
    const store = openStore(folder);
    expect(listBackups(folder)[0]).toMatch(/-v1\.sqlite$/);
    expect(store.experiments()).toMatchObject([
      { name: 'Größe', tags: ['α'], starred: false, archived: false, trashed: null },
    ]);
    expect([...store.figures.runs().values()]).toEqual([
      {
        id: 1,
        notes: '',
        tags: [],
        starred: false,
        archived: false,
        pretrained: 0.5,
        aligned: 0.9,
        final: null, // not a number
        ownBytes: 110,
        sharedBytes: 0,
      },
    ]);
    expect(store.figures.experiments()).toMatchObject([{ points: 5, runs: 1, ownBytes: 110 }]);
    expect(store.samples(1)).toMatchObject([{ prompt: 'p', tokens: null }]);
    store.close();
  });

  it('is read without being changed where it must not be', () => {
    const folder = oldHistory();
    const before = readFileSync(databaseFile(folder));
    const store = openStore(folder, { readonly: true });
    expect(store.figures.experiments()).toMatchObject([{ points: 5 }]);
    expect(() => store.marks.annotateRuns([1], { notes: 'x' })).toThrow(StoreError);
    store.close();
    expect(readFileSync(databaseFile(folder))).toEqual(before);
    expect(existsSync(`${databaseFile(folder)}-closed`)).toBe(false);
  });
});

describe('what was purged', () => {
  it('cannot be found half deleted: a step that is planned again meanwhile begins anew', () => {
    const store = openStore(temporaryFolder());
    const { id, plan } = submit(store);
    for (const { key } of plan.steps) finish(store, key);
    const { key } = plan.steps.at(-1)!;
    const many = Array.from({ length: 60_000 }, (_, update) => ({
      metric: 'train.loss',
      update,
      value: update,
    }));
    store.addPoints(key, many, [], 60_000);
    store.marks.setTrashed([id], '2026-01-01T00:00:00.000Z');
    const purge = store.cleaner.planPurge(null);
    expect(purge).toMatchObject({ points: 60_000, kept: 0, experiments: [{ id }] });
    expect(purge.steps).toHaveLength(plan.steps.length);
    store.cleaner.purge(purge);
    expect(store.cleaner.removeSlice()).toBe(true); // 40,000 of them
    expect(store.figures.points()).toBe(60_000); // the row is still there, without its name

    const again = submit(store);
    expect(again.id).toBe(id + 1);
    expect(store.step(key)).toMatchObject({ state: 'waiting', update: 0 });
    expect(store.stepPoints(key)).toEqual([]);
    expect(store.checkpoints(key)).toEqual([]);
    while (store.cleaner.removeSlice());
    expect(store.figures.points()).toBe(0);
    expect(store.addPoints(key, many.slice(0, 3), [], 3)).toEqual([]);
    expect(store.figures.experiments()).toMatchObject([{ id: again.id, points: 3 }]);
    store.close();
  });

  it('was never more than the trash', () => {
    const store = openStore(temporaryFolder());
    const { id } = submit(store);
    expect(store.cleaner.planPurge([id])).toMatchObject({ experiments: [], steps: [], files: [] });
    store.close();
  });
});

describe('a history that was closed in good order', () => {
  it('is not read through again, but is after any change by others', () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    const file = databaseFile(folder);
    const mark = `${file}-closed`;
    const closed = readFileSync(mark, 'utf8');
    const store = openStore(folder);
    expect(existsSync(mark)).toBe(false); // whoever dies from here on leaves no mark
    store.close();
    expect(readFileSync(mark, 'utf8').split(' ')[0]).toBe(closed.split(' ')[0]);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 4096, 40_000));
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect(() => openStore(folder)).toThrow('is damaged');
  });
});

describe('backups', () => {
  it('tell when they were made, and what a restore kept is listed but never thinned out', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    submit(store);
    const made = await store.backUp(new Date('2026-02-03T04:05:06.789Z'), { asked: false });
    submit(store, { name: 'second' });
    store.close();
    checkBackup(made);
    const kept = keepAside(folder, new Date('2026-02-04T00:00:00.000Z'));
    restoreBackup(folder, made);
    expect(describeBackups(folder)).toMatchObject([
      { created: '2026-02-03T04:05:06.789Z', keptAside: false },
      { file: kept, created: '2026-02-04T00:00:00.000Z', keptAside: true },
    ]);
    const restored = openStore(folder);
    expect(restored.experiments()).toHaveLength(1);
    restored.close();
    expect(listBackups(folder).some((file) => file.endsWith(kept))).toBe(false);
  });

  it('that were asked for push no daily one out and are pushed out by none', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    submit(store);
    const on = (day: number): Date => new Date(Date.UTC(2026, 1, day));
    const asked = [];
    for (const day of [1, 2, 3, 3]) asked.push(await store.backUp(on(day), { asked: true }));
    const daily = [];
    for (const day of [4, 5, 6, 7]) daily.push(await store.backUp(on(day), { asked: false }));
    thinBackups(folder, 2);
    store.close();
    const kept = [...daily.slice(-2), ...asked].map((file) => basename(file));
    expect(
      listBackups(folder)
        .map((file) => basename(file))
        .toSorted(),
    ).toEqual(kept.toSorted());
    expect(asked.map((file) => basename(file)).slice(-2)).toEqual([
      `history-2026-02-03T000000000Z-v${migrations.length}-asked-3.sqlite`,
      `history-2026-02-03T000000000Z-v${migrations.length}-asked-4.sqlite`,
    ]);
    expect(describeBackups(folder).map((one) => [one.created.slice(8, 10), one.asked])).toEqual([
      ['07', false],
      ['06', false],
      ['03', true],
      ['03', true],
      ['02', true],
      ['01', true],
    ]);
    checkBackup(asked[3]!);
  });

  it('of others, and of newer versions, are refused', () => {
    const folder = temporaryFolder();
    const file = `${folder}/history-x-v9.sqlite`;
    const database = new Database(file);
    database.exec('CREATE TABLE mine (a)');
    expect(() => checkBackup(file)).toThrow("is not a backup of Springback's");
    database.pragma('application_id = 0x53505247');
    database.pragma(`user_version = ${migrations.length + 1}`);
    expect(() => checkBackup(file)).toThrow('newer version');
    database.close();
  });
});

describe('a generated history', () => {
  it('is the same for the same seed, has the size that was asked for, and tells the figures of its runs', () => {
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    const size = { experiments: 4, runsPerExperiment: 20, points: 60_000 };
    const made = generateHistory(a, size);
    expect(generateHistory(b, size)).toEqual(made);
    expect(made).toMatchObject({ experiments: 4, runs: 80 });
    expect(Math.abs(made.points / 60_000 - 1)).toBeLessThan(0.1);
    const [one, two] = [a, b].map((home) => openStore(homeFolders(home).database));
    expect([...one!.points(2)]).toEqual([...two!.points(2)]);
    const runs = [...one!.figures.runs().values()];
    expect(runs).toHaveLength(80);
    expect(runs.every(({ aligned, final }) => aligned! > 0 && final! < 0)).toBe(true);
    expect(runs.every(({ ownBytes, sharedBytes }) => ownBytes > 0 && sharedBytes > 0)).toBe(true);
    const points = one!.figures.experiments().map(({ points }) => points);
    expect(points).toEqual([1, 2, 3, 4].map((id) => [...one!.points(id)].length));
    one!.close();
    two!.close();
  });
});
