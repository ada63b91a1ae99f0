import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { DoctorCheck } from '../../src/contract/settings.ts';
import type { DeviceReport } from '../../src/contract/trainer.ts';
import { checkDatabase } from '../../src/host/check-database.ts';
import { examine, isSound } from '../../src/host/doctor.ts';
import { homeFolders } from '../../src/host/home.ts';
import { openStore } from '../../src/store/open-store.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

const cpu: DeviceReport = { device: 'cpu', available: true, detail: 'onnxruntime', remedy: '' };
const named = (checks: readonly DoctorCheck[], name: string) => checks.find((check) => check.name === name);

it('of a folder that was never used, all is in order', async () => {
  const checks = await examine(temporaryHome(), [cpu]);
  expect(named(checks, 'Database')).toMatchObject({ state: 'ok', detail: 'no history yet' });
  expect(named(checks, 'Backups')).toMatchObject({ state: 'ok' });
  expect(isSound(checks)).toBe(true);
});

it('a page that was overwritten is found, though the database still opens', async () => {
  const home = temporaryHome();
  const { database } = homeFolders(home);
  const file = join(database, 'history.sqlite');
  openStore(database).close();
  const direct = new Database(file);
  const insert = direct.prepare("INSERT INTO setting (name, value) VALUES (?, '1')");
  direct.transaction(() => {
    for (let i = 0; i < 4000; i++) insert.run(`name ${i} ${'x'.repeat(60)}`);
  })();
  direct.close();
  expect(named(await examine(home, [cpu]), 'Database')).toMatchObject({ state: 'ok' });
  const pages = readFileSync(file).length / 4096;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(1000, 7), 0, 1000, (pages - 2) * 4096 + 2000);
  closeSync(handle);
  const checks = await examine(home, [cpu]);
  expect(named(checks, 'Database')).toMatchObject({
    state: 'problem',
    remedy: expect.stringContaining('restore'),
  });
  expect(isSound(checks)).toBe(false);
});

it('a history of a newer version, an old backup, missing devices and an unusable folder are told with what to do', async () => {
  const home = temporaryHome();
  const { database } = homeFolders(home);
  openStore(database).close();
  const direct = new Database(join(database, 'history.sqlite'));
  direct.pragma('user_version = 999');
  direct.close();
  mkdirSync(join(database, 'backups'));
  const old = new Date(Date.now() - 40 * 86_400_000).toISOString().replaceAll(/[:.]/g, '');
  writeFileSync(join(database, `backups/history-${old}-v1.sqlite`), '');
  const webgpu: DeviceReport = {
    device: 'webgpu',
    available: false,
    detail: 'no adapter',
    remedy: 'install a driver',
  };
  const checks = await examine(home, [{ ...cpu, available: false, remedy: 'install again' }, webgpu]);
  expect(named(checks, 'Database')).toMatchObject({ state: 'problem', remedy: 'install the newer version' });
  expect(named(checks, 'Backups')).toMatchObject({
    state: 'warning',
    detail: '1 kept, the newest is 40 days old',
  });
  expect(named(checks, 'Device cpu')).toMatchObject({ state: 'problem', remedy: 'install again' });
  expect(named(checks, 'Device webgpu')).toEqual({
    name: 'Device webgpu',
    state: 'warning',
    detail: 'not available: no adapter',
    remedy: 'install a driver',
  });
  writeFileSync(join(home, 'file'), '');
  const unusable = await examine(join(home, 'file/deeper'), new Error('no trainer'));
  expect(named(unusable, 'Data folder')).toMatchObject({ state: 'problem' });
  expect(named(unusable, 'Devices')).toMatchObject({ state: 'warning', detail: 'no trainer' });
});

it('the check of a large database leaves the host’s event loop free', async () => {
  const home = temporaryHome();
  const { database } = homeFolders(home);
  openStore(database).close();
  const file = join(database, 'history.sqlite');
  const direct = new Database(file);
  direct.pragma('synchronous = OFF');
  direct.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000)
    INSERT INTO setting SELECT printf('name %08d', i), '1' FROM n`);
  direct.close();
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const { verdict, seconds } = await checkDatabase(file);
  clearInterval(timer);
  expect(verdict).toEqual(['ok']);
  expect(seconds).toBeGreaterThan(0.05);
  // A loop that waited for the check would have turned once or twice.
  expect(turns).toBeGreaterThan(10);
});

it('a backup that is dated after today is not called new: the clock was wrong when it was made, or is now', async () => {
  const home = temporaryHome();
  const { database } = homeFolders(home);
  openStore(database).close();
  mkdirSync(join(database, 'backups'));
  writeFileSync(join(database, 'backups/history-2100-01-01T000000000Z-v1.sqlite'), '');
  expect(named(await examine(home, [cpu]), 'Backups')).toMatchObject({
    state: 'warning',
    detail: '1 kept, the newest is dated 2100-01-01, which is still to come',
    remedy: 'see whether the clock of this machine is right',
  });
});
