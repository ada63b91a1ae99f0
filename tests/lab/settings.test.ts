// What a user sets on the host: kept, in force at once, and put behind what a session was started with.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyPoint, reaches, runToEnd, temporaryHome, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const many = () =>
  tinySchedule({ axes: {}, seeds: [1, 2, 3], pretrain: { tokens: 192_000, batch: 8, warmup: 4 } });

/** A host that was started without a word about workers, as most are. */
function plainHost(home = temporaryHome()) {
  const preferences = join(home, 'config/preferences.json');
  return { ...temporaryHost({ home, preferences, workers: undefined as never }), preferences };
}

describe('the settings', () => {
  it('are kept over a restart, one by one, and told to every window', async () => {
    const home = temporaryHome();
    const host = plainHost(home);
    expect(await host.lab.dispatch('settings.get', {})).toEqual({
      workers: null,
      device: 'cpu',
      checkpointSeconds: 20,
      home: null,
    });
    await host.lab.dispatch('settings.set', { workers: 3, device: 'webgpu' });
    await host.lab.dispatch('settings.set', { checkpointSeconds: 5 });
    expect(host.events.filter((event) => event.type === 'changed')).toEqual([
      { type: 'changed', what: 'settings' },
      { type: 'changed', what: 'settings' },
    ]);
    await host.close();
    const again = plainHost(home);
    expect(await again.lab.dispatch('settings.get', {})).toEqual({
      workers: 3,
      device: 'webgpu',
      checkpointSeconds: 5,
      home: null,
    });
    expect((await again.lab.dispatch('workbench.info', {})).workers).toBe(3);
    await again.close();
    // What the session was started with goes before.
    const told = temporaryHost({ home, workers: 1 });
    expect((await told.lab.dispatch('workbench.info', {})).workers).toBe(1);
    expect((await told.lab.dispatch('settings.get', {})).workers).toBe(3);
  });

  it('refuse what makes no sense, naming it', async () => {
    const host = plainHost();
    await expect(host.lab.dispatch('settings.set', { workers: 0 })).rejects.toThrow(/settings.set.workers/);
    await expect(host.lab.dispatch('settings.set', { device: 'abacus' })).rejects.toThrow(/device/);
    await expect(host.lab.dispatch('settings.set', { home: 'here' })).rejects.toThrow(/full path.*"here"/);
    writeFileSync(join(host.home, 'file'), '');
    await expect(host.lab.dispatch('settings.set', { home: join(host.home, 'file') })).rejects.toThrow(
      /is a file/,
    );
    expect(existsSync(host.preferences)).toBe(false);
  });

  it('keep the data folder outside of the data folder, for the next start', async () => {
    const host = plainHost();
    const next = join(host.home, 'next');
    expect((await host.lab.dispatch('settings.set', { home: next })).home).toBe(next);
    expect(JSON.parse(readFileSync(host.preferences, 'utf8'))).toEqual({ home: next });
    expect((await host.lab.dispatch('settings.set', { home: null })).home).toBeNull();
  });
});

describe('the number of workers', () => {
  it('grows and shrinks while steps are trained, and no number changes by it', async () => {
    const calm = temporaryHost({ workers: 2 });
    calm.lab.start();
    const expected = everyPoint(calm.history, await runToEnd(calm, many()));

    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const busy = (count: number) =>
      until(
        host,
        (event) =>
          event.type === 'trainers' &&
          event.trainers.length === count &&
          event.trainers.every(({ update }) => update > 0),
      );
    const id = host.lab.submit(many(), '');
    await busy(1);
    await host.lab.dispatch('settings.set', { workers: 3 });
    await busy(3);
    await host.lab.dispatch('settings.set', { workers: 1 });
    await until(host, (event) => event.type === 'trainers' && event.trainers.length === 1);
    const { runs } = await host.lab.dispatch('experiment.get', { id });
    const states = runs.flatMap(({ steps }) => steps.map(({ state }) => state));
    // One that was just ending may have ended rather than been paused.
    expect(states.filter((state) => state === 'running').length).toBeLessThanOrEqual(1);
    expect(states.filter((state) => state === 'interrupted').length).toBeGreaterThanOrEqual(1);
    await host.lab.dispatch('settings.set', { workers: 2 });
    await reaches(host, id, 'finished');
    expect(everyPoint(host.history, id)).toEqual(expected);
    expect(host.events.filter((event) => event.type === 'log' && event.level !== 'info')).toEqual([]);
  });

  it('ends idle trainers, which is no failure to start', async () => {
    const host = temporaryHost({ workers: 4 });
    host.lab.start();
    await runToEnd(host, tinySchedule({ axes: {}, seeds: [1, 2, 3, 4] }));
    expect((await host.lab.dispatch('workbench.info', {})).trainers).toHaveLength(4);
    const gone = until(host, (event) => event.type === 'trainers' && event.trainers.length === 1);
    await host.lab.dispatch('settings.set', { workers: 1 });
    await gone;
    expect(host.events.filter((event) => event.type === 'log' && event.level !== 'info')).toEqual([]);
  });
});

describe('the doctor', () => {
  it('examines versions, folder, disk, the whole database and the devices', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.submit(tinySchedule(), '');
    const checks = await host.lab.dispatch('workbench.doctor', {});
    const named = new Map(checks.map((check) => [check.name, check]));
    expect(named.get('Database')).toMatchObject({ state: 'ok', remedy: '' });
    expect(named.get('Database')!.detail).toMatch(/^1 experiment, .* every page and index is sound/);
    expect(named.get('Data folder')).toMatchObject({ state: 'ok', detail: host.home });
    expect(named.get('Device cpu')).toMatchObject({ state: 'ok' });
    expect(named.get('Backups')).toMatchObject({ state: 'warning', detail: 'none yet' });
    for (const name of ['Springback', 'Node', 'Disk', 'Graphics']) expect(named.has(name), name).toBe(true);
    for (const { name, state, remedy } of checks)
      if (name.startsWith('Device ') && state !== 'ok') expect(remedy, name).not.toBe('');
  });
});
