import { describe, expect, it } from 'vitest';
import type { CommandOutput, ExperimentSummary, WindowEvent } from '../../src/contract/window.ts';
import { HostFailure } from '../../src/renderer/host-failure.ts';
import { watchEnds } from '../../src/renderer/monitor/progress-watch.tsx';
import type { Connection, WindowLink } from '../../src/renderer/window-link.ts';
import { createStore } from '../../src/renderer/workbench-store.ts';
import { summary } from './summary-example.ts';

function testLink(list: () => ExperimentSummary[] | HostFailure) {
  const listeners: ((event: WindowEvent) => void)[] = [];
  const watchers: ((connection: Connection) => void)[] = [];
  const info = {
    version: '0',
    host: 'server',
    home: '',
    workers: 1,
    trainers: [],
    quickstart: null,
    readOnly: false,
    bundle: null,
  };
  const link = {
    call: async (command: string) => {
      const answer = list();
      if (answer instanceof HostFailure) throw answer;
      return command === 'experiment.list' ? answer : (info as CommandOutput<'workbench.info'>);
    },
    listen: (listener: (event: WindowEvent) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
    watch: (watcher: (connection: Connection) => void) => {
      watchers.push(watcher);
      watcher('open');
      return () => undefined;
    },
  } as unknown as WindowLink;
  return {
    link,
    send: (event: WindowEvent) => listeners.map((listener) => listener(event)),
    connection: (now: Connection) => watchers.map((watcher) => watcher(now)),
  };
}
/** Frames that the test draws itself. */
function frames() {
  let asked: (() => void)[] = [];
  return {
    later: (run: () => void) => void asked.push(run),
    asked: () => asked.length,
    draw() {
      const now = asked;
      asked = [];
      for (const run of now) run();
    },
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the store of the window', () => {
  it('lists the newest experiment first and keeps it current by events', async () => {
    const host = testLink(() => [summary(1), summary(2)]);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    expect(store.get().experiments?.map(({ id }) => id)).toEqual([2, 1]);
    host.send({ type: 'experiment', summary: summary(3), points: true });
    host.send({ type: 'experiment', summary: summary(1, { state: 'finished' }), points: false });
    screen.draw();
    expect(store.get().experiments?.map(({ id, state }) => `${id} ${state}`)).toEqual([
      '3 running',
      '2 running',
      '1 finished',
    ]);
    expect([...store.get().points]).toEqual([[3, 1]]);
    expect([...store.get().changes]).toEqual([
      [3, 1],
      [1, 1],
    ]);
  });

  it('reads everything again when the host comes back, and keeps what it has while it is gone', async () => {
    let list = [summary(1)];
    const host = testLink(() => list);
    const store = createStore(host.link, frames().later);
    await settled();
    const { epoch } = store.get();
    host.connection('gone');
    list = [summary(1), summary(2)];
    expect(store.get()).toMatchObject({ connection: 'gone', experiments: [{ id: 1 }] });
    host.connection('open');
    await settled();
    expect(store.get().experiments).toHaveLength(2);
    expect(store.get().epoch).toBe(epoch + 1);
  });

  it('says warnings and faults, but not that a host is unreachable: the banner does', async () => {
    const host = testLink(() => new HostFailure('unreachable', 'The host does not answer.'));
    const store = createStore(host.link, frames().later);
    await settled();
    expect(store.get().notice).toBeNull();
    host.send({ type: 'log', id: 1, at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'fine' });
    expect(store.get().notice).toBeNull();
    host.send({
      type: 'log',
      id: 1,
      at: '2026-01-01T00:00:00.000Z',
      level: 'warning',
      message: 'the disk is nearly full',
    });
    expect(store.get().notice).toMatchObject({ level: 'warning', message: 'the disk is nearly full' });
    store.dismissNotice();
    expect(store.get().notice).toBeNull();
    store.notify(new Error('broken'));
    expect(store.get().notice).toMatchObject({ level: 'error', message: 'broken' });
  });

  it('shows a burst of thousands of events in one frame, none lost, none out of order', async () => {
    const host = testLink(() => []);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    let shown = 0;
    store.subscribe(() => shown++);
    for (let i = 1; i <= 5000; i++) {
      const id = 1 + (i % 7);
      host.send({ type: 'experiment', summary: summary(id, { priority: i }), points: i % 2 === 0 });
      if (i % 10 === 0) host.send({ type: 'changed', what: 'decks' });
    }
    expect([shown, screen.asked()]).toEqual([0, 1]);
    screen.draw();
    expect([shown, screen.asked()]).toEqual([1, 0]);
    const { experiments, changes, points, kept } = store.get();
    const sum = (counts: ReadonlyMap<number, number>): number =>
      [...counts.values()].reduce((all, count) => all + count, 0);
    expect([sum(changes), sum(points), kept.decks]).toEqual([5000, 2500, 500]);
    // Of each experiment the last word: 4996 … 5000 and the two before, by id.
    expect(experiments?.map(({ id, priority }) => [id, priority])).toEqual(
      [7, 6, 5, 4, 3, 2, 1].map((id) => [id, 5000 - ((5000 - (id - 1)) % 7)]),
    );
    host.send({ type: 'experiment', summary: summary(1), points: false });
    screen.draw();
    expect(shown).toBe(2);
  });

  it('says a warning and a lost connection at once, after all that came before', async () => {
    const host = testLink(() => []);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    host.send({ type: 'experiment', summary: summary(1), points: false });
    const at = '2026-01-01T00:00:00.000Z';
    host.send({ type: 'log', id: 1, at, level: 'error', message: 'the disk is full' });
    expect(store.get()).toMatchObject({ notice: { message: 'the disk is full' }, experiments: [{ id: 1 }] });
    host.send({ type: 'experiment', summary: summary(2), points: false });
    host.connection('gone');
    expect(store.get()).toMatchObject({ connection: 'gone', experiments: [{ id: 2 }, { id: 1 }] });
    let shown = 0;
    store.subscribe(() => shown++);
    screen.draw();
    expect(shown).toBe(0);
  });

  it('leaves the failure of an experiment to where the experiment is shown', async () => {
    const host = testLink(() => []);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    const at = '2026-01-01T00:00:00.000Z';
    const about = { at, experiments: [4] };
    host.send({ type: 'log', id: 1, level: 'error', message: 'it failed', event: 'failure', ...about });
    screen.draw();
    expect(store.get().notice).toBeNull();
    host.send({ type: 'log', id: 2, level: 'warning', message: 'goes on', event: 'recovery', ...about });
    screen.draw();
    expect(store.get().notice).toBeNull();
  });

  it('says a pause of all as long as one of them is paused, also over a host that came back', async () => {
    const paused = (id: number) => summary(id, { state: 'paused' });
    let list = [summary(1), summary(2), paused(3)];
    const host = testLink(() => list);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    const at = '2026-01-01T00:00:00.000Z';
    const halt = (): void => {
      const message = 'the disk is full';
      host.send({ type: 'log', id: 1, at, level: 'error', message, experiments: [1, 2], event: 'pause' });
      for (const id of [1, 2]) host.send({ type: 'experiment', summary: paused(id), points: false });
      screen.draw();
    };
    halt();
    host.send({ type: 'experiment', summary: summary(1), points: false });
    screen.draw();
    expect(store.get().notice).toMatchObject({ message: 'the disk is full', experiments: [1, 2] });
    host.send({ type: 'experiment', summary: summary(2, { state: 'cancelled' }), points: false });
    screen.draw();
    expect(store.get().notice).toBeNull();
    halt();
    host.connection('gone');
    expect(store.get().notice).not.toBeNull();
    list = [summary(1), summary(2), paused(3)];
    host.connection('open');
    await settled();
    expect(store.get().notice).toBeNull();
  });

  it('lists what was imported where its date belongs', async () => {
    const host = testLink(() => [summary(1), summary(2, { created: '2026-07-01T00:00:00.000Z' })]);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    await settled();
    expect(store.get().experiments?.map(({ id }) => id)).toEqual([1, 2]);
    host.send({
      type: 'experiment',
      summary: summary(3, { created: '2026-07-15T00:00:00.000Z' }),
      points: false,
    });
    host.send({ type: 'experiment', summary: summary(4), points: false });
    screen.draw();
    expect(store.get().experiments?.map(({ id }) => id)).toEqual([4, 1, 3, 2]);
  });

  it('takes an event over a list that the host made before it', async () => {
    let answer = (_: ExperimentSummary[]): void => undefined;
    const host = testLink(() => []);
    const { call } = host.link;
    const slow = (command: 'experiment.list') =>
      command === 'experiment.list'
        ? new Promise((resolve) => (answer = resolve))
        : call(command, {} as never);
    const screen = frames();
    const store = createStore({ ...host.link, call: slow as typeof call }, screen.later);
    host.send({ type: 'experiment', summary: summary(1, { state: 'finished' }), points: false });
    screen.draw();
    answer([summary(1), summary(2)]);
    await settled();
    expect(store.get().experiments?.map(({ id, state }) => `${id} ${state}`)).toEqual([
      '2 running',
      '1 finished',
    ]);
  });

  it('keeps the answer to the latest question where an earlier one comes after it', async () => {
    const answers: ((list: ExperimentSummary[]) => void)[] = [];
    const host = testLink(() => []);
    const { call } = host.link;
    const slow = (command: 'experiment.list') =>
      command === 'experiment.list'
        ? new Promise((resolve) => answers.push(resolve))
        : call(command, {} as never);
    const store = createStore({ ...host.link, call: slow as typeof call }, frames().later);
    host.send({ type: 'changed', what: 'history' });
    expect(answers).toHaveLength(2);
    answers[1]!([summary(2)]);
    await settled();
    answers[0]!([summary(1), summary(2)]);
    await settled();
    expect(store.get().experiments?.map(({ id }) => id)).toEqual([2]);
  });

  it('hears of an end that came within one frame, once', async () => {
    const host = testLink(() => [summary(1, { state: 'queued' })]);
    const screen = frames();
    const store = createStore(host.link, screen.later);
    const said: number[] = [];
    const stop = watchEnds(store, ({ id }) => said.push(id));
    await settled();
    for (const state of ['running', 'finished'] as const) {
      host.send({ type: 'experiment', summary: summary(1, { state }), points: false });
      host.send({ type: 'experiment', summary: summary(2, { state }), points: false });
    }
    screen.draw();
    expect(said).toEqual([1, 2]);
    stop();
  });
});
