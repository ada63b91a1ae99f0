// What goes wrong and is mended: trainers that die, fall silent or do not start, damaged checkpoints, a full disk.
// Real store, real trainers, except where a trainer must misbehave in a way that a real one cannot be brought to.
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToTrainer } from '../../src/contract/trainer.ts';
import type { WindowEvent } from '../../src/contract/window.ts';
import type { TrainerEvents, TrainerLink } from '../../src/lab/ports.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { everyPoint, reaches, runToEnd, temporaryHome, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const single = (change: Record<string, unknown> = {}) => tinySchedule({ axes: {}, seeds: [1], ...change });
const long = () => single({ pretrain: { tokens: 288_000, batch: 8, warmup: 4 } });
const logs = (events: readonly WindowEvent[]) =>
  events.flatMap((event) =>
    event.type === 'log' && event.level !== 'info' ? [`${event.level}: ${event.message}`] : [],
  );

async function undisturbed(schedule: unknown): Promise<string[]> {
  const host = temporaryHost();
  host.lab.start();
  return everyPoint(host.history, await runToEnd(host, schedule));
}

describe('a trainer that is killed', () => {
  it('costs nothing but the way back to its last checkpoint', async () => {
    const expected = await undisturbed(long());
    const host = temporaryHost({ checkpointSeconds: 0.05 });
    host.lab.start();
    const id = host.lab.submit(long(), '');
    for (let kill = 0; kill < 3; kill++) {
      const pid = await until(
        host,
        (event) =>
          event.type === 'trainers' && event.trainers.find(({ update }) => update > 100 * (kill + 1))?.pid,
      );
      process.kill(pid, 'SIGKILL');
      await until(host, (event) => event.type === 'log' && event.level !== 'info');
    }
    await reaches(host, id, 'finished');
    expect(everyPoint(host.history, id)).toEqual(expected);
    expect(
      logs(host.events).every((line) => line.startsWith('warning: a trainer ended (ended by SIGKILL)')),
    ).toBe(true);
  });

  it('takes its step down after the fourth time without a checkpoint, and the other runs go on', async () => {
    const host = temporaryHost({ workers: 1 });
    host.lab.listen((event) => {
      if (event.type !== 'trainers') return;
      const { pid, step } = event.trainers.find((trainer) => trainer.step !== null) ?? {};
      if (step && pid && host.history.step(step)!.spec.seed === 1) process.kill(pid, 'SIGKILL');
    });
    host.lab.start();
    const id = host.lab.submit(
      tinySchedule({ axes: {}, pretrain: { tokens: 288_000, batch: 8 }, seeds: [1, 2] }),
      '',
    );
    const summary = await reaches(host, id, 'failed');
    expect(summary.error).toMatch(/its trainer ended 4 times: ended by SIGKILL/);
    expect(summary.progress).toMatchObject({ stepsFailed: 1, runsFinished: 1 });
    const failure = host.events.find((event) => event.type === 'log' && event.level === 'error');
    expect(failure).toMatchObject({
      message: expect.stringMatching(
        /^pretraining \(.+\) of experiment 1 “.+” failed: its trainer ended 4 times/,
      ),
      experiments: [id],
      event: 'failure',
    });
  });
});

describe('a damaged checkpoint', () => {
  it('of the step itself is set aside, and the step is trained again from before it', async () => {
    const expected = await undisturbed(long());
    const home = temporaryHome();
    const first = temporaryHost({ home });
    first.lab.start();
    const id = first.lab.submit(long(), '');
    await until(
      first,
      (event) => event.type === 'trainers' && event.trainers.some(({ update }) => update > 100),
    );
    await first.close();
    const folder = join(home, 'checkpoints');
    const [file] = readdirSync(folder);
    truncateSync(join(folder, file!), 1000);
    const second = temporaryHost({ home });
    second.lab.start();
    await reaches(second, id, 'finished');
    expect(everyPoint(second.history, id)).toEqual(expected);
    expect(readdirSync(join(folder, 'damaged'))).toEqual([file]);
    expect(logs(second.events)[0]).toContain('is set aside');
  });

  it('of an ancestor has that step trained again before what needs it', async () => {
    const home = temporaryHome();
    const host = temporaryHost({ home });
    host.lab.start();
    const id = await runToEnd(host, single());
    const before = everyPoint(host.history, id);
    const align = host.history.steps(id).find(({ spec }) => spec.kind === 'tune' && spec.phase === 'align')!;
    const file = host.history.checkpoints(align.key)[0]!.file;
    writeFileSync(join(home, 'checkpoints', file), 'not a checkpoint');
    const second = await runToEnd(host, single({ name: 'more', unalign: { examples: 32, batch: 8 } }));
    expect(logs(host.events)[0]).toContain(
      'alignment (64 examples) of experiment 1 “tiny” and 1 more is trained again',
    );
    expect(everyPoint(host.history, id)).toEqual(before);
    expect(host.history.steps(second).every(({ state }) => state === 'finished')).toBe(true);
  });
});

describe('start-up', () => {
  it('removes half-written and unknown checkpoint files, and keeps the known', async () => {
    const home = temporaryHome();
    const first = temporaryHost({ home });
    first.lab.start();
    await runToEnd(first, single());
    await first.close();
    const folder = join(home, 'checkpoints');
    const known = readdirSync(folder).sort();
    writeFileSync(join(folder, 'abc@1.safetensors'), '');
    writeFileSync(join(folder, 'abc@2.safetensors.partial'), '');
    const second = temporaryHost({ home });
    expect(readdirSync(folder).sort()).toEqual(known);
    expect(known).toHaveLength(second.history.allCheckpoints().length);
  });
});

describe('a history that cannot be written', () => {
  it('pauses the experiment, which ends with the same bits once there is room', async () => {
    const expected = await undisturbed(long());
    const host = temporaryHost({ checkpointSeconds: 0.05 });
    const { history } = host;
    const write = history.addPoints.bind(history);
    let commits = 0;
    history.addPoints = (...points) => {
      commits += 1;
      if (commits === 4) throw new StoreError('full', 'the disk is full; nothing of this change was kept');
      return write(...points);
    };
    host.lab.start();
    const paused = reaches(host, 1, 'paused');
    const id = host.lab.submit(long(), '');
    expect((await paused).error).toContain(
      'nothing of this change was kept; make room on the disk, then resume',
    );
    await host.lab.dispatch('experiment.resume', { id });
    await reaches(host, id, 'finished');
    expect(everyPoint(history, id)).toEqual(expected);
  });
});

describe('a disk that is full at the moment when a step ends', () => {
  it('does not leave its trainer occupied: the work pauses, goes on, and closes at once', async () => {
    const host = temporaryHost({ workers: 1 });
    const record = host.history.recordSpeed.bind(host.history);
    let full = true;
    host.history.recordSpeed = (...speed) => {
      if (full) throw new StoreError('full', 'the disk is full; nothing of this change was kept');
      record(...speed);
    };
    host.lab.start();
    const paused = reaches(host, 1, 'paused');
    const id = host.lab.submit(single(), '');
    expect((await paused).error).toContain('make room on the disk, then resume');
    expect((await host.lab.dispatch('workbench.info', {})).trainers.map(({ step }) => step)).toEqual([null]);
    full = false;
    const finished = reaches(host, id, 'finished');
    await host.lab.dispatch('experiment.resume', { id });
    await finished;
    await host.close();
    // A trainer that is still held does not answer a pause, and is ended by force, which the log says.
    expect(logs(host.events).filter((line) => line.includes('a trainer ended'))).toEqual([]);
  });
});

/** A trainer whose every message is up to the test. */
function scriptedTrainer(script: (message: ToTrainer, say: TrainerEvents['message']) => void) {
  return (events: TrainerEvents): TrainerLink => {
    let gone = false;
    const end = (reason: string): void => {
      if (!gone) queueMicrotask(() => events.exit(reason));
      gone = true;
    };
    queueMicrotask(() => events.message({ type: 'ready', pid: 1 }));
    return {
      pid: 1,
      send(message) {
        if (message.type === 'shutdown') end('shut down');
        else if (message.type === 'pause') events.message({ type: 'stopped', key: message.key, update: 0 });
        else script(message, (answer) => events.message(answer));
      },
      kill: () => end('killed'),
    };
  };
}

describe('a trainer that misbehaves', () => {
  it('is taken for dead when it falls silent', async () => {
    const host = temporaryHost({
      silenceSeconds: 0.1,
      startTrainer: scriptedTrainer(() => undefined),
      workers: 1,
    });
    host.lab.start();
    host.lab.submit(single(), '');
    const line = await until(
      host,
      (event) => event.type === 'log' && event.level !== 'info' && event.message,
    );
    expect(line).toContain('a trainer ended (killed)');
  });

  it('that does not start pauses the experiment and says why', async () => {
    const startTrainer = (events: TrainerEvents): TrainerLink => {
      queueMicrotask(() => events.exit('ended with code 1: no such module'));
      return { pid: 0, send: () => undefined, kill: () => undefined };
    };
    const host = temporaryHost({ startTrainer, workers: 1 });
    host.lab.start();
    const paused = until(
      host,
      (event) => event.type === 'experiment' && event.summary.state === 'paused' && event.summary,
    );
    host.lab.submit(single(), '');
    expect((await paused).error).toContain('trainers do not start: ended with code 1: no such module');
  });

  it('that finds the disk full pauses the experiment, which goes on after a resume', async () => {
    let full = true;
    const host = temporaryHost({
      workers: 1,
      startTrainer: scriptedTrainer((message, say) => {
        if (message.type !== 'train') return;
        const { key } = message.task;
        if (full)
          say({ type: 'failed', key, message: 'cannot write: the disk is full', reason: 'disk', path: null });
      }),
    });
    host.lab.start();
    const paused = until(
      host,
      (event) => event.type === 'experiment' && event.summary.state === 'paused' && event.summary,
    );
    const id = host.lab.submit(single(), '');
    expect((await paused).error).toContain('the disk is full; make room on the disk, then resume');
    full = false;
    await host.lab.dispatch('experiment.resume', { id });
    expect(host.history.experiment(id)).toMatchObject({ state: 'running', error: '' });
  });

  it('that measures other numbers than before is reported loudly, and the stored ones are kept', async () => {
    let value = 1;
    const host = temporaryHost({
      workers: 1,
      startTrainer: scriptedTrainer((message, say) => {
        if (message.type !== 'train') return;
        const { key } = message.task;
        say({ type: 'measured', key, points: [['train.loss', 1, value]], samples: [] });
        value = 2;
        say({ type: 'measured', key, points: [['train.loss', 1, value]], samples: [] });
      }),
    });
    host.lab.start();
    const id = host.lab.submit(single(), '');
    const line = await until(
      host,
      (event) => event.type === 'log' && event.level === 'error' && event.message,
    );
    expect(line).toContain('train.loss at update 1 is now 2');
    expect([...host.history.points(id)].map((point) => point.value)).toEqual([1]);
  });
});
