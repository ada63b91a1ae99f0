// What the monitor asks of the lab: the log, the trainers, the meters, the order of the queue, plans and templates.
import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../../src/contract/monitor.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule } from '../../src/core/plan.ts';
import { Announcer } from '../../src/lab/announcer.ts';
import { stepLabel } from '../../src/lab/step-label.ts';
import { reaches, runToEnd, temporaryHome, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const single = (change: Record<string, unknown> = {}) => tinySchedule({ axes: {}, seeds: [1], ...change });
const long = (name: string) => single({ name, pretrain: { tokens: 288_000, batch: 8, warmup: 4 } });

describe('the log', () => {
  it('numbers its messages, keeps the last 2000, and gives those after a number', () => {
    const sources = { summary: () => expect.fail(), trainers: () => [] };
    const announcer = new Announcer(
      { now: () => Date.UTC(2026, 0, 2), after: () => () => undefined },
      sources,
    );
    for (let i = 1; i <= 2005; i++) announcer.log('info', `message ${i}`);
    const kept = announcer.messages(0);
    expect(kept).toHaveLength(2000);
    expect(kept[0]).toEqual({ id: 6, at: '2026-01-02T00:00:00.000Z', level: 'info', message: 'message 6' });
    expect(announcer.messages(2003).map(({ id }) => id)).toEqual([2004, 2005]);
  });

  it('tells what becomes of an experiment, to windows that come later too', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    await runToEnd(host, single({ name: 'told' }));
    const entries = await host.lab.dispatch('workbench.log', {});
    expect(entries.map(({ message }) => message)).toEqual([
      'experiment 1 “told” is queued',
      'experiment 1 “told” is running',
      'experiment 1 “told” is finished',
    ]);
    expect(host.events.filter((event) => event.type === 'log')).toEqual(
      entries.map((entry) => ({ type: 'log', ...entry })),
    );
    expect(await host.lab.dispatch('workbench.log', { after: entries[1]!.id })).toEqual([entries[2]]);
  });
});

describe('a trainer', () => {
  it('says for which experiment and phase it trains, at what loss, and how long it will take', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const id = host.lab.submit(long('long'), '');
    const busy = await until(
      host,
      (event) => event.type === 'trainers' && event.trainers.find(({ lossNats }) => lossNats !== null),
    );
    expect(busy).toMatchObject({ experiment: id, phase: 'pretrain', device: 'cpu' });
    expect(busy.lossNats).toBeGreaterThan(0);
    expect(busy.lossNats).toBeLessThan(10);
    const updatesLeft = busy.updates - busy.update;
    expect(busy.etaSeconds).toBeCloseTo((updatesLeft * 8 * 24) / busy.tokensPerSecond, 6);
    await host.lab.dispatch('experiment.cancel', { id });
    const idle = await until(
      host,
      (event) => event.type === 'trainers' && event.trainers.find(({ step }) => step === null),
    );
    expect(idle).toMatchObject({ experiment: null, phase: null, lossNats: null, etaSeconds: null });
  });
});

describe('the meters', () => {
  it('tell the machine’s memory, processors and disk, and count the trainers’ memory as ours', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const before = await host.lab.dispatch('workbench.meters', {});
    expect(before.processor).toBeNull();
    expect(before.ownMemoryBytes).toBeGreaterThan(20e6);
    expect(before.memoryUsedBytes).toBeLessThan(before.memoryBytes);
    expect(before.diskFreeBytes).toBeGreaterThan(0);
    const id = host.lab.submit(long('long'), '');
    await until(
      host,
      (event) => event.type === 'trainers' && event.trainers.some(({ update }) => update > 0),
    );
    await new Promise((resolve) => setTimeout(resolve, 450));
    const after = await host.lab.dispatch('workbench.meters', {});
    expect(after.processor).toBeGreaterThan(0);
    expect(after.processor).toBeLessThanOrEqual(1);
    expect(after.ownMemoryBytes - before.ownMemoryBytes).toBeGreaterThan(40e6);
    await host.lab.dispatch('experiment.cancel', { id });
  });
});

describe('the order of the queue', () => {
  it('is the one that was asked for, unnamed experiments after, and holds after a restart', async () => {
    const home = temporaryHome();
    const host = temporaryHost({ home, workers: 1 });
    const ids = ['a', 'b', 'c', 'd'].map((name) => host.lab.submit(long(name), ''));
    expect(ids).toEqual([1, 2, 3, 4]);
    await host.lab.dispatch('experiment.pause', { id: 2 });
    await host.lab.dispatch('queue.reorder', { ids: [4, 2] });
    const order = async ({ lab }: typeof host) =>
      (await lab.dispatch('experiment.list', {}))
        .sort((a, b) => b.priority - a.priority || a.id - b.id)
        .map(({ id }) => id);
    expect(await order(host)).toEqual([4, 2, 1, 3]);
    await host.close();
    const again = temporaryHost({ home, workers: 1 });
    expect(await order(again)).toEqual([4, 2, 1, 3]);
    again.lab.start();
    const first = await until(
      again,
      (event) => event.type === 'experiment' && event.summary.state === 'running',
    );
    expect(first && (await order(again))[0]).toBe(4);
    const { trainers } = await again.lab.dispatch('workbench.info', {});
    expect(trainers.map(({ experiment }) => experiment)).toEqual([4]);
    expect(again.lab.submit(single({ name: 'e' }), '')).toBe(5);
    expect(await order(again)).toEqual([4, 2, 1, 3, 5]);
  });

  it('refuses what is over, what is named twice and what is not there', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.submit(single(), '');
    host.lab.submit(single({ name: 'other' }), '');
    await host.lab.dispatch('experiment.cancel', { id: 2 });
    const reorder = (ids: number[]) => host.lab.dispatch('queue.reorder', { ids });
    await expect(reorder([1, 2])).rejects.toThrow('experiment 2 is cancelled, it waits in no queue');
    await expect(reorder([1, 1])).rejects.toThrow('an experiment is named twice: 1, 1');
    await expect(reorder([9])).rejects.toThrow('there is no experiment 9');
  });
});

describe('a plan', () => {
  const describeNode = ({ kind, label, state, runs }: PlanNode) => `${kind}: ${label}, ${state}, ${runs}`;
  const schedule = tinySchedule({ axes: { 'pretrain.tokens': [3840, 7680] }, seeds: [1] });

  it('of a schedule names its steps shortly; nothing of it is in the history', async () => {
    const host = temporaryHost();
    const { steps, total } = await host.lab.dispatch('schedule.plan', { schedule: schedule as never });
    expect(total).toBe(8);
    expect(steps.map(describeNode)).toEqual([
      'trunk: width 8 · to 3072 tokens, new, 2',
      'cooldown: cool-down to 3840 tokens, new, 1',
      'align: 64 examples, new, 1',
      'unalign: 64 examples, new, 1',
      'trunk: width 8 · to 6144 tokens, new, 1',
      'cooldown: cool-down to 7680 tokens, new, 1',
      'align: 64 examples, new, 1',
      'unalign: 64 examples, new, 1',
    ]);
    expect(steps[4]!.parent).toBe(steps[0]!.key);
    expect(steps[5]!.parent).toBe(steps[4]!.key);
    const few = await host.lab.dispatch('schedule.plan', { schedule: schedule as never, most: 3 });
    expect([few.steps.length, few.total]).toEqual([3, 8]);
    await expect(host.lab.dispatch('schedule.plan', { schedule: { springback: 1 } })).rejects.toThrow(/name/);
  });

  it('of an experiment is the same steps with what became of them, and another schedule sees what it shares', async () => {
    const host = temporaryHost();
    host.lab.start();
    const id = await runToEnd(host, schedule);
    const nodes = await host.lab.dispatch('experiment.plan', { id });
    expect(nodes.map(({ state }) => state)).toEqual(Array(8).fill('finished'));
    for (const { update, updates } of nodes) expect(update).toBe(updates);
    const wider = tinySchedule({ axes: { 'model.width': [8, 16] }, seeds: [1] });
    const { steps } = await host.lab.dispatch('schedule.plan', { schedule: wider as never });
    expect(steps.filter(({ state }) => state === 'finished').map(({ kind }) => kind)).toEqual([
      'trunk',
      'cooldown',
      'align',
      'unalign',
    ]);
    expect(steps.filter(({ state }) => state === 'new')).toHaveLength(4);
  });

  it('names every kind of step', () => {
    const labels = (change: Record<string, unknown>) =>
      planSchedule(parseSchedule(single(change)), { corpusKey: '' }).steps.map(({ spec }) => stepLabel(spec));
    const pretrain = { tokens: 1_536_000, batch: 8, warmup: 4 };
    expect(labels({ pretrain })[0]).toBe('width 8 · to 1.23 M tokens');
    expect(labels({ pretrain: { ...pretrain, tokens: 0 } })[0]).toBe('width 8 · untrained');
    const noise = { examples: 64, batch: 8, data: { kind: 'weightNoise', norm: 2 } };
    expect(labels({ unalign: noise }).at(-1)).toBe('64 times noise');
    const transfer = { examples: 48, batch: 8, slices: 2, from: 2, onto: 1 };
    expect(labels({ transfer, unalign: undefined })).toEqual([
      'width 8 · to 6144 tokens',
      'cool-down to 7680 tokens',
      '64 examples',
      '64 examples · updates 5 to 8',
      '48 responses',
    ]);
    expect(labels({ joint: { ratio: 30 }, align: undefined, unalign: undefined }).at(-1)).toBe('k = 30');
  });
});

describe('the templates', () => {
  it('are the schedules of the package, and every one can be submitted', async () => {
    const host = temporaryHost();
    const templates = await host.lab.dispatch('schedule.templates', {});
    expect(templates[0]).toMatchObject({ id: 'quickstart', group: 'quickstart' });
    expect(templates.map(({ id }) => id)).toEqual(expect.arrayContaining(['quick/size', 'full/k-law']));
    for (const { text, name } of templates) expect(parseSchedule(JSON.parse(text)).name).toBe(name);
  });
});

it('a queue of two works on the one that was put first', async () => {
  const host = temporaryHost({ workers: 1 });
  host.lab.submit(single({ name: 'first' }), '');
  host.lab.submit(single({ name: 'second', seeds: [2] }), '');
  await host.lab.dispatch('queue.reorder', { ids: [2, 1] });
  const done: number[] = [];
  host.lab.listen((event) => {
    if (event.type === 'experiment' && event.summary.state === 'finished') done.push(event.summary.id);
  });
  const last = reaches(host, 1, 'finished');
  host.lab.start();
  await last;
  expect(done).toEqual([2, 1]);
});
