// The examination of an installation: versions, devices, graphics, data folder, disk, history, backups; and what to do
// where something is amiss. It changes nothing but creates the data folder where it is missing.
import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { DoctorCheck } from '../contract/settings.ts';
import type { DeviceReport } from '../contract/trainer.ts';
import { databaseFile, describeBackups } from '../store/backups.ts';
import { migrations } from '../store/migrations.ts';
import { checkDatabase } from './check-database.ts';
import { checkGraphics } from './check-graphics.ts';
import { createHome, homeFolders } from './home.ts';
import { currentHolder } from './lock.ts';
import { packageVersion } from './package-root.ts';

type Finding = Omit<DoctorCheck, 'name'>;
const fine = (detail: string): Finding => ({ state: 'ok', detail, remedy: '' });

/** `home` is null where a bundle is shown in place of a data folder; `devices` an Error where no trainer could be asked. */
export async function examine(
  home: string | null,
  devices: readonly DeviceReport[] | Error,
): Promise<DoctorCheck[]> {
  const checks = [attempt('Springback', about), attempt('Node', runtime)];
  if (home !== null) {
    checks.push(
      attempt('Data folder', () => dataFolder(home)),
      attempt('Disk', () => disk(home)),
    );
    checks.push(
      attempt('Database', () => database(home)),
      attempt('Backups', () => backups(home)),
    );
  }
  checks.push(attempt('Graphics', () => checkGraphics()));
  return [...(await Promise.all(checks)), ...deviceChecks(devices)];
}

/** Whether steps can be trained here. */
export const isSound = (checks: readonly DoctorCheck[]): boolean =>
  checks.every(({ state }) => state !== 'problem');

async function attempt(name: string, find: () => Finding | Promise<Finding>): Promise<DoctorCheck> {
  try {
    return { name, ...(await find()) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, state: 'problem', detail, remedy: '' };
  }
}

const about = (): Finding =>
  fine(
    `${packageVersion()} on ${process.platform} ${process.arch}, ${availableParallelism()} cores, ${size(totalmem())} of memory`,
  );

function runtime(): Finding {
  const { node, electron } = process.versions;
  const detail = electron === undefined ? node : `${node} in Electron ${electron}`;
  if (Number(node.split('.')[0]) >= 22) return fine(detail);
  return {
    state: 'problem',
    detail: `${detail}: the history needs 22 or newer`,
    remedy: 'run npm install, which brings Node 24',
  };
}

function dataFolder(home: string): Finding {
  createHome(home);
  const holder = currentHolder(home);
  if (holder === null || holder.pid === process.pid) return fine(home);
  return fine(`${home}, in use by process ${holder.pid} (${holder.kind}) ${holder.url}`.trim());
}

async function disk(home: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  if (free > 2e9) return fine(`${size(free)} free`);
  const remedy = 'make room, or choose a data folder on another disk in the settings';
  return { state: free > 2e8 ? 'warning' : 'problem', detail: `only ${size(free)} free`, remedy };
}

async function database(home: string): Promise<Finding> {
  const folder = homeFolders(home).database;
  const file = databaseFile(folder);
  if (!existsSync(file)) return fine('no history yet');
  const { verdict, version, experiments, seconds } = await checkDatabase(file);
  if (version > migrations.length) {
    const detail = `${file} was written by a newer version of Springback (${version}, this one knows ${migrations.length})`;
    return { state: 'problem', detail, remedy: 'install the newer version' };
  }
  const all = `${experiments} ${experiments === 1 ? 'experiment' : 'experiments'}, ${size(statSync(file).size)}`;
  if (verdict.length === 1 && verdict[0] === 'ok')
    return fine(`${all}, every page and index is sound (checked in ${seconds.toFixed(1)} s)`);
  return {
    state: 'problem',
    detail: `${all}: ${verdict.slice(0, 3).join('; ')}`,
    remedy: 'restore the newest backup (History, Data, Backups, Restore)',
  };
}

function backups(home: string, now = Date.now()): Finding {
  const folder = homeFolders(home).database;
  const [newest, ...others] = describeBackups(folder).filter(({ keptAside }) => !keptAside);
  if (newest === undefined) {
    if (!existsSync(databaseFile(folder))) return fine('none yet, there is no history');
    return {
      state: 'warning',
      detail: 'none yet',
      remedy: 'one is made a day; make the first now (History, Data, Backups, Back up now)',
    };
  }
  const hours = (now - Date.parse(newest.created)) / 3_600_000;
  if (hours < -1) {
    const detail = `${others.length + 1} kept, the newest is dated ${newest.created.slice(0, 10)}, which is still to come`;
    return { state: 'warning', detail, remedy: 'see whether the clock of this machine is right' };
  }
  const age =
    hours < 1
      ? 'less than an hour'
      : hours < 48
        ? `${Math.round(hours)} hours`
        : `${Math.round(hours / 24)} days`;
  const detail = `${others.length + 1} kept, the newest is ${age} old`;
  if (hours < 24 * 14) return fine(detail);
  return { state: 'warning', detail, remedy: 'make one now (History, Data, Backups, Back up now)' };
}

function deviceChecks(devices: readonly DeviceReport[] | Error): DoctorCheck[] {
  if (devices instanceof Error)
    return [{ name: 'Devices', state: 'warning', detail: devices.message, remedy: '' }];
  return devices.map(({ device, available, detail, remedy }) => ({
    name: `Device ${device}`,
    state: available ? 'ok' : device === 'cpu' ? 'problem' : 'warning',
    detail: available ? detail : `not available: ${detail}`,
    remedy: available ? '' : remedy,
  }));
}

const size = (bytes: number): string =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${Math.ceil(bytes / 1e3)} kB`;
