// A real host over a real data folder that is gone after the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ExperimentSummary, WindowEvent } from '../../src/contract/window.ts';
import { type Host, type HostOptions, openHost } from '../../src/host/open-host.ts';
import type { Store } from '../../src/store/store.ts';

export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'springback-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  return home;
}

export function temporaryHost(options: Partial<HostOptions> = {}): Host & { events: WindowEvent[] } {
  const host = openHost({ kind: 'cli', home: options.home ?? temporaryHome(), workers: 2, ...options });
  onTestFinished(() => host.close());
  const events: WindowEvent[] = [];
  host.lab.listen((event) => void events.push(event));
  return { ...host, events };
}

/** Resolves when an event of the lab fulfils the condition; fails after a minute. */
export function until<T>(
  host: Pick<Host, 'lab'>,
  condition: (event: WindowEvent) => T | false | null | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => finish(() => reject(new Error('nothing of the kind in a minute'))),
      60_000,
    );
    const stop = host.lab.listen((event) => {
      const found = condition(event);
      if (found) finish(() => resolve(found));
    });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      stop();
      settle();
    };
  });
}

export const reaches = (host: Pick<Host, 'lab'>, id: number, state: string): Promise<ExperimentSummary> =>
  until(
    host,
    (event) =>
      event.type === 'experiment' &&
      event.summary.id === id &&
      event.summary.state === state &&
      event.summary,
  );

/** Runs a schedule to its end. */
export async function runToEnd(host: Host, schedule: unknown): Promise<number> {
  const id = host.lab.submit(schedule, '');
  const ended = (state: string): boolean => state === 'finished' || state === 'failed';
  let { summary } = await host.lab.dispatch('experiment.get', { id });
  if (!ended(summary.state)) {
    summary = await until(
      host,
      (event) =>
        event.type === 'experiment' && event.summary.id === id && ended(event.summary.state) && event.summary,
    );
  }
  if (summary.state !== 'finished') throw new Error(`experiment ${id}: ${summary.state}: ${summary.error}`);
  return id;
}

/** Every committed number of an experiment, as text that is equal only if all bits are. */
export function everyPoint(history: Store, id: number): string[] {
  const lines: string[] = [];
  for (const { key, metric, update, value } of history.points(id)) {
    const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
    lines.push(`${key.slice(0, 12)} ${metric} ${update} ${bits.toString(16)}`);
  }
  return lines;
}
