// Events to the windows: changes are gathered, so that a busy experiment is announced a few times a second, while a
// change of state is announced at once.
import type { ExperimentSummary, WindowEvent } from '../contract/window.ts';
import type { HostPorts } from './ports.ts';

const spacingMilliseconds = 250;
type Trainers = Extract<WindowEvent, { type: 'trainers' }>['trainers'];

export interface AnnouncerSources {
  readonly summary: (id: number) => ExperimentSummary;
  readonly trainers: () => Trainers;
}

export class Announcer {
  private readonly ports: Pick<HostPorts, 'after'>;
  private readonly sources: AnnouncerSources;
  private readonly listeners = new Set<(event: WindowEvent) => void>();
  /** Experiments to be announced -> whether points were committed. */
  private readonly changed = new Map<number, boolean>();
  private trainersChanged = false;
  private cancelTimer: (() => void) | null = null;

  constructor(ports: Pick<HostPorts, 'after'>, sources: AnnouncerSources) {
    this.ports = ports;
    this.sources = sources;
  }

  /** Returns the function that stops listening. */
  listen(listener: (event: WindowEvent) => void): () => void {
    const own = (event: WindowEvent) => listener(event);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  log(level: 'info' | 'warning' | 'error', message: string): void {
    this.emit({ type: 'log', level, message });
  }

  /** Something of an experiment moved: announced soon. */
  touch(id: number, points: boolean): void {
    this.changed.set(id, points || (this.changed.get(id) ?? false));
    this.arm();
  }

  /** An experiment's state changed: announced now. */
  state(id: number): void {
    const points = this.changed.get(id) ?? false;
    this.changed.delete(id);
    this.emit({ type: 'experiment', summary: this.sources.summary(id), points });
  }

  touchTrainers(): void {
    this.trainersChanged = true;
    this.arm();
  }

  flush(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const id of [...this.changed.keys()]) this.state(id);
    if (this.trainersChanged) this.emit({ type: 'trainers', trainers: this.sources.trainers() });
    this.trainersChanged = false;
  }

  private arm(): void {
    this.cancelTimer ??= this.ports.after(spacingMilliseconds, () => this.flush());
  }

  private emit(event: WindowEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}
