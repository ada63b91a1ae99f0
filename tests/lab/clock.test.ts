// A night with the lid closed, and clocks that are set: what the lab makes of time, on clocks that the test moves.
import { describe, expect, it } from 'vitest';
import type { FromTrainer, Task } from '../../src/contract/trainer.ts';
import { awakeClock } from '../../src/core/awake-clock.ts';
import { Pace } from '../../src/lab/pace.ts';
import type { HostPorts, StepRow, TrainerEvents } from '../../src/lab/ports.ts';
import type { Experiment } from '../../src/lab/records.ts';
import { TrainerPool } from '../../src/lab/trainer-pool.ts';

const night = 8 * 3_600_000;

/** A steady clock with its timers. `sleep` moves it at once: a timer that was due in the meantime rings once, at the end. */
function machine() {
  let steady = 1000;
  const timers = new Set<{ at: number; ring: () => void }>();
  const elapsed = awakeClock({ steady: () => steady, longestMilliseconds: 30_000 });
  const ringDue = (): void => {
    for (const timer of [...timers]) if (timer.at <= steady && timers.delete(timer)) timer.ring();
  };
  return {
    elapsed,
    after(milliseconds: number, ring: () => void) {
      const timer = { at: steady + milliseconds, ring };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(seconds: number): void {
      for (let second = 0; second < seconds; second++) {
        steady += 1000;
        elapsed();
        ringDue();
      }
    },
    sleep(milliseconds: number): void {
      steady += milliseconds;
      ringDue();
    },
  };
}

/** A pool with one trainer that holds a step and says only what the test has it say. */
function busyPool() {
  const clock = machine();
  const told: string[] = [];
  let say: TrainerEvents['message'] = () => undefined;
  const ports = {
    elapsed: clock.elapsed,
    after: clock.after,
    now: () => {
      throw new Error('the date was asked for');
    },
    workers: 1,
    silenceSeconds: 120,
    startTrainer(events: TrainerEvents) {
      say = events.message;
      return {
        pid: 1,
        send: ({ type }: { type: string }) => void told.push(type),
        kill: () => void told.push('kill'),
      };
    },
  };
  const nothing = (): void => undefined;
  const pool = new TrainerPool(ports as unknown as HostPorts, {
    ready: nothing,
    message: nothing,
    gone: nothing,
  });
  pool.grow(1);
  say({ type: 'ready', pid: 1 });
  const task = { key: 'k', spec: { device: 'cpu' }, start: null } as unknown as Task;
  pool.train(pool.all()[0]!, task, { model: 'm', experiment: 1 });
  return { clock, told, pool, hear: (message: FromTrainer) => say(message) };
}

describe('a trainer', () => {
  it('is not taken for silent because the machine slept, and is when it then says nothing', () => {
    const { clock, told, hear } = busyPool();
    clock.pass(100);
    hear({ type: 'heartbeat' });
    clock.sleep(night);
    clock.pass(100);
    expect(told).toEqual(['train']);
    clock.pass(40);
    expect(told).toContain('kill');
  });

  it('that is idle is not ended because the machine slept, and is after a minute awake', () => {
    const { clock, told, pool } = busyPool();
    pool.free(pool.all()[0]!);
    clock.pass(30);
    clock.sleep(night);
    clock.pass(20);
    expect(told).toEqual(['train']);
    clock.pass(20);
    expect(told).toEqual(['train', 'shutdown']);
  });
});

describe('speed and time to go', () => {
  const step = (update: number) =>
    ({
      key: 'k',
      state: 'running',
      update,
      updates: 1000,
      tokens: 100_000,
      spec: {
        kind: 'trunk',
        to: 1000,
        model: { context: 8 },
        evaluateAt: [],
        evaluation: { sequences: 1, prompts: 1 },
      },
    }) as unknown as StepRow;
  const experiment = { row: { id: 1, state: 'running' }, keys: ['k'] } as unknown as Experiment;

  it('go on after a night as they were before it', () => {
    const clock = machine();
    const pace = new Pace({
      elapsed: clock.elapsed,
      parameters: () => 10,
      history: { recordSpeed: () => undefined },
    });
    pace.began();
    for (let update = 1; update <= 30; update++) {
      clock.pass(1);
      pace.did(step(update), 1);
    }
    const outlook = (update: number) => pace.of([experiment], 1, () => step(update));
    expect(outlook(30).tokensPerSecond).toBeCloseTo(100, 6);
    expect(outlook(30).etaSeconds).toBeCloseTo(970, 6);
    clock.sleep(night);
    expect(outlook(30).etaSeconds).toBeCloseTo(970, 6);
    pace.did(step(31), 1);
    clock.pass(1);
    expect(outlook(31).tokensPerSecond).toBeCloseTo(100, 0);
    expect(Math.abs(outlook(31).etaSeconds! - 969)).toBeLessThan(60);
  });
});
