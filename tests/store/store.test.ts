import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trunkIdentity } from '../../src/core/plan.ts';
import type { History } from '../../src/lab/ports.ts';
import { databaseFile } from '../../src/store/backups.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { finish, removeTemporaryFolders, submit, temporaryFolder } from './fixtures.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(folder);
});
afterEach(() => store.close());
afterAll(removeTemporaryFolders);

const reopen = (): void => {
  store.close();
  store = openStore(folder);
};

describe('experiments', () => {
  it('is a history as the lab asks for one', () => {
    const history: History = store;
    expect(history.experiments()).toEqual([]);
  });

  it('come back as they were submitted, also after reopening', () => {
    const { id, plan } = submit(store, {
      name: 'Größe × ε → 「弾性」 🧪',
      notes: 'it\'s "quoted"\n',
      tags: ['α', 'β'],
    });
    reopen();
    const row = store.experiment(id)!;
    expect(row).toMatchObject({
      id,
      name: 'Größe × ε → 「弾性」 🧪',
      notes: 'it\'s "quoted"\n',
      tags: ['α', 'β'],
      folder: '/data',
      state: 'queued',
      priority: 0,
      created: '2026-01-02T03:04:05.000Z',
      error: '',
    });
    expect(row.schedule.unalign?.examples).toBe(256);
    expect((row.source as { align: unknown }).align).toEqual({ examples: 64 });
    expect(store.experiments()).toEqual([row]);
    expect(store.experiment(99)).toBeNull();
    const steps = store.steps(id);
    expect(steps.map(({ key }) => key)).toEqual(plan.steps.map(({ key }) => key));
    expect(steps).toMatchObject(
      plan.steps.map((step) => ({ ...step, state: 'waiting', update: 0, error: '' })),
    );
  });

  it('keep their runs in order with the steps from first to last', () => {
    const { id, plan } = submit(store, {
      axes: { 'align.examples': [64, 32], 'model.width': [16, 32] },
      seeds: [5, 2],
    });
    const runs = store.runs(id);
    expect(runs.map(({ seed, values, steps }) => ({ seed, values, steps }))).toEqual(plan.runs);
    expect(runs.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(runs.map(({ experiment }) => experiment))).toEqual(new Set([id]));
  });

  it('change only in what is said', () => {
    const { id } = submit(store);
    store.setExperiment(id, { state: 'failed', error: 'it broke' });
    store.setExperiment(id, { priority: 3 });
    expect(store.experiment(id)).toMatchObject({ state: 'failed', priority: 3, error: 'it broke' });
    store.setExperiment(id, { error: '', priority: 0 });
    expect(store.experiment(id)).toMatchObject({ state: 'failed', priority: 0, error: '' });
  });

  it('leave nothing behind where a submission fails', () => {
    const { plan } = submit(store);
    const broken = { steps: plan.steps, runs: [{ values: {}, seed: 1, steps: ['missing'] }] };
    const { schedule, source } = store.experiment(1)!;
    expect(() => store.createExperiment({ schedule, source, folder: '', created: '', plan: broken })).toThrow(
      'step missing is not in the history',
    );
    expect(store.experiments()).toHaveLength(1);
  });
});

describe('steps', () => {
  it('are shared between experiments, and keep what was done', () => {
    const first = submit(store);
    finish(store, first.plan.steps[0]!.key);
    const second = submit(store, { unalign: { examples: 32 } });
    expect(store.steps(second.id).map(({ state }) => state)).toEqual([
      'finished',
      'waiting',
      'waiting',
      'waiting',
    ]);
    const count = new Database(databaseFile(folder), { readonly: true });
    expect(count.prepare('SELECT count(*) FROM step').pluck().get()).toBe(5);
    count.close();
  });

  it('that failed or were cancelled wait again when they are asked for again', () => {
    const { plan } = submit(store);
    const keys = plan.steps.map(({ key }) => key);
    store.setStep(keys[0]!, { state: 'failed', error: 'boom', update: 7 });
    store.setStep(keys[1]!, { state: 'cancelled' });
    store.setStep(keys[2]!, { state: 'interrupted' });
    submit(store);
    expect(store.step(keys[0]!)).toMatchObject({ state: 'waiting', error: '', update: 7 });
    expect(store.step(keys[1]!)).toMatchObject({ state: 'waiting' });
    expect(store.step(keys[2]!)).toMatchObject({ state: 'interrupted' });
  });

  it('of a trunk have the parent that each plan gives them', () => {
    const tokens = [51_200, 204_800];
    const first = submit(store, { axes: { 'pretrain.tokens': tokens } });
    const second = submit(store, { pretrain: { tokens: 204_800 } });
    const trunk = second.plan.steps[0]!.key;
    const parentIn = (id: number): string | null => store.steps(id).find(({ key }) => key === trunk)!.parent;
    expect(parentIn(first.id)).toBe(first.plan.steps[0]!.key);
    expect(parentIn(second.id)).toBeNull();
    expect(store.step(trunk)!.parent).toBeNull();
  });

  it('are finished with a final checkpoint only', () => {
    const [a, b, c] = submit(store).plan.steps.map(({ key }) => key);
    finish(store, a!);
    store.setStep(b!, { state: 'finished' });
    store.addCheckpoint({ key: c!, update: 4, file: 'c', sha256: '', bytes: 1, final: true });
    expect(store.finished([a!, b!, c!, 'unknown'])).toEqual(new Set([a]));
  });

  it('that were running when the host died are interrupted by the sweep', () => {
    const [a, b] = submit(store).plan.steps.map(({ key }) => key);
    store.setStep(a!, { state: 'running' });
    finish(store, b!);
    expect(store.sweep()).toBe(1);
    expect([store.step(a!)!.state, store.step(b!)!.state]).toEqual(['interrupted', 'finished']);
    expect(store.sweep()).toBe(0);
  });

  it('of one trunk are found by its identity, shortest first, finished ones only', () => {
    const { plan } = submit(store, { axes: { 'pretrain.tokens': [51_200, 204_800, 102_400] } });
    const trunks = plan.steps.flatMap(({ key, spec }) => (spec.kind === 'trunk' ? [{ key, spec }] : []));
    for (const at of [2, 0]) finish(store, trunks[at]!.key);
    const identity = trunkIdentity(trunks[0]!.spec);
    expect(store.trunks(identity)).toEqual([
      { key: trunks[0]!.key, to: 40 },
      { key: trunks[2]!.key, to: 160 },
    ]);
    expect(store.trunks('another')).toEqual([]);
  });
});

describe('measurements', () => {
  it('are read back bit for bit, in order', () => {
    const { id, plan } = submit(store);
    const key = plan.steps[0]!.key;
    const values = [0.1 + 0.2, -0, 1e-310, Number.MAX_VALUE, 3, Number.NaN, Number.NEGATIVE_INFINITY];
    const points = values.map((value, i) => ({ metric: i % 2 === 0 ? 'b' : 'a', update: 20 - i, value }));
    expect(store.addPoints(key, points, [], 20)).toEqual([]);
    const read = [...store.points(id)];
    expect(read.map(({ metric, update }) => [metric, update])).toEqual([
      ['a', 15],
      ['a', 17],
      ['a', 19],
      ['b', 14],
      ['b', 16],
      ['b', 18],
      ['b', 20],
    ]);
    for (const { metric, update, value } of read) {
      const written = points.find((point) => point.metric === metric && point.update === update)!.value;
      expect(value).toEqual(written === 0 ? 0 : written);
    }
  });

  it('that come again are left as they are; those that differ are reported', () => {
    const { id, plan } = submit(store);
    const key = plan.steps[0]!.key;
    const point = (update: number, value: number) => ({ metric: 'train.loss', update, value });
    store.addPoints(key, [point(1, 2), point(2, Number.NaN)], [], 2);
    expect(store.addPoints(key, [point(1, 2), point(2, Number.NaN), point(3, 4)], [], 3)).toEqual([]);
    expect(store.addPoints(key, [point(1, 2.5), point(2, 1), point(4, 5)], [], 4)).toEqual([
      point(1, 2.5),
      point(2, 1),
    ]);
    expect([...store.points(id)].map(({ value }) => value)).toEqual([2, Number.NaN, 4, 5]);
    expect(store.step(key)!.update).toBe(4);
  });

  it('of many at once are told apart one by one', () => {
    const { id, plan } = submit(store);
    const key = plan.steps[0]!.key;
    const point = (update: number, value: number) => ({ metric: 'train.loss', update, value });
    const known = [3, 16, 17, 40].map((update) => point(update, update));
    store.addPoints(key, known, [], 40);
    const all = Array.from({ length: 50 }, (_, i) => point(i, i));
    for (const update of [16, 40]) all[update] = point(update, -1);
    all.push(point(49, 0)); // twice in one list
    expect(store.addPoints(key, all, [], 50)).toEqual([point(16, -1), point(40, -1), point(49, 0)]);
    expect([...store.points(id)].map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('that come again after a resumption do not take the committed update back', () => {
    const key = submit(store).plan.steps[0]!.key;
    store.addPoints(key, [], [], 50);
    store.addPoints(key, [{ metric: 'a', update: 41, value: 1 }], [], 41);
    expect(store.step(key)!.update).toBe(50);
  });

  it('are kept whole or not at all', () => {
    const { id, plan } = submit(store);
    const key = plan.steps[0]!.key;
    const broken = { metric: 'new', update: 0.5, value: 1 };
    expect(() => store.addPoints(key, [{ metric: 'new', update: 1, value: 1 }, broken], [], 1)).toThrow();
    expect([...store.points(id)]).toEqual([]);
    store.addPoints(key, [{ metric: 'new', update: 1, value: 1 }], [], 1);
    expect([...store.points(id)]).toHaveLength(1);
    expect(() => store.addPoints('missing', [], [], 1)).toThrow('step missing is not in the history');
  });

  it('may be added while others are being read', () => {
    const { id, plan } = submit(store);
    for (const { key } of plan.steps) store.addPoints(key, [{ metric: 'a', update: 1, value: 1 }], [], 1);
    let count = 0;
    for (const { key } of store.points(id)) {
      store.addPoints(key, [{ metric: 'b', update: 1, value: 1 }], [], 1);
      count += 1;
    }
    expect(count).toBe(4);
  });

  it('carry samples, in the order of the run', () => {
    const { id, plan } = submit(store);
    const sample = (update: number, index: number) => ({
      update,
      index,
      prompt: 'p → ',
      response: '良い',
      score: null,
      tokens: null,
    });
    const [, , align, unalign] = plan.steps.map(({ key }) => key);
    store.addPoints(unalign!, [], [sample(0, 0)], 0);
    store.addPoints(align!, [], [sample(4, 0), { ...sample(0, 1), score: 0.5 }, sample(0, 0)], 4);
    store.addPoints(align!, [], [{ ...sample(0, 0), response: 'other' }], 4);
    const [run] = store.runs(id);
    expect(store.samples(run!.id)).toEqual([
      { phase: 'align', ...sample(0, 0) },
      { phase: 'align', ...sample(0, 1), score: 0.5 },
      { phase: 'align', ...sample(4, 0) },
      { phase: 'unalign', ...sample(0, 0) },
    ]);
  });
});

describe('checkpoints', () => {
  it('replace those before them, whose files are the caller’s to delete', () => {
    const [a, b] = submit(store).plan.steps.map(({ key }) => key);
    const row = (key: string, update: number) => ({
      key,
      update,
      file: `${key}@${update}`,
      sha256: `${update}`,
      bytes: 2 ** 40,
      final: update === 80,
    });
    expect(store.addCheckpoint(row(a!, 10))).toEqual([]);
    expect(store.addCheckpoint(row(b!, 90))).toEqual([]);
    expect(store.addCheckpoint(row(a!, 80))).toEqual([`${a}@10`]);
    expect(store.addCheckpoint(row(a!, 80))).toEqual([]);
    expect(store.checkpoints(a!)).toEqual([row(a!, 80)]);
    expect(store.allCheckpoints()).toEqual([row(a!, 80), row(b!, 90)]);
    store.dropCheckpoint(a!, 80);
    expect(store.checkpoints(a!)).toEqual([]);
  });
});

describe('speeds and settings', () => {
  it('are kept by device and size', () => {
    store.recordSpeed('cpu', 1000, 100);
    store.recordSpeed('cpu', 10, 500);
    store.recordSpeed('cpu', 1000, 300);
    store.recordSpeed('webgpu', 1000, 1);
    expect(store.speeds('cpu')).toEqual([
      { parameters: 10, tokensPerSecond: 500 },
      { parameters: 1000, tokensPerSecond: 200 },
    ]);
  });

  it('are any JSON value', () => {
    expect(store.setting('theme')).toBeUndefined();
    store.setSetting('theme', { dark: true });
    store.setSetting('theme', { dark: false });
    reopen();
    expect(store.setting('theme')).toEqual({ dark: false });
  });
});
