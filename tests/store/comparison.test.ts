import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { removeTemporaryFolders, submit, temporaryFolder } from './fixtures.ts';

let store: Store;
beforeEach(() => {
  store = openStore(temporaryFolder());
});
afterEach(() => store.close());
afterAll(removeTemporaryFolders);

const points = (metric: string, updates: readonly number[]) =>
  updates.map((update) => ({ metric, update, value: update / 10 }));
const everything = { phases: ['pretrain', 'align', 'unalign'] as const, buckets: 10, finer: null };

it('compares runs of different experiments in the order that was asked', () => {
  const first = submit(store, { name: 'first' });
  const second = submit(store, { name: 'second', seeds: [7] });
  const [a, b] = [store.runs(first.id)[0]!, store.runs(second.id)[0]!];
  const rows = store.comparison.runs([b.id, a.id, 999]);
  expect(rows.map(({ id, experimentName, seed }) => [id, experimentName, seed])).toEqual([
    [b.id, 'second', 7],
    [a.id, 'first', a.seed],
  ]);
  expect(rows[0]!.steps.map(({ key }) => key)).toEqual(b.steps);
  expect(rows[0]!.primaryMetric).toBe('behaviour.logOdds');
});

it('gives a shared step to every run that has it, and a metric only where it was measured', () => {
  const { id, plan } = submit(store, { axes: { 'unalign.examples': [64, 128] } });
  const [, , align, short] = plan.steps.map(({ key }) => key);
  store.addPoints(align!, points('kl.fromBase', [0, 4]), [], 4);
  store.addPoints(short!, points('train.loss', [1]), [], 1);
  const runs = store.runs(id).map((run) => run.id);
  const series = store.comparison.series(runs, { ...everything, metrics: ['train.loss', 'kl.fromBase'] });
  expect(series.map(({ run, phase, metric }) => [runs.indexOf(run), phase, metric])).toEqual([
    [0, 'align', 'kl.fromBase'],
    [0, 'unalign', 'train.loss'],
    [1, 'align', 'kl.fromBase'],
  ]);
  expect(store.comparison.metrics(runs)).toEqual(['kl.fromBase', 'train.loss']);
  expect(store.comparison.metrics([runs[1]!])).toEqual(['kl.fromBase']);
});

it('has a finer range in buckets of its own, both ends included, and counts every measurement once', () => {
  const { id, plan } = submit(store);
  const updates = Array.from({ length: 1000 }, (_, i) => i);
  store.addPoints(plan.steps[2]!.key, points('train.loss', updates), [], 999);
  const [run] = store.runs(id);
  const read = (finer: { updates: [number, number]; buckets: number } | null) =>
    store.comparison.series([run!.id], { ...everything, metrics: ['train.loss'], finer })[0]!;
  const coarse = read(null);
  const fine = read({ updates: [500, 509], buckets: 20 });
  const at = fine.update.indexOf(500);
  expect(fine.update.slice(at, at + 10)).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509]);
  expect(fine.count.slice(at, at + 10).every((count) => count === 1)).toBe(true);
  // 998 interior updates in 8 spans of 124.75: 500 … 509 lie within the fifth, which becomes two and the range.
  expect(coarse.count).toEqual([1, 125, 125, 125, 124, 125, 125, 125, 124, 1]);
  expect([fine.count.slice(0, at), fine.count.slice(at + 10)]).toEqual([
    [1, 125, 125, 125, 124],
    [115, 125, 125, 124, 1],
  ]);
  for (const { update, count } of [coarse, fine]) {
    expect([update[0], update.at(-1)]).toEqual([0, 999]);
    expect(count.reduce((a, b) => a + b)).toBe(1000);
  }
  expect(read({ updates: [500, 509], buckets: 2 }).count.slice(at, at + 2)).toEqual([5, 5]);
  expect(store.comparison.points(run!.id, ['train.loss'])[0]!.value).toEqual(updates.map((u) => u / 10));
});

it('keeps the probabilities of tokens, and says of older samples that there are none', () => {
  const { id, plan } = submit(store);
  const tokens = [{ text: 'good', probability: 0.7, top: [{ text: 'good', probability: 0.7 }] }];
  const sample = { prompt: 'it is', response: 'good', score: 1 };
  const key = plan.steps[2]!.key;
  store.addPoints(
    key,
    [],
    [
      { ...sample, update: 0, index: 0, tokens },
      { ...sample, update: 4, index: 0, tokens: null },
    ],
    4,
  );
  const run = store.runs(id)[0]!.id;
  expect(store.comparison.samples([run])).toEqual([
    { ...sample, run, phase: 'align', update: 0, index: 0, tokens },
    { ...sample, run, phase: 'align', update: 4, index: 0, tokens: null },
  ]);
});
