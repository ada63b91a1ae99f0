// Bundles exported from one real host and imported into another.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deckSchema } from '../../src/core/deck.ts';
import { viewSchema } from '../../src/core/view.ts';
import type { Host } from '../../src/host/open-host.ts';
import { endOf, exported, hashOf, imported, sent } from './bundle-transfer.ts';
import { everyPoint, reaches, runToEnd, temporaryHost } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const small = { axes: {}, seeds: [1, 2] };
const startedHost = () => {
  const host = temporaryHost();
  host.lab.start();
  return host;
};
type Tested = ReturnType<typeof temporaryHost>;

/** All that a history holds, as text that is equal only if all of it is. */
function everything({ history }: Pick<Host, 'history'>): unknown {
  return history.experiments().map((row) => ({
    ...row,
    runs: history.runs(row.id),
    marks: [...history.exchange.runMarks(row.id)],
    steps: history.steps(row.id),
    points: everyPoint(history, row.id),
    samples: history.steps(row.id).map(({ key }) => history.stepSamples(key)),
    documents: (['view', 'deck'] as const).map((kind) => history.library.list(kind)),
    checkpoints: history.allCheckpoints(),
    counted: history.figures.points(),
  }));
}
const view = (selection: object) => viewSchema.parse({ selection, metric: 'behaviour.score' });

async function finishedHost(change: object = {}): Promise<{ host: Tested; id: number }> {
  const host = startedHost();
  const id = await runToEnd(host, tinySchedule({ ...small, ...change }));
  return { host, id };
}

describe('a bundle with checkpoints', () => {
  it('arrives to the bit, and what it brought is not trained again', async () => {
    const { host, id } = await finishedHost();
    const run = host.history.runs(id)[0]!.id;
    await host.lab.dispatch('experiment.annotate', {
      ids: [id],
      name: 'Größe 速い',
      tags: ['a', 'β'],
      starred: true,
    });
    await host.lab.dispatch('run.annotate', { ids: [run], notes: 'the odd one', tags: ['x'], starred: true });
    const file = await exported(host, { experiments: [id], checkpoints: true });
    expect(file.name).toMatch(/^Größe 速い \d{4}-\d\d-\d\d\.springback$/);
    expect(existsSync(file.path)).toBe(true);

    const other = startedHost();
    await runToEnd(other, tinySchedule({ name: 'in the way', axes: {}, seeds: [7] })); // so that ids differ
    const job = await imported(other, file.path);
    expect(job).toMatchObject({ state: 'finished', imported: { experiments: [2] } });
    expect(everyPoint(other.history, 2)).toEqual(everyPoint(host.history, id));
    expect(other.history.figures.experiments()[1]!.points).toBe(everyPoint(host.history, id).length);
    expect(other.history.steps(2)).toEqual(host.history.steps(id));
    const [theirs, ours] = [host.history.experiment(id)!, other.history.experiment(2)!];
    expect({ ...ours, id: 0, folder: '' }).toEqual({ ...theirs, id: 0, folder: '' });
    expect([...other.history.exchange.runMarks(2).values()]).toEqual([
      ...host.history.exchange.runMarks(id).values(),
    ]);
    for (const { key } of host.history.steps(id)) {
      expect(other.history.stepSamples(key)).toEqual(host.history.stepSamples(key));
      expect(other.history.checkpoints(key)).toEqual(host.history.checkpoints(key));
      for (const row of other.history.checkpoints(key))
        expect(hashOf(readFileSync(join(other.home, 'checkpoints', row.file)))).toBe(row.sha256);
    }
    expect(other.events).toContainEqual({ type: 'changed', what: 'history' });
    expect(readdirSync(join(other.home, 'incoming'))).toEqual([]);

    const written = () =>
      other.history
        .allCheckpoints()
        .map(({ file }) => [file, statSync(join(other.home, 'checkpoints', file)).mtimeMs]);
    const before = written();
    const again = await runToEnd(other, tinySchedule({ ...small, name: 'again' }));
    const { summary } = await other.lab.dispatch('experiment.get', { id: again });
    expect(summary.progress.stepsFinished).toBe(8);
    expect(written()).toEqual(before); // a step that is trained writes its checkpoint
  });

  it('imported twice brings nothing new', async () => {
    const { host, id } = await finishedHost();
    const file = await exported(host, { experiments: [id], checkpoints: true });
    const other = startedHost();
    await imported(other, file.path);
    const before = everything(other);
    const job = await imported(other, file.path);
    expect(job).toMatchObject({ state: 'finished', imported: { experiments: [] } });
    expect(job.imported!.notes[0]).toBe('1 experiment is here already: “tiny”.');
    expect(everything(other)).toEqual(before);
    expect((await imported(host, file.path)).imported!.experiments).toEqual([]);
  });

  it('lets another machine go on where the first one stopped, and brings the end back', async () => {
    const host = temporaryHost({ workers: 1, checkpointSeconds: 0.01 });
    host.lab.start();
    const schedule = tinySchedule({
      axes: {},
      seeds: [1, 2],
      pretrain: { tokens: 60_000, batch: 8, warmup: 4 },
    });
    const id = host.lab.submit(schedule, '');
    await reaches(host, id, 'running');
    await host.lab.dispatch('experiment.pause', { id });
    while ((await host.lab.dispatch('workbench.info', {})).trainers.some(({ step }) => step !== null))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const file = await exported(host, { experiments: [id], checkpoints: true });

    const other = startedHost();
    const [there] = (await imported(other, file.path)).imported!.experiments;
    expect(other.history.experiment(there!)!.state).toBe('paused');
    const end = reaches(other, there!, 'finished');
    await other.lab.dispatch('experiment.resume', { id: there! });
    await end;

    const back = await imported(
      host,
      (await exported(other, { experiments: [there!], checkpoints: true })).path,
    );
    expect(back.imported).toMatchObject({ experiments: [] });
    expect(host.history.experiment(id)!.state).toBe('finished');
    expect(everyPoint(host.history, id)).toEqual(everyPoint(other.history, there!));
    expect(host.history.figures.points()).toBe(everyPoint(host.history, id).length);
    const { summary } = await host.lab.dispatch('experiment.get', { id });
    expect(summary).toMatchObject({ state: 'finished', progress: { runsFinished: 2 } });
  });
});

describe('names that are taken', () => {
  it('refuse the import, or the newcomer gets a free one; nothing is written over', async () => {
    const { host, id } = await finishedHost();
    const file = await exported(host, { experiments: [id] });
    const other = startedHost();
    await runToEnd(other, tinySchedule({ axes: {}, seeds: [7] }));
    const before = everything(other);
    const sha256 = await sent(other, readFileSync(file.path));
    expect(await other.lab.dispatch('bundle.inspect', { sha256 })).toMatchObject({
      version: 2,
      experiments: [{ name: 'tiny', runs: 2, conflict: 'name' }],
      steps: 8,
      stepsKnown: 0,
      checkpoints: 0,
      problem: '',
    });
    const refused = await imported(other, file.path);
    expect(refused).toMatchObject({ state: 'failed', imported: null });
    expect(refused.error).toBe(
      'another experiment here is named “tiny”: nothing was imported; import with renaming, or rename yours first',
    );
    expect(everything(other)).toEqual(before);

    const renamed = await imported(other, file.path, 'rename');
    expect(renamed.imported).toMatchObject({ experiments: [2] });
    expect(renamed.imported!.notes).toContain('“tiny” is “tiny (2)” here: its name was taken.');
    expect(other.history.experiment(2)!.name).toBe('tiny (2)');
    expect((await imported(other, file.path)).imported!.experiments).toEqual([]); // it is the same, whatever its name
    expect(
      await other.lab.dispatch('bundle.inspect', { sha256: await sent(other, readFileSync(file.path)) }),
    ).toMatchObject({
      experiments: [{ conflict: 'same' }],
      stepsKnown: 8,
    });
  });
});

describe('views and decks', () => {
  it('come along and show the same runs under their new ids', async () => {
    const { host, id } = await finishedHost();
    const runs = host.history.runs(id).map((run) => run.id);
    const shown = view({ experiments: [id], runs: [runs[1]!, 900], without: [runs[0]!] });
    const saved = await host.lab.dispatch('view.save', { id: null, name: 'Rückkehr', view: shown });
    const data = { runs: [], series: [], taken: '2026-11-24T10:00:00.000Z' };
    const slide = { kind: 'view' as const, id: 'a', title: 'T', view: shown, data };
    const deck = await host.lab.dispatch('deck.save', {
      id: null,
      deck: deckSchema.parse({ name: '發表', slides: [slide] }),
    });
    const file = await exported(host, { experiments: [id], views: [saved.id], decks: [deck.id] });

    const other = startedHost();
    await runToEnd(other, tinySchedule({ name: 'in the way', axes: {}, seeds: [7] }));
    await other.lab.dispatch('view.save', { id: null, name: 'Rückkehr', view: view({}) });
    await imported(other, file.path);
    const there = other.history.runs(2).map((run) => run.id);
    expect(there).not.toEqual(runs);
    const views = await other.lab.dispatch('view.list', {});
    expect(views.map(({ name }) => name)).toEqual(['Rückkehr', 'Rückkehr (2)']);
    expect(views[1]!.view.selection).toMatchObject({
      experiments: [2],
      runs: [there[1]],
      without: [there[0]],
    });
    expect((await other.lab.dispatch('deck.get', { id: 3 })).deck).toMatchObject({
      name: '發表',
      slides: [{ view: { selection: { experiments: [2], runs: [there[1]] } } }],
    });
    for (const what of ['views', 'decks'] as const)
      expect(other.events).toContainEqual({ type: 'changed', what });
    const before = everything(other);
    await imported(other, file.path);
    expect(everything(other)).toEqual(before);
  });

  it('that are not there keep an export from beginning', async () => {
    const { host, id } = await finishedHost({ seeds: [1] });
    const ask = (request: object) => host.lab.dispatch('bundle.export', { experiments: [id], ...request });
    await expect(ask({ views: [4] })).rejects.toThrow('there is no view 4');
    await expect(ask({ decks: [5] })).rejects.toThrow('there is no deck 5');
    await expect(ask({ experiments: [9] })).rejects.toThrow('there is no experiment 9');
    expect(existsSync(join(host.home, 'exports'))).toBe(false);
  });
});

describe('exports', () => {
  it('never replace a file, and one that is called off leaves none', async () => {
    const { host, id } = await finishedHost({ seeds: [1] });
    const request = { experiments: [id], name: '../a/b: "c"?.springback' };
    const names = [(await exported(host, request)).name, (await exported(host, request)).name];
    expect(names).toEqual(['-a-b- -c-.springback', '-a-b- -c--2.springback']);
    const { job } = await host.lab.dispatch('bundle.export', { experiments: [id] });
    await host.lab.dispatch('job.cancel', { id: job });
    expect(await endOf(host, job)).toMatchObject({ state: 'cancelled', file: null, error: '' });
    expect(readdirSync(join(host.home, 'exports')).sort()).toEqual(names.sort());
    await expect(host.lab.dispatch('job.cancel', { id: 99 })).rejects.toThrow('there is no job 99');
  });

  it('name the checkpoint that is damaged or gone', async () => {
    const { host, id } = await finishedHost({ seeds: [1] });
    const { file } = host.history.allCheckpoints()[0]!;
    const path = join(host.home, 'checkpoints', file);
    const bytes = readFileSync(path);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(path, bytes);
    await expect(exported(host, { experiments: [id], checkpoints: true })).rejects.toThrow(
      /checkpoint is damaged/,
    );
    rmSync(path);
    await expect(exported(host, { experiments: [id], checkpoints: true })).rejects.toThrow(
      /checkpoint is gone/,
    );
    expect(readdirSync(join(host.home, 'exports'))).toEqual([]);
  });
});
