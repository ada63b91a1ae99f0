// The lab over the real store and real trainer processes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, eventSchema } from '../../src/contract/window.ts';
import { everyPoint, reaches, runToEnd, temporaryHome, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

/** Some seconds of one trainer, whose state is announced a few times a second: it can be caught in the middle. */
const longer = (change: Record<string, unknown> = {}) =>
  tinySchedule({
    model: { width: 32, layers: 2, heads: 2, context: 24 },
    pretrain: { tokens: 288_000, batch: 8, warmup: 4 },
    axes: {},
    seeds: [1],
    ...change,
  });

describe('a lab', () => {
  it('trains a schedule to its end, announces it, and trains nothing the second time', async () => {
    const host = temporaryHost();
    host.lab.start();
    const id = await runToEnd(host, tinySchedule());
    const { summary, runs } = await host.lab.dispatch('experiment.get', { id });
    expect(summary.progress).toMatchObject({
      steps: 32,
      stepsFinished: 32,
      runs: 8,
      runsFinished: 8,
      etaSeconds: null,
    });
    expect(summary.progress.tokensDone).toBe(summary.progress.tokens);
    expect(runs.map(({ state }) => state)).toEqual(Array(8).fill('finished'));
    for (const event of host.events) eventSchema.parse(event);
    expect(host.events.some((event) => event.type === 'experiment' && event.points)).toBe(true);

    const before = everyPoint(host.history, id);
    const again = host.lab.submit(tinySchedule(), '');
    const second = await host.lab.dispatch('experiment.get', { id: again });
    expect(second.summary.state).toBe('finished');
    expect(everyPoint(host.history, again)).toEqual(before);
    expect(host.lab.same(tinySchedule(), '')).toEqual({ id: again, state: 'finished' });
  });

  it('trains only what a new axis value adds', async () => {
    const host = temporaryHost();
    host.lab.start();
    await runToEnd(host, tinySchedule({ seeds: [1] }));
    const wider = tinySchedule({
      seeds: [1],
      axes: { 'model.width': [8, 16, 24], 'pretrain.tokens': [3840, 7680] },
    });
    const { cost } = await host.lab.dispatch('schedule.check', { schedule: wider as never });
    expect(cost).toMatchObject({ runs: 6, steps: 8, stepsReused: 16 });
    const trained = new Set<string>();
    host.lab.listen((event) => {
      if (event.type === 'trainers') for (const { step } of event.trainers) if (step) trained.add(step);
    });
    const id = await runToEnd(host, wider);
    expect(trained.size).toBeGreaterThan(0);
    for (const key of trained) expect(host.history.step(key)!.spec.model.width).toBe(24);
    const { runs } = await host.lab.dispatch('experiment.get', { id });
    expect(runs).toHaveLength(6);
  });

  it('inserts an amount of pretraining between two and starts it from the shorter trunk', async () => {
    const host = temporaryHost();
    host.lab.start();
    await runToEnd(host, tinySchedule({ seeds: [1], axes: { 'pretrain.tokens': [3840, 7680] } }));
    const id = await runToEnd(
      host,
      tinySchedule({ seeds: [1], axes: { 'pretrain.tokens': [3840, 5760, 7680] } }),
    );
    const middle = host.history.steps(id).find(({ spec }) => spec.kind === 'trunk' && spec.to === 24)!;
    const losses = [...host.history.points(id)].filter(
      ({ key, metric }) => key === middle.key && metric === 'train.loss',
    );
    expect(losses.map(({ update }) => update)).toEqual([17, 18, 19, 20, 21, 22, 23, 24]);
  });

  it('gives the same bits with one worker and with two', async () => {
    const points: string[][] = [];
    for (const workers of [1, 2]) {
      const host = temporaryHost({ workers });
      host.lab.start();
      points.push(everyPoint(host.history, await runToEnd(host, tinySchedule())));
      await host.close();
    }
    expect(points[0]!.length).toBeGreaterThan(1000);
    expect(points[1]).toEqual(points[0]);
  });

  it('pauses into a checkpoint, resumes, and ends with the bits of an undisturbed run', async () => {
    const undisturbed = temporaryHost();
    undisturbed.lab.start();
    const expected = everyPoint(undisturbed.history, await runToEnd(undisturbed, longer()));

    const host = temporaryHost();
    host.lab.start();
    const id = host.lab.submit(longer(), '');
    for (let i = 0; i < 2; i++) {
      await until(
        host,
        (event) => event.type === 'trainers' && event.trainers.some(({ update }) => update > 30 + 300 * i),
      );
      await host.lab.dispatch('experiment.pause', { id });
      await until(
        host,
        (event) => event.type === 'trainers' && event.trainers.every(({ step }) => step === null),
      );
      const { summary, runs } = await host.lab.dispatch('experiment.get', { id });
      expect(summary.state).toBe('paused');
      expect(runs[0]!.state).toBe('interrupted');
      expect(host.history.allCheckpoints().some(({ final }) => !final)).toBe(true);
      await host.lab.dispatch('experiment.resume', { id });
    }
    await reaches(host, id, 'finished');
    expect(everyPoint(host.history, id)).toEqual(expected);
    expect(host.events.filter((event) => event.type === 'log' && event.level !== 'info')).toEqual([]);
  });

  it('cancels at once, keeps what is finished, and goes on when resumed', async () => {
    const host = temporaryHost();
    host.lab.start();
    const id = host.lab.submit(tinySchedule(), '');
    await until(host, (event) => event.type === 'experiment' && event.summary.progress.stepsFinished >= 3);
    await host.lab.dispatch('experiment.cancel', { id });
    await until(
      host,
      (event) => event.type === 'trainers' && event.trainers.every(({ step }) => step === null),
    );
    const { summary, runs } = await host.lab.dispatch('experiment.get', { id });
    expect(summary.state).toBe('cancelled');
    expect(summary.progress.stepsFinished).toBeGreaterThanOrEqual(3);
    expect(runs.at(-1)!.state).toBe('cancelled');
    await expect(host.lab.dispatch('experiment.pause', { id })).rejects.toMatchObject({ code: 'conflict' });
    await host.lab.dispatch('experiment.resume', { id });
    await reaches(host, id, 'finished');
  });

  it('keeps training what another experiment needs when one is cancelled', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.start();
    const first = host.lab.submit(longer({ name: 'first' }), '');
    const second = host.lab.submit(longer({ name: 'second' }), '');
    const step = await until(
      host,
      (event) => event.type === 'trainers' && event.trainers.find(({ update }) => update > 20)?.step,
    );
    await host.lab.dispatch('experiment.cancel', { id: first });
    expect(host.history.step(step)!.state).toBe('running');
    await reaches(host, second, 'finished');
    const trunk = host.history.steps(second)[0]!;
    const losses = [...host.history.points(second)].filter(
      ({ key, metric }) => key === trunk.key && metric === 'train.loss',
    );
    expect(losses).toHaveLength(trunk.updates);
  });

  it('trains the experiment of higher priority first, and that of age among equals', async () => {
    const host = temporaryHost({ workers: 1 });
    const ids = ['old', 'new', 'urgent'].map((name, i) =>
      host.lab.submit(tinySchedule({ name, axes: {}, seeds: [10 + i] }), ''),
    );
    await host.lab.dispatch('experiment.prioritise', { id: ids[2]!, priority: 5 });
    const ended: number[] = [];
    host.lab.listen((event) => {
      if (event.type === 'experiment' && event.summary.state === 'finished') ended.push(event.summary.id);
    });
    const last = reaches(host, ids[1]!, 'finished');
    host.lab.start();
    await last;
    expect(ended).toEqual([ids[2], ids[0], ids[1]]);
  });

  it('goes on after a shutdown in the middle, and says what was running', async () => {
    const home = temporaryHome();
    const first = temporaryHost({ home });
    first.lab.start();
    const id = first.lab.submit(longer(), '');
    await until(
      first,
      (event) => event.type === 'trainers' && event.trainers.some(({ update }) => update > 30),
    );
    await first.close();
    const second = temporaryHost({ home });
    expect(second.history.experiment(id)!.state).toBe('running');
    expect(second.history.steps(id)[0]).toMatchObject({ state: 'interrupted' });
    expect(second.history.steps(id)[0]!.update).toBeGreaterThan(30);
    second.lab.start();
    await reaches(second, id, 'finished');
  });

  it('works only on what is chosen where the host says so', async () => {
    const home = temporaryHome();
    const first = temporaryHost({ home });
    const old = first.lab.submit(tinySchedule({ name: 'old', axes: {}, seeds: [1] }), '');
    await first.close();
    const second = temporaryHost({ home });
    second.lab.start('chosen');
    await runToEnd(second, tinySchedule({ name: 'new', axes: {}, seeds: [2] }));
    expect(second.history.experiment(old)!.state).toBe('queued');
  });
});

describe('a command', () => {
  it('is refused with the path of what is wrong in its input', async () => {
    const { lab } = temporaryHost();
    await expect(lab.dispatch('experiment.get', { id: 'one' })).rejects.toMatchObject({
      issues: [{ path: 'experiment.get.id' }],
    });
    await expect(lab.dispatch('experiment.get', { id: 7 })).rejects.toMatchObject({ code: 'missing' });
    await expect(
      lab.dispatch('experiment.series', { id: 7, metric: 'x', phases: ['align'] }),
    ).rejects.toMatchObject({
      code: 'missing',
    });
  });

  it('leaves nothing behind where a schedule is wrong', async () => {
    const { lab, history } = temporaryHost();
    const bad = tinySchedule({ axes: { 'model.breadth': [1, 2] } });
    await expect(lab.dispatch('experiment.submit', { schedule: bad })).rejects.toMatchObject({
      name: 'InputError',
    });
    expect(history.experiments()).toEqual([]);
    const { issues, cost } = await lab.dispatch('schedule.check', {
      schedule: { ...tinySchedule(), model: { width: -8 } } as never,
    });
    expect(cost).toBeNull();
    expect(issues[0]!.path).toBe('model.width');
  });

  it('answers in the shape of the contract', async () => {
    const host = temporaryHost();
    host.lab.start();
    const id = await runToEnd(host, tinySchedule({ axes: {}, seeds: [1] }));
    const { runs } = await host.lab.dispatch('experiment.get', { id });
    const inputs = {
      'workbench.info': {},
      'experiment.list': {},
      'experiment.get': { id },
      'experiment.series': { id, metric: 'behaviour.score', phases: ['align', 'unalign'] },
      'experiment.samples': { id, run: runs[0]!.id },
      'schedule.check': { schedule: tinySchedule() },
    } as const;
    for (const [name, input] of Object.entries(inputs)) {
      const command = name as keyof typeof inputs;
      const answer = await host.lab.dispatch(command, input);
      expect(commands[command].output.parse(JSON.parse(JSON.stringify(answer))), command).toEqual(answer);
    }
    const samples = await host.lab.dispatch('experiment.samples', { id, run: runs[0]!.id });
    expect(new Set(samples.map(({ phase }) => phase))).toEqual(new Set(['pretrain', 'align', 'unalign']));
  });

  it('refuses a schedule that the disk cannot hold, and corpus files that cannot be read', async () => {
    const home = temporaryHome();
    const { lab, history } = temporaryHost({ home });
    const huge = tinySchedule({ model: { width: 400_000, layers: 96, context: 24 }, axes: {} });
    expect(() => lab.submit(huge, '')).toThrow(/writes about .* MB, but the disk of the data folder has/);
    writeFileSync(join(home, 'empty.jsonl'), '');
    const files = tinySchedule({
      corpus: {
        kind: 'files',
        pretrain: ['nowhere.txt'],
        positive: ['empty.jsonl'],
        negative: ['empty.jsonl'],
      },
      tokenizer: { kind: 'bytes' },
    });
    const said = (path: string): string => {
      try {
        lab.submit({ ...files, corpus: { ...(files.corpus as object), pretrain: [path] } } as never, home);
      } catch (error) {
        return (error as Error).message;
      }
      return 'taken';
    };
    // A relative path is told with where it leads to, an absolute one is told once.
    const place = join(home, 'nowhere.txt');
    expect(said('nowhere.txt')).toContain(`nowhere.txt: the file does not exist (${place})`);
    expect(said(place).split(place)).toHaveLength(2);
    writeFileSync(join(home, 'nowhere.txt'), 'Once upon a time.\n\n'.repeat(200));
    expect(() => lab.submit(files, home)).toThrow(/empty\.jsonl/);
    expect(history.experiments()).toEqual([]);
  });
});
