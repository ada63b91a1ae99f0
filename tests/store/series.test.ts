import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { finish, removeTemporaryFolders, submit, temporaryFolder } from './fixtures.ts';

let store: Store;
beforeEach(() => {
  store = openStore(temporaryFolder());
});
afterEach(() => store.close());
afterAll(removeTemporaryFolders);

const losses = (updates: readonly number[], value = (update: number) => update / 10) =>
  updates.map((update) => ({ metric: 'train.loss', update, value: value(update) }));
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const read = (id: number, phase: 'pretrain' | 'align' | 'unalign', buckets: number) =>
  store.series(id, { metric: 'train.loss', phases: [phase], buckets });

describe('a series', () => {
  it('is exact where there are few points', () => {
    const { id, plan } = submit(store);
    store.addPoints(plan.steps[2]!.key, losses([4, 1, 2]), [], 4);
    expect(read(id, 'align', 3)).toEqual([
      {
        run: store.runs(id)[0]!.id,
        seed: 1,
        values: {},
        phase: 'align',
        metric: 'train.loss',
        update: [1, 2, 4],
        mean: [0.1, 0.2, 0.4],
        min: [0.1, 0.2, 0.4],
        max: [0.1, 0.2, 0.4],
        count: [1, 1, 1],
      },
    ]);
  });

  it('is there for every run and phase that has points, and for no other', () => {
    const { id, plan } = submit(store, { axes: { 'unalign.examples': [64, 128] } });
    const [, , align, , second] = plan.steps.map(({ key }) => key);
    store.addPoints(align!, losses([1]), [], 1);
    store.addPoints(second!, losses([1]), [], 1);
    const found = store.series(id, {
      metric: 'train.loss',
      phases: ['pretrain', 'align', 'unalign'],
      buckets: 10,
    });
    expect(found.map(({ values, phase }) => [values['unalign.examples'], phase])).toEqual([
      [64, 'align'],
      [128, 'align'],
      [128, 'unalign'],
    ]);
    expect(store.series(id, { metric: 'unheard.of', phases: ['align'], buckets: 10 })).toEqual([]);
  });

  it('is of the runs that are asked for first, then of the newest that have points, as many as are asked for', () => {
    const examples = [64, 128, 192, 256, 320];
    const { id, plan } = submit(store, { axes: { 'align.examples': examples } });
    const aligned = plan.steps.filter(({ spec }) => spec.kind === 'tune' && spec.phase === 'align');
    // The newest run has no points yet.
    for (const { key } of aligned.slice(0, 4)) store.addPoints(key, losses([1]), [], 1);
    const runs = store.runs(id);
    const of = (most: number, first: readonly number[]): unknown[] =>
      store
        .series(id, { metric: 'train.loss', phases: ['align'], buckets: 10, only: { most, first } })
        .map(({ values }) => values['align.examples']);
    expect(of(3, [runs[0]!.id])).toEqual([64, 256, 192]);
    expect(of(2, [])).toEqual([256, 192]);
    expect(of(80, [runs[4]!.id])).toEqual([256, 192, 128, 64]);
    expect(of(1, [runs[1]!.id, runs[0]!.id])).toEqual([64]);
  });

  it('of 10,000 uneven points in 500 buckets is what a plain loop makes of them', () => {
    const { id, plan } = submit(store, { align: { examples: 640_000 } });
    const random = Random.at(1, 'points');
    const updates: number[] = [];
    for (let update = 0; updates.length < 10_000; update += 1 + random.integer(3)) updates.push(update);
    const points = losses(updates, () => random.normal());
    for (let at = 0; at < points.length; at += 500)
      store.addPoints(plan.steps[2]!.key, points.slice(at, at + 500), [], at);
    const [series] = read(id, 'align', 500);
    const [low, high] = [updates[0]!, updates.at(-1)!];
    // The first and the last stand for themselves, the rest lies in 498 equal spans.
    const buckets = Map.groupBy(points, ({ update }) => {
      if (update === low || update === high) return update === low ? -1 : 498;
      return Math.floor(((update - low - 1) * 498) / (high - low - 1));
    });
    expect(series!.update.length).toBe(buckets.size);
    expect(series!.update.length).toBeLessThanOrEqual(500);
    expect(series!.count.reduce((a, b) => a + b)).toBe(10_000);
    for (const [i, bucket] of [...buckets.values()].entries()) {
      const values = bucket.map(({ value }) => value);
      expect(series!.count[i]).toBe(values.length);
      expect(series!.min[i]).toBe(Math.min(...values));
      expect(series!.max[i]).toBe(Math.max(...values));
      expect(series!.mean[i]).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 12);
      expect(series!.update[i]).toBeCloseTo(
        bucket.reduce((sum, { update }) => sum + update, 0) / bucket.length,
        9,
      );
    }
  });

  it.each([1, 2, 3, 7, 49, 50, 51])('never has more than %i points', (buckets) => {
    const { id, plan } = submit(store, { align: { examples: 1000 } });
    store.addPoints(plan.steps[2]!.key, losses(range(1, 50)), [], 50);
    const [series] = read(id, 'align', buckets);
    expect(series!.update.length).toBe(Math.min(buckets, 50));
    expect(series!.count.reduce((a, b) => a + b)).toBe(50);
  });

  it('leaves out what is not a number', () => {
    const { id, plan } = submit(store);
    store.addPoints(
      plan.steps[2]!.key,
      losses([1, 2, 3], (update) => (update === 2 ? Number.NaN : 1)),
      [],
      3,
    );
    expect(read(id, 'align', 10)[0]!.update).toEqual([1, 3]);
    expect(read(id, 'align', 1)[0]).toMatchObject({ update: [2], mean: [1], count: [2] });
  });
});

describe('the series of pretraining', () => {
  // Amounts of 50 and 200 updates: the trunk to 40, on to 160; cool-downs 40–50 and 160–200.
  const axes = { 'pretrain.tokens': [51_200, 204_800] };

  it('is the trunk up to the run’s branch, then its cool-down', () => {
    const { id, plan } = submit(store, { axes });
    const [short, shortEnd, long, longEnd] = plan.steps
      .filter(({ spec }) => spec.kind !== 'tune')
      .map(({ key }) => key);
    store.addPoints(short!, losses(range(1, 40)), [], 40);
    store.addPoints(
      shortEnd!,
      losses(range(41, 50), () => -1),
      [],
      50,
    );
    store.addPoints(long!, losses(range(41, 160)), [], 160);
    store.addPoints(
      longEnd!,
      losses(range(161, 200), () => -2),
      [],
      200,
    );
    const [first, second] = read(id, 'pretrain', 1000);
    expect(first!.update).toEqual(range(1, 50));
    expect(first!.mean).toEqual([
      ...range(1, 40).map((update) => update / 10),
      ...range(41, 50).map(() => -1),
    ]);
    expect(second!.update).toEqual(range(1, 200));
    expect(second!.mean).toEqual([
      ...range(1, 160).map((update) => update / 10),
      ...range(161, 200).map(() => -2),
    ]);
  });

  it('counts an update once where two pieces of the trunk measured it', () => {
    const { id, plan } = submit(store, { axes });
    const trunks = plan.steps.filter(({ spec }) => spec.kind === 'trunk').map(({ key }) => key);
    store.addPoints(trunks[0]!, losses(range(1, 40)), [], 40);
    store.addPoints(trunks[1]!, losses(range(1, 160)), [], 160);
    const [first, second] = read(id, 'pretrain', 1000);
    expect(first!.update).toEqual(range(1, 40));
    expect(second!.update).toEqual(range(1, 160));
    expect(second!.count).toEqual(range(1, 160).map(() => 1));
    const reduced = read(id, 'pretrain', 16)[1]!;
    // The ends stand for themselves; 158 updates between them in 14 spans are 11 or 12 each.
    expect([reduced.count[0], reduced.count.at(-1), reduced.count.length]).toEqual([1, 1, 16]);
    expect(new Set(reduced.count.slice(1, -1))).toEqual(new Set([11, 12]));
    expect(reduced.count.reduce((a, b) => a + b)).toBe(160);
  });

  it('has the updates that another experiment trained', () => {
    const first = submit(store, { axes });
    const trunks = first.plan.steps.filter(({ spec }) => spec.kind === 'trunk').map(({ key }) => key);
    store.addPoints(trunks[0]!, losses(range(1, 40)), [], 40);
    store.addPoints(trunks[1]!, losses(range(41, 160)), [], 160);
    for (const key of trunks) finish(store, key);
    const { id } = submit(store, { pretrain: { tokens: 204_800 } });
    expect(read(id, 'pretrain', 1000)[0]!.update).toEqual(range(1, 160));
  });

  it('has no updates of another seed', () => {
    const { id, plan } = submit(store, { seeds: [1, 2] });
    const trunks = plan.steps.filter(({ spec }) => spec.kind === 'trunk').map(({ key }) => key);
    store.addPoints(trunks[0]!, losses([1, 2]), [], 2);
    store.addPoints(trunks[1]!, losses([3]), [], 3);
    expect(read(id, 'pretrain', 10).map(({ seed, update }) => [seed, update])).toEqual([
      [1, [1, 2]],
      [2, [3]],
    ]);
  });
});
