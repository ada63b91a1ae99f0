// `springback doctor`: what this machine can train on, where the data is, and whether it is in order.
import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { DeviceReport } from '../contract/trainer.ts';
import { createHome } from '../host/home.ts';
import { currentHolder } from '../host/lock.ts';
import { packageVersion } from '../host/package-root.ts';
import { startTrainerProcess } from '../host/trainer-process.ts';
import { probeDevices } from '../lab/trainer-pool.ts';
import { openStore } from '../store/open-store.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { result, resultJson } from './output.ts';
import { bytes } from './text.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Fails where training on the processor or the data folder does not work. */
export async function doctor(home: string, json: boolean): Promise<ExitCode> {
  const after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  };
  const checks = [versions(), ...folderChecks(home)];
  const devices = await probeDevices({ startTrainer: (events) => startTrainerProcess(events), after });
  const ok =
    checks.every((check) => check.ok) &&
    devices.some(({ device, available }) => device === 'cpu' && available);
  if (json) resultJson({ ok, checks, devices });
  else {
    for (const check of checks) result(`${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`);
    for (const device of devices) for (const line of deviceLines(device)) result(line);
    result(ok ? 'Ready to train.' : 'Not ready: see the lines with ✗.');
  }
  return ok ? exitCodes.done : exitCodes.failed;
}

function versions(): Check {
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${bytes(totalmem())} of memory`;
  return {
    name: 'version',
    ok: true,
    detail: `springback ${packageVersion()}, Node ${process.versions.node}, ${machine}`,
  };
}

function folderChecks(home: string): Check[] {
  return [
    attempt('data folder', () => {
      createHome(home);
      const holder = currentHolder(home);
      return holder === null
        ? home
        : `${home}, in use by process ${holder.pid} (${holder.kind}) ${holder.url}`.trim();
    }),
    attempt('history', () => checkHistory(home)),
    attempt('disk', () => {
      const { bavail, bsize } = statfsSync(home);
      return `${bytes(bavail * bsize)} free`;
    }),
  ];
}

/** Opening checks the database; where a host has the folder it is only read. */
function checkHistory(home: string): string {
  const store = openStore(createHome(home).database, { readonly: currentHolder(home) !== null });
  try {
    const experiments = store.experiments().length;
    return `${experiments} ${experiments === 1 ? 'experiment' : 'experiments'}, the database is sound`;
  } finally {
    store.close();
  }
}

function attempt(name: string, work: () => string): Check {
  try {
    return { name, ok: true, detail: work() };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function deviceLines({ device, available, detail, remedy }: DeviceReport): string[] {
  const line = `${available ? '✓' : '–'} device ${device}: ${detail}`;
  return available || remedy === '' ? [line] : [line, `    to get it: ${remedy}`];
}
