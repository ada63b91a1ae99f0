// Bundles of real histories, opened again without a file between.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Bundle } from '../../src/core/bundle/bundle.ts';
import { bundleText, readBundle } from '../../src/core/bundle/read-bundle.ts';
import { phaseNames } from '../../src/core/schedule.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { unpackBundle } from '../../src/lab/unpack-bundle.ts';
import { openMemoryStore } from '../../src/store/memory-store.ts';
import type { Store } from '../../src/store/store.ts';
import { everyPoint, reaches, runToEnd, temporaryHost } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const options = {
  created: '2026-11-24T10:00:00.000Z',
  version: '0.1.0',
  machine: { cpu: 'A processor', cores: 2, memoryBytes: 8e9, os: 'linux' },
  digits: null,
  omitted: [],
};

function opened(bundle: Bundle): Store {
  const read = readBundle(bundleText(bundle), 'f.springback');
  const store = openMemoryStore('f.springback', (empty) => unpackBundle(read, empty));
  onTestFinished(() => store.close());
  return store;
}
const losses = (history: Store, id: number) =>
  history
    .series(id, { metric: 'train.loss', phases: phaseNames, buckets: 4000 })
    .map(({ run: _run, ...series }) => series);
const small = { axes: {}, seeds: [1] };

describe('a bundle of a history', () => {
  it('opens as that history, to the bit: points, samples, runs, states', async () => {
    const host = temporaryHost();
    host.lab.start();
    const id = await runToEnd(host, tinySchedule(small));
    const copy = opened(packBundle(host.history, [id], options));
    expect(everyPoint(copy, 1)).toEqual(everyPoint(host.history, id));
    expect(everyPoint(copy, 1).length).toBeGreaterThan(100);
    expect(copy.runs(1)).toEqual(host.history.runs(id));
    expect(copy.steps(1)).toEqual(host.history.steps(id));
    expect({ ...copy.experiment(1)!, folder: '' }).toEqual({ ...host.history.experiment(id)!, folder: '' });
    const run = host.history.runs(id)[0]!.id;
    expect(copy.samples(1)).toEqual(host.history.samples(run));
    expect(copy.samples(1).length).toBeGreaterThan(0);
  });

  it('has the past of a trunk that an experiment outside of it trained', async () => {
    const host = temporaryHost();
    host.lab.start();
    const pretrain = (tokens: number) => ({ pretrain: { tokens, batch: 8, warmup: 4 } });
    const short = await runToEnd(host, tinySchedule({ ...small, ...pretrain(3840) }));
    const long = await runToEnd(host, tinySchedule({ ...small, ...pretrain(7680) }));
    const own = [...host.history.points(long)].filter(({ metric }) => metric === 'train.loss');
    const alone = opened(packBundle(host.history, [long], options));
    expect(losses(alone, 1)).toEqual(losses(host.history, long));
    // The second experiment did not train the beginning itself: without borrowing, it would be missing.
    expect(losses(alone, 1).flatMap(({ update }) => update).length).toBeGreaterThan(own.length);
    const both = opened(packBundle(host.history, [long, short], options));
    expect(losses(both, 1)).toEqual(losses(host.history, long));
    expect(losses(both, 2)).toEqual(losses(host.history, short));
  });

  it('leaves unfinished what is unfinished: nothing runs in a file', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const slow = { ...small, seeds: [1, 2], pretrain: { tokens: 1_000_000, batch: 8 } };
    const id = host.lab.submit(tinySchedule(slow), '');
    await reaches(host, id, 'running');
    const bundle = packBundle(host.history, [id], options);
    expect(host.history.steps(id).map(({ state }) => state)).toContain('running');
    expect(bundle.experiments[0]!.state).toBe('paused');
    expect(bundle.steps.map(({ state }) => state)).toContain('interrupted');
    await host.lab.dispatch('experiment.cancel', { id });
    expect(opened(packBundle(host.history, [id], options)).experiment(1)!.state).toBe('cancelled');
  });

  it('refuses an experiment that is not there, and every change once it is open', async () => {
    const host = temporaryHost();
    expect(() => packBundle(host.history, [7], options)).toThrow('there is no experiment 7');
    const empty = opened({ ...packBundle(host.history, [], options) });
    expect(() => empty.recordSpeed('cpu', 1, 1)).toThrow(/readonly|read-only/i);
  });
});
