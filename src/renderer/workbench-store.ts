// What the window knows, as one value: experiments, trainers, whether the host is there. Events move it, those of one frame
// together; parts of the window read what they show of it.
import { useSyncExternalStore } from 'react';
import type { Job } from '../contract/bundles.ts';
import type { CommandOutput, ExperimentSummary, WindowEvent } from '../contract/window.ts';
import { newestFirst } from '../core/newest-first.ts';
import { asFailure } from './host-failure.ts';
import { onNextFrame, pacedFrames } from './next-frame.ts';
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
  readonly notice: Notice | null;
}
/** What is said at the top of the window until it is dismissed or over. */
export interface Notice {
  readonly level: 'warning' | 'error';
  readonly message: string;
  /** The experiments that it is about. */
  readonly experiments: readonly number[];
  /** It is over once none of them is paused any more. */
  readonly untilResumed: boolean;
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
  notice: null,
};

export interface WorkbenchStore {
  readonly link: WindowLink;
  get(): Workbench;
  subscribe(listener: () => void): () => void;
  dismissNotice(): void;
  /** Says an error at the top of the window. */
  notify(error: unknown): void;
}

/** Progress of four trainers comes more often than anybody reads it. */
const showMilliseconds = 100;

/** `later` is asked for one call back at the time when events that came in are to be shown. */
export function createStore(link: WindowLink, later?: (run: () => void) => void): WorkbenchStore {
  let state = start;
  let waiting: WindowEvent[] = [];
  const progress = arming(later ?? pacedFrames(showMilliseconds));
  const change = later === undefined ? arming(onNextFrame) : progress;
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
    if (failure.code !== 'unreachable') set(() => ({ notice: said(failure.message) }));
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
      if (question === asked)
        set(({ epoch, notice }) => {
          const now = newest(info, list, since);
          return { info, epoch: epoch + 1, ...now, notice: stillSo(notice, now.experiments) };
        });
    } finally {
      if (question === asked) sinceAsked = null;
    }
  };
  link.listen((event) => {
    waiting.push(event);
    sinceAsked?.push(event);
    if (isUrgent(event)) show();
    else (isProgress(event) ? progress : change)(show);
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
    dismissNotice: () => set(() => ({ notice: null })),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Asks for one call back at a time. */
function arming(later: (run: () => void) => void): (show: () => void) => void {
  let armed = false;
  return (show) => {
    if (armed) return;
    armed = true;
    later(() => {
      armed = false;
      show();
    });
  };
}

/** Comes by itself while models train; all else answers to somebody. */
const isProgress = (event: WindowEvent): boolean =>
  event.type === 'trainers' || (event.type === 'experiment' && event.points);

/**
 * What is said at the top of the window is said at once. A failed experiment is told by its page and the lists that show it,
 * elsewhere by `monitor/notify.ts`; what training recovered from by itself stands in the log alone.
 */
const isUrgent = (event: WindowEvent): boolean =>
  event.type === 'log' && event.level !== 'info' && event.event !== 'failure' && event.event !== 'recovery';

const said = (message: string): Notice => ({ level: 'error', message, experiments: [], untilResumed: false });

function noticeOf(event: Extract<WindowEvent, { type: 'log' }>): Notice {
  const level = event.level === 'error' ? 'error' : 'warning';
  const { message, experiments = [] } = event;
  return { level, message, experiments, untilResumed: event.event === 'pause' && experiments.length > 0 };
}

/** The notice, as long as what it tells is so. */
function stillSo(notice: Notice | null, experiments: readonly ExperimentSummary[]): Notice | null {
  if (notice === null || !notice.untilResumed) return notice;
  const paused = ({ id, state }: ExperimentSummary) => state === 'paused' && notice.experiments.includes(id);
  return experiments.some(paused) ? notice : null;
}

/** An answer of the host may be older than an event that came while it was on its way. */
function newest(
  info: Info,
  list: readonly ExperimentSummary[],
  events: readonly WindowEvent[],
): { experiments: readonly ExperimentSummary[]; trainers: Info['trainers'] } {
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
      return isUrgent(event) ? { notice: noticeOf(event) } : {};
    case 'experiment': {
      const { summary } = event;
      const changes = raise(state.changes, summary.id);
      const points = event.points ? raise(state.points, summary.id) : state.points;
      const experiments = withNews(state.experiments ?? [], summary);
      return { experiments, changes, points, notice: stillSo(state.notice, experiments) };
    }
  }
}

/** A list is only sorted anew where something new came. */
function withNews(list: readonly ExperimentSummary[], news: ExperimentSummary): ExperimentSummary[] {
  const at = list.findIndex(({ id }) => id === news.id);
  return at < 0 ? newestFirst([...list, news]) : list.with(at, news);
}

const raise = (counts: ReadonlyMap<number, number>, id: number): Map<number, number> =>
  new Map(counts).set(id, (counts.get(id) ?? 0) + 1);

export function useWorkbench(store: WorkbenchStore): Workbench {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** One part of it: whoever shows a part is drawn again when this part changed. `select` must not make new objects. */
export function useSelected<T>(store: WorkbenchStore, select: (workbench: Workbench) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
