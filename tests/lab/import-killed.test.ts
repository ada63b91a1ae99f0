// A real process that imports and is killed at many places: what it leaves is the history as it was.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { endOf, exported, sent } from './bundle-transfer.ts';
import { everyPoint, runToEnd, temporaryHome, temporaryHost } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const victim = resolve(import.meta.dirname, 'import-victim.ts');

/** What a folder holds, opened anew. */
async function contents(home: string): Promise<{ text: string; files: string[] }> {
  const host = openHost({ kind: 'cli', home });
  try {
    while (host.history.cleaner.removeSlice());
    const { history } = host;
    const all = history.experiments().map((row) => [row, history.steps(row.id), everyPoint(history, row.id)]);
    const text = JSON.stringify([all, history.allCheckpoints(), history.figures.points()]);
    return { text, files: readdirSync(join(home, 'checkpoints')).sort() };
  } finally {
    await host.close();
  }
}

describe('a host that is killed while it imports', { timeout: 120_000 }, () => {
  it('leaves the history as it was, wherever that happens; the import can be done again', async () => {
    const source = temporaryHost();
    source.lab.start();
    const id = await runToEnd(source, tinySchedule({ axes: {}, seeds: [1, 2] }));
    const { path } = await exported(source, { experiments: [id], checkpoints: true });
    const home = temporaryHome();
    const target = openHost({ kind: 'cli', home, workers: 2 });
    target.lab.start();
    await runToEnd(target, tinySchedule({ name: 'mine', axes: {}, seeds: [7] }));
    const sha256 = await sent(target, readFileSync(path));
    await target.close();
    const before = await contents(home);

    const places = [
      'stage 1',
      'stage 5',
      'commit 1',
      'adopt 1',
      'adopt 8',
      'createExperiment 1',
      'addCheckpoint 1',
      'addCheckpoint 8',
    ];
    for (const place of places) {
      const { signal, stderr } = spawnSync(process.execPath, [victim, home, sha256, ...place.split(' ')], {
        encoding: 'utf8',
      });
      expect(signal, `${place}: ${stderr}`).toBe('SIGKILL');
      expect(await contents(home), place).toEqual(before);
    }
    const again = openHost({ kind: 'cli', home });
    const { job } = await again.lab.dispatch('bundle.import', { sha256 });
    expect(await endOf(again, job)).toMatchObject({ state: 'finished', imported: { experiments: [2] } });
    expect(everyPoint(again.history, 2)).toEqual(everyPoint(source.history, id));
    await again.close();
    expect((await contents(home)).files.length).toBe(before.files.length + 8);
  });

  it('does so when the disk is full, too', async () => {
    const source = temporaryHost();
    source.lab.start();
    const id = await runToEnd(source, tinySchedule({ axes: {}, seeds: [1] }));
    const { path } = await exported(source, { experiments: [id], checkpoints: true });
    const host = temporaryHost();
    const sha256 = await sent(host, readFileSync(path));
    const { exchange } = host.history;
    const full = (): never => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    };
    for (const method of ['stage', 'adopt'] as const) {
      const real = exchange[method];
      Object.assign(exchange, { [method]: full });
      const { job } = await host.lab.dispatch('bundle.import', { sha256 });
      const ended = await endOf(host, job);
      Object.assign(exchange, { [method]: real });
      expect(ended).toMatchObject({ state: 'failed', error: expect.stringContaining('disk is full') });
      expect(host.history.experiments()).toEqual([]);
      expect(host.history.figures.points()).toBe(0);
      expect(readdirSync(join(host.home, 'checkpoints'))).toEqual([]);
    }
    const { job } = await host.lab.dispatch('bundle.import', { sha256 });
    expect((await endOf(host, job)).state).toBe('finished');
  });
});
