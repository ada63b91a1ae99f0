// The trainer processes of a lab: started when there is work, reused, watched for silence, ended when idle. It knows
// processes and what each one is doing; what a step's end means is the scheduler's business.
import type { DeviceReport, FromTrainer, Task } from '../contract/trainer.ts';
import type { CommandOutput } from '../contract/window.ts';
import type { HostPorts, TrainerLink } from './ports.ts';

const idleMilliseconds = 60_000;
const watchMilliseconds = 2_000;
const endMilliseconds = 5_000;

/** A trainer process. */
export interface Trainer {
  readonly link: TrainerLink;
  ready: boolean;
  /** The step that it holds, null when it is idle. */
  key: string | null;
  /** A pause or a cancellation was sent and not yet answered. */
  stopping: boolean;
  /** It is to end: at once when idle, after its step was paused otherwise. Its end is no failure. */
  leaving: boolean;
  device: string;
  /** See `modelOf`. */
  lastModel: string | null;
  /** By the host's steady clock. */
  lastHeard: number;
  update: number;
  tokensPerSecond: number;
  /** The experiment that the step is trained for, null when it is idle. */
  experiment: number | null;
  /** Of the last progress that named it. */
  lossNats: number | null;
}
export interface PoolEvents {
  ready(trainer: Trainer): void;
  message(trainer: Trainer, message: FromTrainer): void;
  /** The process is gone. `key` is the step that it held. */
  gone(trainer: Trainer, key: string | null, reason: string): void;
}

export class TrainerPool {
  private readonly ports: HostPorts;
  private readonly events: PoolEvents;
  private readonly trainers = new Set<Trainer>();
  private cancelWatch: (() => void) | null = null;
  private whenEmpty: (() => void)[] = [];

  constructor(ports: HostPorts, events: PoolEvents) {
    this.ports = ports;
    this.events = events;
  }

  all(): Trainer[] {
    return [...this.trainers];
  }

  idle(): Trainer[] {
    return this.all().filter(({ ready, key }) => ready && key === null);
  }

  holder(key: string): Trainer | undefined {
    return this.all().find((trainer) => trainer.key === key);
  }

  held(): Set<string> {
    return new Set(this.all().flatMap(({ key }) => (key === null ? [] : [key])));
  }

  /** Starts processes until `wanted` more steps could be taken, within the number of workers. */
  grow(wanted: number): void {
    const coming = this.all().filter(({ ready, leaving }) => !ready && !leaving).length;
    const room = this.ports.workers - this.trainers.size;
    for (let i = 0; i < Math.min(wanted - coming, room); i++) this.start();
  }

  train(trainer: Trainer, task: Task, { model, experiment }: { model: string; experiment: number }): void {
    Object.assign(trainer, { key: task.key, stopping: false, lastModel: model, device: task.spec.device });
    Object.assign(trainer, {
      experiment,
      update: task.start?.update ?? 0,
      tokensPerSecond: 0,
      lossNats: null,
      lastHeard: this.ports.elapsed(),
    });
    trainer.link.send({ type: 'train', task });
  }

  /**
   * After the number of workers changed: those beyond it end, idle ones at once, busy ones once their step is paused
   * (the youngest first). What was to leave and has a place again stays.
   */
  fit(): void {
    const { workers } = this.ports;
    const busy = this.all().filter(({ key }) => key !== null);
    for (const [place, trainer] of busy.entries()) {
      trainer.leaving = place >= workers;
      if (trainer.leaving) this.stop(trainer, 'pause');
    }
    const spare = this.all().filter(({ key, leaving }) => key === null && !leaving);
    for (const trainer of spare.slice(Math.max(0, workers - busy.length))) {
      if (trainer.ready) this.dismiss(trainer);
      else trainer.leaving = true; // it is dismissed when it has started
    }
  }

  /** Asks for the end of a step; answered by `stopped`, or by `finished` where it was just ending. */
  stop(trainer: Trainer, how: 'pause' | 'cancel'): void {
    if (trainer.key === null || trainer.stopping) return;
    trainer.stopping = true;
    trainer.link.send({ type: how, key: trainer.key });
  }

  free(trainer: Trainer): void {
    Object.assign(trainer, {
      key: null,
      stopping: false,
      tokensPerSecond: 0,
      lastHeard: this.ports.elapsed(),
    });
    Object.assign(trainer, { experiment: null, lossNats: null });
    if (trainer.leaving) this.dismiss(trainer);
  }

  /** Ends every process: politely, and after five seconds by force. Resolves when all are gone. */
  end(): Promise<void> {
    for (const trainer of this.trainers) trainer.link.send({ type: 'shutdown' });
    const cancel = this.ports.after(endMilliseconds, () => this.killAll());
    return this.empty().then(cancel);
  }

  killAll(): void {
    for (const trainer of this.trainers) trainer.link.kill();
  }

  private dismiss(trainer: Trainer): void {
    Object.assign(trainer, { ready: false, leaving: true, lastHeard: this.ports.elapsed() });
    trainer.link.send({ type: 'shutdown' });
  }

  private empty(): Promise<void> {
    if (this.trainers.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.whenEmpty.push(resolve));
  }

  private start(): void {
    let trainer: Trainer | null = null;
    const link = this.ports.startTrainer({
      message: (message) => trainer !== null && this.heard(trainer, message),
      exit: (reason) => trainer !== null && this.left(trainer, reason),
    });
    trainer = {
      link,
      ready: false,
      key: null,
      stopping: false,
      leaving: false,
      device: 'cpu',
      lastModel: null,
      lastHeard: this.ports.elapsed(),
      update: 0,
      tokensPerSecond: 0,
      experiment: null,
      lossNats: null,
    };
    this.trainers.add(trainer);
    this.watch();
  }

  private heard(trainer: Trainer, message: FromTrainer): void {
    if (!this.trainers.has(trainer)) return;
    if (message.type === 'ready') {
      trainer.ready = true;
      trainer.lastHeard = this.ports.elapsed();
      if (trainer.leaving) this.dismiss(trainer);
      else this.events.ready(trainer);
      return;
    }
    // An idle trainer's heartbeat does not put off its end.
    if (trainer.key !== null) trainer.lastHeard = this.ports.elapsed();
    if (message.type !== 'heartbeat') this.events.message(trainer, message);
  }

  private left(trainer: Trainer, reason: string): void {
    if (!this.trainers.delete(trainer)) return;
    const { key } = trainer;
    trainer.key = null;
    this.events.gone(trainer, key, reason);
    if (this.trainers.size > 0) return;
    this.cancelWatch?.();
    this.cancelWatch = null;
    for (const resolve of this.whenEmpty.splice(0)) resolve();
  }

  /** Silence of a busy trainer is death; an idle one is ended to give its memory back. */
  private watch(): void {
    this.cancelWatch ??= this.ports.after(watchMilliseconds, () => {
      this.cancelWatch = null;
      const now = this.ports.elapsed();
      for (const trainer of this.trainers) {
        const quiet = now - trainer.lastHeard;
        if (trainer.key === null && trainer.ready) {
          if (quiet > idleMilliseconds) this.dismiss(trainer);
        } else if (quiet > this.ports.silenceSeconds * 1000) trainer.link.kill();
      }
      if (this.trainers.size > 0) this.watch();
    });
  }
}

export type TrainerStatus = CommandOutput<'workbench.info'>['trainers'][number];

/** Starts one trainer only to ask for the devices of this machine. Throws where it ends without an answer. */
export function probeDevices(ports: Pick<HostPorts, 'startTrainer' | 'after'>): Promise<DeviceReport[]> {
  return new Promise((resolve, reject) => {
    const cancel = ports.after(60_000, () => link.kill());
    const link = ports.startTrainer({
      message(message) {
        if (message.type === 'ready') link.send({ type: 'probe' });
        if (message.type !== 'devices') return;
        resolve(message.devices);
        link.send({ type: 'shutdown' });
      },
      exit(reason) {
        cancel();
        reject(new Error(`the trainer ended before it named this machine's devices: ${reason}`));
      },
    });
  });
}
