// Events to the windows: changes are gathered, so that a busy experiment is announced a few times a second, while a
// change of state is announced at once.
import type { Job } from '../contract/bundles.ts';
import type { LogEntry } from '../contract/monitor.ts';
import type { ExperimentState, ExperimentSummary, WindowEvent } from '../contract/window.ts';
import { isolated } from '../core/isolated.ts';
import type { HostPorts } from './ports.ts';

const spacingMilliseconds = 250;
/** Messages that are kept for a window that asks later. */
const keptMessages = 2000;
type Trainers = Extract<WindowEvent, { type: 'trainers' }>['trainers'];

/** The experiments that a message is about, and what it is for them. */
export interface About {
  readonly experiments?: readonly number[];
  readonly event?: NonNullable<LogEntry['event']>;
}

export interface AnnouncerSources {
  readonly summary: (id: number) => ExperimentSummary;
  readonly trainers: () => Trainers;
}

export class Announcer {
  private readonly ports: Pick<HostPorts, 'after' | 'now'>;
  private readonly sources: AnnouncerSources;
  private readonly listeners = new Set<(event: WindowEvent) => void>();
  /** Experiments to be announced -> whether points were committed. */
  private readonly touched = new Map<number, boolean>();
  private readonly entries: LogEntry[] = [];
  private lastEntry = 0;
  private readonly states = new Map<number, ExperimentState>();
  private trainersChanged = false;
  private cancelTimer: (() => void) | null = null;

  constructor(ports: Pick<HostPorts, 'after' | 'now'>, sources: AnnouncerSources) {
    this.ports = ports;
    this.sources = sources;
  }

  /** Returns the function that stops listening. */
  listen(listener: (event: WindowEvent) => void): () => void {
    const own = (event: WindowEvent) => listener(event);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  log(level: LogEntry['level'], message: string, { experiments = [], event }: About = {}): void {
    const at = new Date(this.ports.now()).toISOString();
    const entry: LogEntry = {
      id: ++this.lastEntry,
      at,
      level,
      message,
      ...(experiments.length > 0 && { experiments: [...experiments] }),
      ...(event !== undefined && { event }),
    };
    this.entries.push(entry);
    if (this.entries.length > keptMessages) this.entries.shift();
    this.emit({ type: 'log', ...entry });
  }

  /** The messages after the one with this number, oldest first, as far as they are kept. */
  messages(after: number): LogEntry[] {
    return this.entries.filter(({ id }) => id > after);
  }

  /** Something of an experiment moved: announced soon. */
  touch(id: number, points: boolean): void {
    this.touched.set(id, points || (this.touched.get(id) ?? false));
    this.arm();
  }

  /** An experiment's state changed: announced now. */
  state(id: number): void {
    const points = this.touched.get(id) ?? false;
    this.touched.delete(id);
    const summary = this.sources.summary(id);
    this.emit({ type: 'experiment', summary, points });
    this.tellState(summary);
  }

  /** Something that is kept changed: whoever shows it reads it again. */
  changed(what: Extract<WindowEvent, { type: 'changed' }>['what']): void {
    this.emit({ type: 'changed', what });
  }

  /** How long work stands. */
  job(job: Job): void {
    this.emit({ type: 'job', job });
  }

  touchTrainers(): void {
    this.trainersChanged = true;
    this.arm();
  }

  flush(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const id of [...this.touched.keys()]) this.state(id);
    if (this.trainersChanged) this.emit({ type: 'trainers', trainers: this.sources.trainers() });
    this.trainersChanged = false;
  }

  /** A change of state is worth a line; a failure has its own. */
  private tellState({ id, name, state }: ExperimentSummary): void {
    if (this.states.get(id) === state) return;
    this.states.set(id, state);
    if (state !== 'failed') {
      this.log('info', `experiment ${id} “${isolated(name)}” is ${state}`, { experiments: [id] });
    }
  }

  private arm(): void {
    this.cancelTimer ??= this.ports.after(spacingMilliseconds, () => this.flush());
  }

  private emit(event: WindowEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}
