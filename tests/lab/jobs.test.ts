import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/contract/bundles.ts';
import type { Announcer } from '../../src/lab/announcer.ts';
import { Cancelled, Jobs } from '../../src/lab/jobs.ts';

/** Jobs over a clock that is turned by hand. */
function fixture() {
  const told: Job[] = [];
  const timers = new Set<() => void>();
  const after = (_milliseconds: number, callback: () => void) => {
    timers.add(callback);
    return () => void timers.delete(callback);
  };
  const tick = (): void => {
    const due = [...timers];
    timers.clear();
    for (const callback of due) callback();
  };
  const announcer = { job: (job: Job) => void told.push(job) } as unknown as Announcer;
  return { jobs: new Jobs({ after }, announcer), told, tick };
}
const about = { kind: 'export', title: 'Export x', unit: 'steps' } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('jobs', () => {
  it('are told of when they begin, at most once for each turn of the clock, and when they end', async () => {
    const { jobs, told, tick } = fixture();
    let go: () => void = () => undefined;
    const file = { name: 'x', path: '/x', bytes: 3 };
    const { id, end } = jobs.start(about, async ({ progress }) => {
      for (let done = 1; done <= 100; done++) progress(done, 200);
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return { file };
    });
    await turn();
    expect(told.map(({ done }) => done)).toEqual([0]);
    tick();
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [0, 0],
      [100, 200],
    ]);
    go();
    await end;
    expect(told.length).toBe(3);
    expect(told.at(-1)).toEqual({
      id,
      ...about,
      state: 'finished',
      done: 200,
      total: 200,
      error: '',
      file,
      imported: null,
    });
    tick();
    expect(told.length).toBe(3);
  });

  it('of one kind run one after the other, of two kinds beside each other', async () => {
    const { jobs } = fixture();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
      return {};
    };
    const ends = [
      jobs.start(about, work('a')),
      jobs.start(about, work('b')),
      jobs.start({ ...about, kind: 'import' }, work('c')),
    ];
    await Promise.all(ends.map(({ end }) => end));
    expect(log).toEqual(['a begins', 'c begins', 'a ends', 'b begins', 'c ends', 'b ends']);
  });

  it('are cancelled where they check, fail with their reason, and neither stops the next one', async () => {
    const { jobs } = fixture();
    const endless = jobs.start(about, async ({ check }) => {
      for (;;) {
        await turn();
        check();
      }
    });
    const waiting = jobs.start(about, async () => ({ never: 'begun' }));
    const failing = jobs.start(about, async () => {
      throw new Error('the disk is full');
    });
    jobs.cancel(waiting.id);
    await turn();
    jobs.cancel(endless.id);
    await expect(endless.end).rejects.toBeInstanceOf(Cancelled);
    await expect(waiting.end).rejects.toBeInstanceOf(Cancelled);
    await expect(failing.end).rejects.toThrow('the disk is full');
    expect(jobs.list().map(({ id, state, error }) => [id, state, error])).toEqual([
      [failing.id, 'failed', 'the disk is full'],
      [waiting.id, 'cancelled', ''],
      [endless.id, 'cancelled', ''],
    ]);
    await jobs.start(about, async () => ({})).end;
    expect(() => jobs.cancel(77)).toThrow('there is no job 77');
  });

  it('are kept, the last fifty of them; a closing workbench ends them and takes no more', async () => {
    const { jobs } = fixture();
    for (let i = 0; i < 60; i++) await jobs.start(about, async () => ({})).end;
    expect(jobs.list().length).toBe(50);
    expect(jobs.list()[0]!.id).toBe(60);
    const { end } = jobs.start(about, async ({ check }) => {
      for (;;) {
        await turn();
        check();
      }
    });
    const cancelled = expect(end).rejects.toBeInstanceOf(Cancelled);
    await turn();
    await jobs.close();
    await cancelled;
    expect(() => jobs.start(about, async () => ({}))).toThrow('closing');
  });
});
