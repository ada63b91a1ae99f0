import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { everyPoint, reaches, runToEnd, temporaryHome, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

type Host = ReturnType<typeof temporaryHost>;
const said = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = (await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )) as { code?: string; message: string } | null;
  if (error === null) throw new Error('nothing was thrown');
  return { code: error.code ?? 'none', message: error.message };
};
const small = (change: object = {}) =>
  tinySchedule({ axes: { 'pretrain.tokens': [3840, 7680] }, seeds: [1], ...change });
const started = (options: Parameters<typeof temporaryHost>[0] = {}): Host => {
  const host = temporaryHost(options);
  host.lab.start();
  return host;
};
const checkpointBytes = (home: string): number =>
  readdirSync(join(home, 'checkpoints'))
    .filter((name) => name.endsWith('.safetensors'))
    .reduce((sum, name) => sum + statSync(join(home, 'checkpoints', name)).size, 0);
const list = async ({ lab }: Pick<Host, 'lab'>): Promise<number[]> =>
  (await lab.dispatch('experiment.list', {})).map(({ id }) => id);
const empty = async (host: Pick<Host, 'lab'>, experiments?: number[]) => {
  const request = { kind: 'trash' as const, ...(experiments === undefined ? {} : { experiments }) };
  const { token } = await host.lab.dispatch('cleanup.preview', request);
  return host.lab.dispatch('cleanup.run', { ...request, token });
};

describe('the table of runs', () => {
  it('tells each run what it is, what it came to and what it takes on the disk', async () => {
    const host = started();
    const id = await runToEnd(host, small());
    const runs = await host.lab.dispatch('history.runs', {});
    expect(runs).toHaveLength(2);
    const series = await host.lab.dispatch('experiment.series', {
      id,
      metric: 'behaviour.logOdds',
      phases: ['align', 'unalign'],
    });
    for (const run of runs) {
      const [align, unalign] = ['align', 'unalign'].map(
        (phase) => series.find((each) => each.run === run.id && each.phase === phase)!,
      );
      expect(run).toMatchObject({ experiment: id, seed: 1, state: 'finished', tags: [], notes: '' });
      expect(run.pretrained).toBe(align!.mean[0]);
      expect(run.aligned).toBe(align!.mean.at(-1));
      expect(run.final).toBe(unalign!.mean.at(-1));
    }
    // 20 and 40 updates of 8 · 24 tokens.
    expect(runs.map(({ pretrainTokens }) => pretrainTokens)).toEqual([3840, 7680]);
    expect(new Set(runs.map(({ parameters }) => parameters)).size).toBe(1);
    expect(runs[0]!.parameters).toBeGreaterThan(100);
    const [experiment] = await host.lab.dispatch('history.experiments', {});
    const points = [...host.history.points(id)].length;
    expect(experiment).toMatchObject({ id, runs: 2, points, trashed: null, sharedBytes: 0 });
    expect(experiment!.ownBytes).toBe(checkpointBytes(host.home));
    // The first trunk is part of both runs.
    const own = runs.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
    expect(own + runs[0]!.sharedBytes).toBe(experiment!.ownBytes);
    expect(runs[0]!.sharedBytes).toBe(runs[1]!.sharedBytes);
    expect(runs[0]!.sharedBytes).toBeGreaterThan(0);
    const usage = await host.lab.dispatch('history.usage', {});
    expect(usage).toMatchObject({ points, checkpoints: experiment!.ownBytes, backups: 0, leftovers: 0 });
    expect(usage.database).toBeGreaterThan(0);
  });
});

describe('what users write', () => {
  it('stays, and other windows hear of it', async () => {
    const home = temporaryHome();
    const host = temporaryHost({ home });
    const id = host.lab.submit(small(), '');
    await host.lab.dispatch('experiment.annotate', {
      ids: [id],
      name: '  Größe → 弾性 🧪 ',
      notes: 'first\nsecond',
      tags: [' b ', 'a', 'b', 'ä', 'a\u0308'],
      starred: true,
    });
    expect(host.events).toContainEqual({ type: 'changed', what: 'history' });
    const written = {
      name: 'Größe → 弾性 🧪',
      notes: 'first\nsecond',
      tags: ['b', 'a', 'ä'],
      starred: true,
      archived: false,
    };
    expect(await host.lab.dispatch('experiment.list', {})).toMatchObject([written]);
    await host.lab.dispatch('experiment.annotate', { ids: [id], archived: true });
    await host.close();
    const again = temporaryHost({ home });
    expect(await again.lab.dispatch('experiment.list', {})).toMatchObject([{ ...written, archived: true }]);
    // A new name does not make it another experiment: the same schedule goes on with it.
    expect(again.lab.same(small(), '')).toMatchObject({ id });
  });

  it('holds 10,000 tags on one run', async () => {
    const host = temporaryHost();
    host.lab.submit(small(), '');
    const [run, other] = await host.lab.dispatch('history.runs', {});
    const tags = Array.from({ length: 10_000 }, (_, i) => `tag ${i} ✓`);
    await host.lab.dispatch('history.tag', { runs: [run!.id], add: tags });
    await host.lab.dispatch('history.tag', {
      runs: [run!.id, other!.id],
      add: ['last'],
      remove: ['tag 5 ✓'],
    });
    const read = await host.lab.dispatch('history.runs', {});
    expect(read[0]!.tags).toEqual([...tags.filter((tag) => tag !== 'tag 5 ✓'), 'last']);
    expect(read[1]!.tags).toEqual(['last']);
  });

  it('is all or nothing: an id that is not there changes none', async () => {
    const host = temporaryHost();
    const id = host.lab.submit(small(), '');
    const answer = await said(host.lab.dispatch('experiment.annotate', { ids: [id, 77], name: 'x' }));
    expect(answer).toEqual({ code: 'missing', message: 'there is no experiment 77' });
    expect(await host.lab.dispatch('experiment.list', {})).toMatchObject([{ name: 'tiny' }]);
  });
});

describe('the trash', () => {
  it('takes what is at rest, hides it, and gives it back as it was', async () => {
    const host = temporaryHost(); // not started: the experiment stays queued
    const id = host.lab.submit(small(), '');
    const refused = await said(host.lab.dispatch('experiment.trash', { ids: [id] }));
    expect(refused).toMatchObject({ code: 'conflict' });
    expect(refused.message).toContain('cancel it');
    await host.lab.dispatch('experiment.pause', { id });
    await host.lab.dispatch('experiment.trash', { ids: [id] });
    expect(await list(host)).toEqual([]);
    expect(await host.lab.dispatch('history.runs', {})).toEqual([]);
    expect(host.lab.same(small(), '')).toBeNull();
    expect(await said(host.lab.dispatch('experiment.resume', { id }))).toMatchObject({ code: 'conflict' });
    const [there] = await host.lab.dispatch('history.experiments', {});
    expect(there!.trashed).toMatch(/^\d{4}-\d\d-\d\dT/);
    await host.lab.dispatch('experiment.untrash', { ids: [id] });
    expect(await list(host)).toEqual([id]);
    expect(host.lab.same(small(), '')).toMatchObject({ id, state: 'paused' });
  });

  it('emptied, frees what the preview said; steps and trunks that others read stay, bit for bit', async () => {
    const host = started();
    const first = await runToEnd(host, small());
    // Goes on with the first one's trunk to more tokens; shares nothing else.
    const second = await runToEnd(host, small({ name: 'longer', axes: { 'pretrain.tokens': [15_360] } }));
    // Shares the first one's pretraining and alignment.
    const third = await runToEnd(host, small({ name: 'other end', unalign: { examples: 128, batch: 8 } }));
    const query = {
      metric: 'train.loss',
      phases: ['pretrain', 'align'] as ('pretrain' | 'align')[],
      buckets: 4000,
    };
    const before = [second, third].map((id) => [
      everyPoint(host.history, id),
      host.history.series(id, query),
    ]);
    await host.lab.dispatch('experiment.trash', { ids: [first] });
    const preview = await host.lab.dispatch('cleanup.preview', { kind: 'trash' });
    expect(preview.experiments).toEqual([{ id: first, name: 'tiny' }]);
    expect(preview.steps).toBe(2); // its two unalignments
    expect(preview.consequences.join(' ')).toContain('gone for ever');
    const bytes = checkpointBytes(host.home);
    const done = await host.lab.dispatch('cleanup.run', { kind: 'trash', token: preview.token });
    expect(done).toEqual({ bytes: preview.bytes, files: preview.files });
    expect(bytes - checkpointBytes(host.home)).toBe(preview.bytes);
    expect(preview.bytes).toBeGreaterThan(0);
    expect(await list(host)).toEqual([third, second]);

    // Without the third, only the pieces of trunk that the second's pretraining went on from are kept.
    await host.lab.dispatch('experiment.trash', { ids: [third] });
    const next = await host.lab.dispatch('cleanup.preview', { kind: 'trash' });
    expect(next.consequences.join(' ')).toContain('the pretraining of another experiment went on from there');
    await empty(host);
    expect([everyPoint(host.history, second), host.history.series(second, query)]).toEqual(before[0]);
    expect(checkpointBytes(host.home)).toBe(
      host.history.allCheckpoints().reduce((sum, row) => sum + row.bytes, 0),
    );

    // Everything can be trained again, from nothing, to the same bits; ids are not given twice.
    const again = await runToEnd(host, small({ name: 'other end', unalign: { examples: 128, batch: 8 } }));
    expect(again).toBeGreaterThan(third);
    expect(everyPoint(host.history, again)).toEqual(before[1]![0]);
    await host.lab.dispatch('experiment.trash', { ids: [second, again] });
    await empty(host);
    expect(host.history.figures.points()).toBe(0);
    expect(checkpointBytes(host.home)).toBe(0);
  });

  it('is not emptied on the word of an old preview', async () => {
    const host = temporaryHost();
    const [a, b] = [host.lab.submit(small(), ''), host.lab.submit(small({ name: 'b', seeds: [2] }), '')];
    for (const id of [a, b]) await host.lab.dispatch('experiment.cancel', { id });
    await host.lab.dispatch('experiment.trash', { ids: [a] });
    const { token } = await host.lab.dispatch('cleanup.preview', { kind: 'trash' });
    await host.lab.dispatch('experiment.trash', { ids: [b] });
    expect(await said(host.lab.dispatch('cleanup.run', { kind: 'trash', token }))).toMatchObject({
      code: 'conflict',
    });
    expect(await host.lab.dispatch('history.experiments', {})).toHaveLength(2);
  });

  it('gives no id again, so that a view never shows another experiment', async () => {
    const host = temporaryHost();
    const id = host.lab.submit(small(), '');
    const runs = (await host.lab.dispatch('history.runs', {})).map((run) => run.id);
    await host.lab.dispatch('experiment.cancel', { id });
    await host.lab.dispatch('experiment.trash', { ids: [id] });
    await empty(host);
    expect(host.lab.submit(small(), '')).toBe(id + 1);
    const later = (await host.lab.dispatch('history.runs', {})).map((run) => run.id);
    expect(Math.min(...later)).toBeGreaterThan(Math.max(...runs));
  });
});

describe('cleaning up checkpoints', () => {
  it('leaves the measurements, and a later experiment trains again what it needs', async () => {
    const host = started();
    const first = await runToEnd(host, small());
    const before = everyPoint(host.history, first);
    const preview = await host.lab.dispatch('cleanup.preview', { kind: 'checkpoints' });
    expect(preview.bytes).toBe(checkpointBytes(host.home));
    expect(preview.consequences.join(' ')).toContain('extending it or unaligning it in another way');
    await host.lab.dispatch('cleanup.run', { kind: 'checkpoints', token: preview.token });
    expect(checkpointBytes(host.home)).toBe(0);
    expect(everyPoint(host.history, first)).toEqual(before);
    const second = await runToEnd(host, small({ name: 'more', unalign: { examples: 128, batch: 8 } }));
    expect(await host.lab.dispatch('experiment.get', { id: second })).toMatchObject({
      summary: { state: 'finished' },
    });
    expect(everyPoint(host.history, first)).toEqual(before);
    const complaints = host.events.filter((event) => event.type === 'log' && event.level === 'error');
    expect(complaints).toEqual([]);
  });

  it('spares what an unfinished experiment starts from', async () => {
    const host = started({ workers: 1 });
    await runToEnd(host, small());
    const held = reaches(host, 2, 'running');
    const next = host.lab.submit(small({ name: 'next', unalign: { examples: 64_000, batch: 8 } }), '');
    await held;
    await host.lab.dispatch('experiment.pause', { id: next });
    const preview = await host.lab.dispatch('cleanup.preview', { kind: 'checkpoints' });
    expect(preview.consequences.join(' ')).toContain('stay: they are trained on from there');
    expect(preview.steps).toBe(2); // the first one's unalignments
  });
});

describe('leftovers', () => {
  it('are what was set aside and what was half written', async () => {
    const host = temporaryHost();
    const damaged = join(host.home, 'checkpoints', 'a.safetensors');
    writeFileSync(damaged, 'x'.repeat(1000));
    const { setAsideCheckpoint } = await import('../../src/host/checkpoint-files.ts');
    setAsideCheckpoint(join(host.home, 'checkpoints'), 'a.safetensors');
    const preview = await host.lab.dispatch('cleanup.preview', { kind: 'leftovers' });
    expect(preview).toMatchObject({ bytes: 1000, files: 1 });
    await host.lab.dispatch('cleanup.run', { kind: 'leftovers', token: preview.token });
    expect(readdirSync(join(host.home, 'checkpoints', 'damaged'))).toEqual([]);
  });
});

describe('backups', () => {
  it('are made now, while points are committed, kept by a clean-up, and deleted one by one', async () => {
    const host = started();
    const done = runToEnd(host, small());
    const first = await host.lab.dispatch('backup.create', {});
    await done;
    const second = await host.lab.dispatch('backup.create', {});
    expect(first).toMatchObject({
      file: expect.stringMatching(/^history-.*-v2-asked\.sqlite$/),
      kind: 'asked',
    });
    expect(second.created >= first.created).toBe(true);
    const listed = await host.lab.dispatch('backup.list', {});
    expect(listed).toEqual([second, first]);
    expect(statSync(join(host.home, 'database', 'backups', second.file)).size).toBe(second.bytes);
    const { files, consequences } = await host.lab.dispatch('cleanup.preview', { kind: 'backups' });
    expect([files, consequences]).toEqual([0, ['2 backups that somebody asked for: not touched.']]);
    await host.lab.dispatch('backup.delete', { file: first.file });
    expect(await host.lab.dispatch('backup.list', {})).toEqual([second]);
    expect(await said(host.lab.dispatch('backup.delete', { file: first.file }))).toEqual({
      code: 'missing',
      message: `there is no backup ${first.file}`,
    });
  });

  it('made by themselves are all but the newest deleted by a clean-up', async () => {
    const host = started();
    await runToEnd(host, small());
    for (const day of [1, 2, 3])
      await host.history.backUp(new Date(Date.UTC(2026, 1, day)), { asked: false });
    const listed = await host.lab.dispatch('backup.list', {});
    expect(listed.map(({ kind }) => kind)).toEqual(['daily', 'daily', 'daily']);
    const { token, bytes } = await host.lab.dispatch('cleanup.preview', { kind: 'backups' });
    expect(bytes).toBe(listed[1]!.bytes + listed[2]!.bytes);
    await host.lab.dispatch('cleanup.run', { kind: 'backups', token });
    expect(await host.lab.dispatch('backup.list', {})).toEqual([listed[0]]);
  });

  it('are restored in the same process: trainers stop, the history is kept, work goes on', async () => {
    const host = openHost({ kind: 'cli', home: temporaryHome(), workers: 1 });
    try {
      host.lab.start();
      const first = await runToEnd(host, small());
      const points = everyPoint(host.history, first);
      const { file } = await host.lab.dispatch('backup.create', {});
      const running = reaches(host, 2, 'running');
      host.lab.submit(small({ name: 'lost', seeds: [5], unalign: { examples: 64_000, batch: 8 } }), '');
      await running;
      const told = until(host, (event) => event.type === 'changed' && event.what === 'all');
      const restoring = host.lab.dispatch('backup.restore', { file });
      await Promise.resolve();
      const waited = host.lab.dispatch('experiment.list', {}); // asked meanwhile
      const { keptAs } = await restoring;
      await told;
      expect((await waited).length).toBeGreaterThan(0);
      expect((await host.lab.dispatch('experiment.list', {})).map(({ id }) => id)).toEqual([first]);
      expect(everyPoint(host.history, first)).toEqual(points);
      const kept = join(host.home, 'database', 'backups', keptAs);
      expect(existsSync(kept)).toBe(true);
      const other = await runToEnd(host, small({ name: 'after', unalign: { examples: 128, batch: 8 } }));
      expect(other).toBe(2);
      // And back: what was kept is a backup like any other.
      await host.lab.dispatch('backup.restore', { file: keptAs });
      const back = await host.lab.dispatch('experiment.list', {});
      expect(back.map(({ name }) => name)).toEqual(['lost', 'tiny']);
      const files = host.history
        .allCheckpoints()
        .filter(({ key }) => host.history.steps(first).some((s) => s.key === key));
      for (const row of files) expect(existsSync(join(host.home, 'checkpoints', row.file))).toBe(true);
      await host.lab.dispatch('experiment.cancel', { id: 2 });
    } finally {
      await host.close();
    }
  });

  it('that are damaged, foreign or not there leave everything as it is', async () => {
    const host = temporaryHost();
    const id = host.lab.submit(small(), '');
    const { file } = await host.lab.dispatch('backup.create', {});
    const path = join(host.home, 'database', 'backups', file);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 4096, 40_000));
    expect(await said(host.lab.dispatch('backup.restore', { file }))).toEqual({
      code: 'conflict',
      message: `the backup ${file} is damaged`,
    });
    const outside = '../history.sqlite';
    expect((await said(host.lab.dispatch('backup.restore', { file: outside }))).code).toBe('missing');
    expect(await list(host)).toEqual([id]);
    await host.lab.dispatch('experiment.cancel', { id });
  });
});
