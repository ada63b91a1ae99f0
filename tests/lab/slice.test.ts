// The whole slice with nothing doubled: a real store, real trainer processes, real training.
import { describe, expect, it } from 'vitest';
import { everyPoint, reaches, runToEnd, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

describe('an experiment', () => {
  it('is measured bit for bit the same by 1 trainer and by 2, and a second submission trains nothing', async () => {
    const one = temporaryHost({ workers: 1 });
    const two = temporaryHost({ workers: 2 });
    one.lab.start();
    two.lab.start();
    const first = await runToEnd(one, tinySchedule());
    const second = await runToEnd(two, tinySchedule());
    const points = everyPoint(one.history, first);
    expect(points.length).toBeGreaterThan(1000);
    expect(everyPoint(two.history, second)).toEqual(points);

    const seen = one.events.length;
    const again = await runToEnd(one, tinySchedule());
    expect(again).not.toBe(first);
    expect(everyPoint(one.history, again)).toEqual(points);
    const trained = one.events
      .slice(seen)
      .filter((event) => event.type === 'trainers' && event.trainers.some(({ step }) => step !== null));
    expect(trained).toEqual([]);
  });

  it('trains only what is new when an axis gets one more value', async () => {
    const host = temporaryHost();
    host.lab.start();
    const first = await runToEnd(host, tinySchedule());
    const before = new Set(host.history.steps(first).map(({ key }) => key));
    const axes = { 'model.width': [8, 16], 'pretrain.tokens': [3840, 5760, 7680] };
    const { cost } = await host.lab.dispatch('schedule.check', { schedule: tinySchedule({ axes }) });
    const second = await runToEnd(host, tinySchedule({ axes }));
    const after = host.history.steps(second).map(({ key }) => key);
    const added = after.filter((key) => !before.has(key));
    expect(after.filter((key) => before.has(key)).length).toBe(before.size);
    expect(cost?.steps).toBe(added.length);
    expect(added.length).toBe(2 * 2 * 4); // sizes × seeds × (trunk, cool-down, align, unalign)
  });

  it('survives the death of its trainers: all points are those of an undisturbed run', async () => {
    const calm = temporaryHost();
    const disturbed = temporaryHost({ checkpointSeconds: 0.05 });
    calm.lab.start();
    disturbed.lab.start();
    const schedule = tinySchedule({
      pretrain: { tokens: 46_080, batch: 8, warmup: 4 },
      axes: {},
      seeds: [1, 2],
    });
    const expected = everyPoint(calm.history, await runToEnd(calm, schedule));
    let kills = 0;
    disturbed.lab.listen((event) => {
      if (event.type !== 'trainers' || kills >= 3) return;
      const busy = event.trainers.find(({ step, update }) => step !== null && update > 0);
      if (busy === undefined) return;
      kills += 1;
      process.kill(busy.pid, 'SIGKILL');
    });
    const id = await runToEnd(disturbed, schedule);
    expect(kills).toBeGreaterThan(0);
    expect(everyPoint(disturbed.history, id)).toEqual(expected);
  });

  it('pauses, resumes, and is cancelled', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const schedule = tinySchedule({ pretrain: { tokens: 192_000, batch: 8 }, axes: {}, seeds: [1] });
    const running = until(
      host,
      (event) => event.type === 'trainers' && event.trainers.some(({ update }) => update > 5),
    );
    const id = host.lab.submit(schedule, '');
    await running;
    const paused = reaches(host, id, 'paused');
    await host.lab.dispatch('experiment.pause', { id });
    await paused;
    const resumed = reaches(host, id, 'running');
    await host.lab.dispatch('experiment.resume', { id });
    await resumed;
    const cancelled = reaches(host, id, 'cancelled');
    await host.lab.dispatch('experiment.cancel', { id });
    expect((await cancelled).state).toBe('cancelled');
  });
});
