// Graphics processors as NVIDIA's own tool tells of them, without waiting for it in this process. Other makers have no
// tool that answers for any user, so theirs are not metered.
import { execFile } from 'node:child_process';
import type { Meters } from '../contract/monitor.ts';

export type Gpu = Meters['gpus'][number];
const query = 'name,utilization.gpu,memory.total,memory.used,temperature.gpu';
const patienceMilliseconds = 5000;
const spacingMilliseconds = 2000;
/** Where the tool is missing or says nothing it is not asked every time. */
const retryMilliseconds = 60_000;

/** null where the tool is missing or fails. */
export function askNvidia(command = 'nvidia-smi'): Promise<Gpu[] | null> {
  const options = { timeout: patienceMilliseconds, windowsHide: true };
  return new Promise((resolve) => {
    execFile(command, [`--query-gpu=${query}`, '--format=csv,noheader,nounits'], options, (error, stdout) =>
      resolve(error === null ? parseNvidia(stdout) : null),
    );
  });
}

/** One card a line: `NVIDIA A100, 37, 40960, 1024, 51`; percent, MiB, °C; `[N/A]` where a card does not say. */
export function parseNvidia(text: string): Gpu[] {
  return text
    .split('\n')
    .map((line) => line.split(',').map((field) => field.trim()))
    .filter((fields) => fields.length === 5)
    .map(([name, load, memory, used, celsius]) => ({
      name: name!,
      load: scaled(load, 1 / 100),
      memoryBytes: scaled(memory, 2 ** 20),
      memoryUsedBytes: scaled(used, 2 ** 20),
      celsius: scaled(celsius, 1),
    }));
}

const scaled = (text: string | undefined, unit: number): number | null => {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value * unit : null;
};

/** What was last heard, asking anew at most every two seconds. The first call answers before anything was heard. */
export function watchGpus(
  ask: () => Promise<Gpu[] | null> = askNvidia,
  now = () => performance.now(),
): () => Gpu[] {
  let known: Gpu[] = [];
  let next = Number.NEGATIVE_INFINITY;
  const hear = (heard: Gpu[] | null): void => {
    known = heard ?? [];
    next = now() + (known.length > 0 ? spacingMilliseconds : retryMilliseconds);
  };
  return () => {
    if (now() >= next) {
      next = Number.POSITIVE_INFINITY; // until it has answered
      ask().then(hear, () => hear(null));
    }
    return known;
  };
}
