import { describe, expect, it } from 'vitest';
import type { CommandOutput, ExperimentSummary, WindowEvent } from '../../src/contract/window.ts';
import { HostFailure } from '../../src/renderer/host-failure.ts';
import type { Connection, WindowLink } from '../../src/renderer/window-link.ts';
import { createStore } from '../../src/renderer/workbench-store.ts';

function summary(id: number, change: Partial<ExperimentSummary> = {}): ExperimentSummary {
  return {
    id,
    name: `experiment ${id}`,
    notes: '',
    tags: [],
    starred: false,
    archived: false,
    state: 'running',
    priority: 0,
    created: '2026-08-01T00:00:00Z',
    axes: [],
    seeds: 1,
    progress: {
      steps: 4,
      stepsFinished: 1,
      stepsFailed: 0,
      runs: 1,
      runsFinished: 0,
      tokens: 100,
      tokensDone: 25,
      tokensPerSecond: 10,
      etaSeconds: 7.5,
    },
    error: '',
    ...change,
  };
}

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
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the store of the window', () => {
  it('lists the newest experiment first and keeps it current by events', async () => {
    const host = testLink(() => [summary(1), summary(2)]);
    const store = createStore(host.link);
    await settled();
    expect(store.get().experiments?.map(({ id }) => id)).toEqual([2, 1]);
    host.send({ type: 'experiment', summary: summary(3), points: true });
    host.send({ type: 'experiment', summary: summary(1, { state: 'finished' }), points: false });
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
    const store = createStore(host.link);
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
    const store = createStore(host.link);
    await settled();
    expect(store.get().notice).toBe('');
    host.send({ type: 'log', id: 1, at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'fine' });
    expect(store.get().notice).toBe('');
    host.send({
      type: 'log',
      id: 1,
      at: '2026-01-01T00:00:00.000Z',
      level: 'warning',
      message: 'the disk is nearly full',
    });
    expect(store.get().notice).toBe('the disk is nearly full');
    store.dismissNotice();
    expect(store.get().notice).toBe('');
    store.notify(new Error('broken'));
    expect(store.get().notice).toBe('broken');
  });
});
