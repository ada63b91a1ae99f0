import { describe, expect, it } from 'vitest';
import type { PlanNode } from '../../src/contract/monitor.ts';
import type { ExperimentSummary, TrainerStatus } from '../../src/contract/window.ts';
import { atLeast, logText } from '../../src/renderer/monitor/log-text.ts';
import { showsEnd } from '../../src/renderer/monitor/notify.ts';
import { ended, progressTitle } from '../../src/renderer/monitor/progress-title.ts';
import {
  inOrder,
  mostInteresting,
  moved,
  queueOf,
  unfinishedOf,
} from '../../src/renderer/monitor/queue-order.ts';
import { sparkPath } from '../../src/renderer/monitor/spark-path.ts';
import { startReading } from '../../src/renderer/monitor/use-meters.ts';
import { withProgress } from '../../src/renderer/monitor/use-plan.ts';
import { parseRoute } from '../../src/renderer/router.ts';
import { shortened } from '../../src/renderer/shell/page-names.ts';
import type { WindowLink } from '../../src/renderer/window-link.ts';

const experiment = (id: number, state: ExperimentSummary['state'], change: Partial<ExperimentSummary> = {}) =>
  ({
    id,
    name: `experiment ${id}`,
    state,
    priority: 0,
    progress: { tokens: 1000, tokensDone: 429 },
    ...change,
  }) as ExperimentSummary;
const ids = (list: readonly ExperimentSummary[]) => list.map(({ id }) => id);

describe('the queue', () => {
  const all = [
    experiment(5, 'queued'),
    experiment(4, 'failed'),
    experiment(3, 'paused', { priority: 2 }),
    experiment(2, 'finished', { priority: 9 }),
    experiment(1, 'running'),
  ];

  it('is what is not over, by falling priority, then by age, as the host takes it', () => {
    expect(ids(queueOf(all))).toEqual([3, 1, 5]);
    expect(ids(unfinishedOf([experiment(9, 'cancelled'), ...all]))).toEqual([9, 4]);
  });

  it('shows an order that was asked for before the host has it; what is new comes after', () => {
    expect(ids(inOrder(queueOf(all), [5, 3]))).toEqual([5, 3, 1]);
    expect(ids(inOrder(queueOf(all), null))).toEqual([3, 1, 5]);
  });

  it('moves one to a place', () => {
    expect(moved([3, 1, 5], 5, 0)).toEqual([5, 3, 1]);
    expect(moved([3, 1, 5], 3, 1)).toEqual([1, 3, 5]);
    expect(moved([3, 1, 5], 3, 99)).toEqual([1, 5, 3]);
    expect(moved([3, 1, 5], 3, -1)).toEqual([3, 1, 5]);
  });

  it('is watched where something trains, else at its head, else at the newest', () => {
    expect(mostInteresting(all)).toBe(1);
    expect(mostInteresting(all.filter(({ id }) => id !== 1))).toBe(3);
    expect(mostInteresting([experiment(7, 'finished'), experiment(8, 'cancelled')])).toBe(8);
    expect(mostInteresting([])).toBeNull();
  });
});

describe('the title', () => {
  it('tells the progress and the page while something trains, and nothing otherwise', () => {
    const one = experiment(1, 'running');
    expect(progressTitle([one], 'Compare')).toBe('42 % · experiment 1 · Compare — Springback');
    const two = [one, experiment(2, 'running', { priority: 1 })];
    expect(progressTitle(two, 'Home')).toBe('42 % · experiment 2 and 1 more · Home — Springback');
    const still = [experiment(1, 'paused'), experiment(2, 'queued'), experiment(3, 'finished')];
    expect(progressTitle(still, 'Home')).toBeNull();
  });

  it('names an experiment once on its own page, also where its name is cut', () => {
    expect(progressTitle([experiment(1, 'running')], 'experiment 1')).toBe(
      '42 % · experiment 1 — Springback',
    );
    const name = 'long '.repeat(20);
    const title = progressTitle([experiment(1, 'running', { name })], shortened(name));
    expect(title).toBe(`42 % · ${shortened(name)} — Springback`);
  });
});

describe('the end of an experiment', () => {
  it('is told of those that were worked on, not of those that a user cancelled or that were over before', () => {
    const before = new Map([
      [1, 'running'],
      [2, 'running'],
      [3, 'running'],
      [4, 'finished'],
      [5, 'queued'],
    ] as const);
    const now = [
      experiment(1, 'finished'),
      experiment(2, 'failed'),
      experiment(3, 'cancelled'),
      experiment(4, 'finished'),
      experiment(5, 'finished'),
      experiment(6, 'finished'),
    ];
    expect(ids(ended(before, now))).toEqual([1, 2, 5]);
  });
});

describe('a message of an end', () => {
  it('is said beside the page only where the page does not show it', () => {
    const [failed, finished] = [{ id: 1, state: 'failed' } as const, { id: 1, state: 'finished' } as const];
    const shows = (hash: string) => [failed, finished].map((one) => showsEnd(parseRoute(hash), one));
    expect(shows('#/monitor')).toEqual([true, true]);
    expect(shows('#/')).toEqual([true, false]);
    expect(shows('#/experiments/1?lines=')).toEqual([true, false]);
    expect(shows('#/experiments/2')).toEqual([false, false]);
    expect(shows('#/compare')).toEqual([false, false]);
  });
});

describe('the log', () => {
  it('is filtered by how grave a message is, and copied a line each', () => {
    const entries = (['info', 'warning', 'error'] as const).map((level, index) => ({
      id: index + 1,
      at: `2026-01-01T00:00:0${index}.000Z`,
      level,
      message: `m${index}`,
    }));
    expect(atLeast(entries, 'warning').map(({ id }) => id)).toEqual([2, 3]);
    expect(logText(atLeast(entries, 'error'))).toBe('2026-01-01T00:00:02.000Z error m2\n');
  });
});

describe('the readings of the machine', () => {
  it('go on when no page shows them, the newest ninety, and none while nobody sees the window', async () => {
    let [asked, seen] = [0, true];
    let next = (): void => undefined;
    const call = (async () => ({ cores: ++asked })) as unknown as WindowLink['call'];
    const readings = startReading(
      { call },
      () => seen,
      (run) => (next = run),
    );
    const settle = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 0));
    };
    await settle();
    let told = 0;
    const stop = readings.subscribe(() => told++);
    next();
    await settle();
    stop();
    expect([readings.get().length, told]).toEqual([2, 1]);
    for (let i = 0; i < 100; i++) {
      next();
      await settle();
    }
    expect(readings.get().map(({ cores }) => cores)).toEqual(Array.from({ length: 90 }, (_, i) => 13 + i));
    expect(told).toBe(1);
    seen = false;
    next();
    await settle();
    expect(asked).toBe(102);
  });
});

describe('a sparkline', () => {
  it('comes in from the right, 1 at the top, and leaves a gap where nothing was known', () => {
    const size = { width: 30, height: 12, places: 4 };
    expect(sparkPath([0, 1], size).stroke).toBe('M20,11L30,1');
    expect(sparkPath([0, 0, 0, 0.5, 1], size).stroke).toBe('M0,11L10,11L20,6L30,1');
    expect(sparkPath([1, null, 0], size).stroke).toBe('M10,1ZM30,11Z');
  });
});

describe('the plan between two readings', () => {
  const node = (key: string, state: PlanNode['state'], update = 0) => ({ key, state, update }) as PlanNode;
  const trainer = (step: string | null, update: number) => ({ step, update }) as TrainerStatus;

  it('moves with the trainers, and is the same list where none holds a step of it', () => {
    const nodes = [node('a', 'waiting'), node('b', 'running', 30), node('c', 'finished', 9)];
    expect(withProgress(nodes, [trainer('x', 5), trainer(null, 0)])).toBe(nodes);
    expect(withProgress(nodes, [trainer('a', 5), trainer('b', 20), trainer('c', 2)])).toEqual([
      node('a', 'running', 5),
      node('b', 'running', 30),
      node('c', 'finished', 9),
    ]);
  });
});
