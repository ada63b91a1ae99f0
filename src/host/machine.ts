// What the machine is doing: processor, memory, disk, graphics. Where the system does not tell the memory of another
// process (Windows), "own" is the host's alone.
import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import type { Meters } from '../contract/monitor.ts';
import { type Gpu, watchGpus } from './gpus.ts';

/** Two windows that ask in turn must not make the spans too short to measure. */
const leastSpanMilliseconds = 400;

interface Times {
  readonly busy: number;
  readonly all: number;
}

/** Each call of the result is one reading; `home` is on the disk whose free bytes are told. */
export function openMeters(
  home: string,
  gpus: () => Gpu[] = watchGpus(),
): (trainers: readonly number[]) => Promise<Meters> {
  const processor = processorShare();
  return async (trainers) => ({
    at: new Date().toISOString(),
    processor: processor(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    memoryUsedBytes: totalmem() - freemem(),
    ownMemoryBytes: process.memoryUsage.rss() + (await memoryOf(trainers)),
    diskFreeBytes: await diskFree(home),
    gpus: gpus(),
  });
}

/** Share of all cores at work since the reading before; null on the first. */
export function processorShare(
  read: () => Times = processorTimes,
  now: () => number = () => performance.now(),
): () => number | null {
  let last: (Times & { at: number }) | null = null;
  let share: number | null = null;
  return () => {
    const at = now();
    if (last !== null && at - last.at < leastSpanMilliseconds) return share;
    const times = read();
    if (last !== null && times.all > last.all) share = (times.busy - last.busy) / (times.all - last.all);
    last = { ...times, at };
    return share;
  };
}

function processorTimes(): Times {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const work = times.user + times.nice + times.sys + times.irq;
    busy += work;
    all += work + times.idle;
  }
  return { busy, all };
}

/** Resident bytes of processes; one that is gone counts 0. */
export async function memoryOf(pids: readonly number[]): Promise<number> {
  if (pids.length === 0) return 0;
  if (process.platform === 'linux') {
    const each = await Promise.all(
      pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')),
    );
    return each.reduce((sum, text) => sum + 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0), 0);
  }
  return process.platform === 'win32' ? 0 : askPs(pids);
}

function askPs(pids: readonly number[]): Promise<number> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', pids.join(',')], { timeout: 2000 }, (_error, stdout) => {
      resolve(stdout.split('\n').reduce((sum, line) => sum + 1024 * (Number(line) || 0), 0));
    });
  });
}

/** 0 where the folder is gone. */
async function diskFree(folder: string): Promise<number> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? 0 : disk.bavail * disk.bsize;
}
