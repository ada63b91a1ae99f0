// What the window knows, as one value: experiments, trainers, whether the host is there. Events move it, those of one frame
// together; parts of the window read what they show of it.
import { useSyncExternalStore } from 'react';
import type { Job } from '../contract/bundles.ts';
import type { CommandOutput, ExperimentSummary, WindowEvent } from '../contract/window.ts';
import { asFailure } from './host-failure.ts';
import { onNextFrame } from './next-frame.ts';
import type { Connection, WindowLink } from './window-link.ts';

type Kept = Extract<WindowEvent, { type: 'changed' }>['what'];
type Info = CommandOutput<'workbench.info'>;
export interface Workbench {
  readonly connection: Connection;
  /** null until the host has answered for the first time. */
  readonly info: Info | null;
  readonly experiments: readonly ExperimentSummary[] | null;
  readonly trainers: Info['trainers'];
  /** Counts the events of an experiment that brought points, and those that changed anything. */
  readonly points: ReadonlyMap<number, number>;
  readonly changes: ReadonlyMap<number, number>;
  /** Rises whenever the host comes back: all that was read before may be old. */
  readonly epoch: number;
  /** Counts the `changed` events of each kind. */
  readonly kept: Readonly<Record<Kept, number>>;
  readonly jobs: readonly Job[];
  /** The last warning or error, '' if none. */
  readonly notice: string;
}
const start: Workbench = {
  connection: 'open',
  info: null,
  experiments: null,
  trainers: [],
  points: new Map(),
  changes: new Map(),
  epoch: 0,
  kept: { history: 0, views: 0, decks: 0, drafts: 0, settings: 0, all: 0 },
  jobs: [],
  notice: '',
};

export interface WorkbenchStore {
  readonly link: WindowLink;
  get(): Workbench;
  subscribe(listener: () => void): () => void;
  dismissNotice(): void;
  /** Says an error at the top of the window. */
  notify(error: unknown): void;
}

/** `later` is asked for one call back at the time when events that came in are to be shown. */
export function createStore(
  link: WindowLink,
  later: (run: () => void) => void = onNextFrame,
): WorkbenchStore {
  let state = start;
  let waiting: WindowEvent[] = [];
  let armed = false;
  const listeners = new Set<() => void>();
  const take = (): void => {
    for (const event of waiting) state = { ...state, ...apply(state, event) };
    waiting = [];
  };
  /** All that came before counts first, so that nothing is overtaken. */
  const set = (change: (now: Workbench) => Partial<Workbench>): void => {
    take();
    state = { ...state, ...change(state) };
    for (const listener of listeners) listener();
  };
  const show = (): void => {
    if (waiting.length > 0) set(() => ({}));
  };
  const notify = (error: unknown): void => {
    const failure = asFailure(error);
    // A host that is gone is said by the banner.
    if (failure.code !== 'unreachable') set(() => ({ notice: failure.message }));
  };
  let asked = 0;
  /** null while no question is on its way. */
  let sinceAsked: WindowEvent[] | null = null;
  const load = async (): Promise<void> => {
    const question = ++asked;
    const since: WindowEvent[] = [];
    sinceAsked = since;
    try {
      const [info, list] = await Promise.all([
        link.call('workbench.info', {}),
        link.call('experiment.list', {}),
      ]);
      // A later question has the newer answer.
      if (question === asked) set(({ epoch }) => ({ info, epoch: epoch + 1, ...newest(info, list, since) }));
    } finally {
      if (question === asked) sinceAsked = null;
    }
  };
  link.listen((event) => {
    waiting.push(event);
    sinceAsked?.push(event);
    if (isUrgent(event)) show();
    else if (!armed) {
      armed = true;
      later(() => {
        armed = false;
        show();
      });
    }
    const reload = event.type === 'changed' && ['history', 'settings', 'all'].includes(event.what);
    if (reload) load().catch(notify);
  });
  link.watch((connection) => {
    set(() => ({ connection }));
    if (connection === 'open') load().catch(notify);
  });
  return {
    link,
    notify,
    get: () => state,
    dismissNotice: () => set(() => ({ notice: '' })),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * What is said at the top of the window is said at once. A failed experiment is told by its page and the lists that show it,
 * elsewhere by `monitor/notify.ts`.
 */
const isUrgent = (event: WindowEvent): boolean =>
  event.type === 'log' && event.level !== 'info' && event.failed === undefined;

/** An answer of the host may be older than an event that came while it was on its way. */
function newest(
  info: Info,
  list: readonly ExperimentSummary[],
  events: readonly WindowEvent[],
): Pick<Workbench, 'experiments' | 'trainers'> {
  const experiments = new Map(list.map((summary) => [summary.id, summary]));
  let { trainers } = info;
  for (const event of events) {
    if (event.type === 'experiment') experiments.set(event.summary.id, event.summary);
    if (event.type === 'trainers') trainers = event.trainers;
  }
  return { experiments: newestFirst([...experiments.values()]), trainers };
}

/** The change that an event makes. */
export function apply(state: Workbench, event: WindowEvent): Partial<Workbench> {
  switch (event.type) {
    case 'trainers':
      return { trainers: event.trainers };
    case 'changed':
      return { kept: { ...state.kept, [event.what]: state.kept[event.what] + 1 } };
    case 'job':
      return { jobs: [...state.jobs.filter(({ id }) => id !== event.job.id), event.job] };
    case 'log':
      return isUrgent(event) ? { notice: event.message } : {};
    case 'experiment': {
      const { summary } = event;
      const others = (state.experiments ?? []).filter(({ id }) => id !== summary.id);
      const changes = raise(state.changes, summary.id);
      const points = event.points ? raise(state.points, summary.id) : state.points;
      return { experiments: newestFirst([...others, summary]), changes, points };
    }
  }
}

const raise = (counts: ReadonlyMap<number, number>, id: number): Map<number, number> =>
  new Map(counts).set(id, (counts.get(id) ?? 0) + 1);

const newestFirst = (list: readonly ExperimentSummary[]): ExperimentSummary[] =>
  list.toSorted((a, b) => b.id - a.id);

export function useWorkbench(store: WorkbenchStore): Workbench {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** One part of it: whoever shows a part is drawn again when this part changed. `select` must not make new objects. */
export function useSelected<T>(store: WorkbenchStore, select: (workbench: Workbench) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
