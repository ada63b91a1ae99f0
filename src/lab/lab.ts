// The application service: all that a user can do, whichever host it runs in. It decides what the experiments' states
// are; the scheduler carries them out.
import type { DeviceReport } from '../contract/trainer.ts';
import {
  type CommandName,
  type CommandOutput,
  type Cost,
  changingCommands,
  type WindowEvent,
} from '../contract/window.ts';
import { InputError } from '../core/errors.ts';
import { Announcer } from './announcer.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { Claims } from './claims.ts';
import { compareHandlers } from './compare-handlers.ts';
import { LabError, parseInput } from './failure.ts';
import type { Handlers, LabParts } from './handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import { Jobs } from './jobs.ts';
import { libraryHandlers } from './library-handlers.ts';
import { monitorHandlers } from './monitor-handlers.ts';
import { Pace } from './pace.ts';
import type { HostPorts } from './ports.ts';
import { summarise, summariseRun } from './progress.ts';
import { type Experiment, Records } from './records.ts';
import { removeDoomed } from './remove-doomed.ts';
import { Scheduler } from './scheduler.ts';
import { applySettings, settingsHandlers } from './settings-handlers.ts';
import { parametersOf, prepareSubmission, requireDisk } from './submission.ts';
import { probeDevices } from './trainer-pool.ts';
import { trainerStatus } from './trainer-status.ts';

const closingMilliseconds = 30_000;
const readOnlyShowcase =
  'this is a saved showcase, opened read-only: nothing is trained or changed here, start the workbench without it';

type Info = CommandOutput<'workbench.info'>;

export interface Lab {
  /** Carries out a command; throws an InputError, a LabError, or a fault. See `toFailure`. */
  dispatch<C extends CommandName>(command: C, input: unknown): Promise<CommandOutput<C>>;
  /** Returns the function that stops listening. */
  listen(listener: (event: WindowEvent) => void): () => void;
  /** Queues a schedule whose corpus files lie in `folder` (a command's schedule has no folder of its own). */
  submit(source: unknown, folder: string): number;
  /** What a schedule would cost. Throws an InputError where it is none. */
  estimate(source: unknown, folder: string): Cost;
  /** The newest experiment of the same name and the same steps, null if there is none. */
  same(source: unknown, folder: string): { id: number; state: Experiment['row']['state'] } | null;
  /**
   * Sweeps up after a host that died and begins to train: `all` that is unfinished, or only what is submitted or
   * resumed from now on. Returns how many steps were found interrupted.
   */
  start(what?: 'all' | 'chosen'): number;
  /** Checkpoints what is in flight and ends the trainers; the next start goes on from there. */
  shutdown(): Promise<void>;
}

export function createLab(ports: HostPorts): Lab {
  return new Workbench(ports);
}

class Workbench implements Lab {
  private readonly ports: HostPorts;
  private readonly records: Records;
  private readonly announcer: Announcer;
  private readonly pace: Pace;
  private readonly scheduler: Scheduler;
  private readonly claims: Claims;
  private readonly jobs: Jobs;
  private readonly handlers: Handlers;
  private devices: Promise<DeviceReport[]> | null = null;
  private closing: Promise<void> | null = null;

  constructor(ports: HostPorts) {
    this.ports = ports;
    this.records = new Records(ports.history);
    applySettings(ports);
    this.claims = new Claims(ports, this.records);
    this.pace = new Pace({ elapsed: ports.elapsed, history: ports.history, parameters: parametersOf });
    this.announcer = new Announcer(ports, {
      summary: (id) => this.summary(this.records.experiment(id)),
      trainers: () => this.trainers(),
    });
    this.scheduler = new Scheduler(ports, this.records, { announcer: this.announcer, pace: this.pace });
    this.jobs = new Jobs(ports, this.announcer);
    this.handlers = this.createHandlers();
  }

  async dispatch<C extends CommandName>(command: C, input: unknown): Promise<CommandOutput<C>> {
    if (changingCommands.has(command)) this.requireWritable();
    return this.handlers[command](parseInput(command, input));
  }

  listen(listener: (event: WindowEvent) => void): () => void {
    return this.announcer.listen(listener);
  }

  start(what: 'all' | 'chosen' = 'all'): number {
    this.requireWritable();
    if (what === 'chosen') this.records.chooseNone();
    const interrupted = this.ports.history.sweep();
    this.records.loadUnsettled();
    this.scheduler.start();
    void removeDoomed(this.ports, () => this.closing !== null);
    return interrupted;
  }

  shutdown(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.all([this.jobs.close(), this.scheduler.close(closingMilliseconds)]);
  }

  submit(source: unknown, folder: string): number {
    this.requireWritable();
    const { schedule, plan, cost } = prepareSubmission(source, folder, this.ports);
    requireDisk(cost, this.ports.freeBytes());
    const created = new Date(this.ports.now()).toISOString();
    const id = this.ports.history.createExperiment({ schedule, source, folder, created, plan });
    this.records.experiment(id);
    this.activate(id);
    return id;
  }

  estimate(source: unknown, folder: string): Cost {
    return prepareSubmission(source, folder, this.ports).cost;
  }

  same(source: unknown, folder: string): { id: number; state: Experiment['row']['state'] } | null {
    const { schedule, plan } = prepareSubmission(source, folder, this.ports);
    const keys = new Set(plan.steps.map(({ key }) => key));
    const found = this.records
      .all()
      .find(
        (each) =>
          each.row.schedule.name === schedule.name &&
          each.runs.length === plan.runs.length &&
          each.keys.length === keys.size &&
          each.keys.every((key) => keys.has(key)),
      );
    return found === undefined ? null : { id: found.row.id, state: found.row.state };
  }

  private createHandlers(): Handlers {
    const parts: LabParts = {
      ports: this.ports,
      records: this.records,
      announcer: this.announcer,
      scheduler: this.scheduler,
      pace: this.pace,
      claims: this.claims,
      jobs: this.jobs,
    };
    return {
      ...compareHandlers(parts),
      ...historyHandlers(parts),
      ...libraryHandlers(parts),
      ...monitorHandlers(parts),
      ...settingsHandlers(parts),
      ...bundleHandlers(parts),
      'workbench.info': () => this.info(),
      'workbench.devices': () => this.probe(),
      'workbench.showcase': async () => ({ url: await this.ports.openShowcase() }),
      'schedule.check': ({ schedule, folder }) => this.check(schedule, folder),
      'experiment.list': () => this.records.all().map((experiment) => this.summary(experiment)),
      'experiment.get': ({ id }) => this.get(id),
      'experiment.submit': ({ schedule, folder }) => ({ id: this.submit(schedule, folder) }),
      'experiment.pause': ({ id }) => this.pause(id),
      'experiment.resume': ({ id }) => this.resume(id),
      'experiment.cancel': ({ id }) => this.cancel(id),
      'experiment.prioritise': ({ id, priority }) => this.prioritise(id, priority),
      'experiment.series': ({ id, ...query }) => {
        this.records.experiment(id);
        return this.ports.history.series(id, query);
      },
      'experiment.samples': ({ id, run }) => this.samples(id, run),
      'experiment.claims': ({ id }) => this.claims.of(id),
    };
  }

  private info(): Info {
    return { ...this.ports.about, workers: this.ports.workers, trainers: this.trainers() };
  }

  private trainers(): Info['trainers'] {
    return this.scheduler.pool
      .all()
      .map((trainer) => trainerStatus(trainer, trainer.key === null ? null : this.records.step(trainer.key)));
  }

  private probe(): Promise<DeviceReport[]> {
    this.devices ??= probeDevices(this.ports).catch((error: unknown) => {
      this.devices = null;
      throw error;
    });
    return this.devices;
  }

  private check(source: unknown, folder: string): CommandOutput<'schedule.check'> {
    try {
      return { issues: [], cost: this.estimate(source, folder) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { issues: error.issues.map((issue) => ({ ...issue })), cost: null };
    }
  }

  private summary(experiment: Experiment): CommandOutput<'experiment.list'>[number] {
    const step = (key: string) => this.records.step(key);
    const outlook = this.pace.of(this.records.active(), experiment.row.id, step);
    return summarise(experiment, step, outlook);
  }

  private get(id: number): CommandOutput<'experiment.get'> {
    const experiment = this.records.experiment(id);
    return {
      summary: this.summary(experiment),
      schedule: experiment.row.source as CommandOutput<'experiment.get'>['schedule'],
      runs: experiment.runs.map((run) => summariseRun(run, experiment.row, (key) => this.records.step(key))),
    };
  }

  private pause(id: number): Record<string, never> {
    const { row } = this.requireOpen(id, 'paused');
    if (row.state === 'paused') return {};
    this.records.setExperiment(id, { state: 'paused' });
    this.withdraw(id, 'pause');
    return {};
  }

  private cancel(id: number): Record<string, never> {
    const { row } = this.records.experiment(id);
    if (row.state === 'cancelled') return {};
    this.requireOpen(id, 'cancelled');
    this.records.setExperiment(id, { state: 'cancelled' });
    this.withdraw(id, 'cancel');
    return {};
  }

  /** Goes on with what was paused, cancelled or failed; what failed is tried again. */
  private resume(id: number): Record<string, never> {
    const { row, keys } = this.records.experiment(id);
    if (row.state === 'finished') throw new LabError('conflict', `experiment ${id} is finished`);
    if (row.trashed !== null)
      throw new LabError('conflict', `experiment ${id} is in the trash: restore it first`);
    for (const key of keys) {
      const { state } = this.records.step(key);
      this.scheduler.forgive(key);
      if (state === 'failed' || state === 'cancelled')
        this.records.setStep(key, { state: 'waiting', error: '' });
    }
    if (row.state !== 'running' && row.state !== 'queued') {
      this.records.setExperiment(id, { state: 'queued', error: '' });
    }
    this.activate(id);
    return {};
  }

  private prioritise(id: number, priority: number): Record<string, never> {
    this.records.experiment(id);
    this.records.setExperiment(id, { priority });
    this.announcer.state(id);
    return {};
  }

  private samples(id: number, run: number): CommandOutput<'experiment.samples'> {
    const known = this.records.experiment(id).runs.some((each) => each.id === run);
    if (!known) throw new LabError('missing', `experiment ${id} has no run ${run}`);
    return this.ports.history.samples(run);
  }

  private requireWritable(): void {
    const { readOnly, bundle, home } = this.ports.about;
    if (!readOnly) return;
    const what = bundle === null ? 'this history is open for reading only' : readOnlyShowcase;
    throw new LabError('conflict', `${what} (${bundle?.file ?? home})`);
  }

  private requireOpen(id: number, verb: string): Experiment {
    const experiment = this.records.experiment(id);
    const { state } = experiment.row;
    if (state === 'finished' || state === 'failed' || state === 'cancelled') {
      throw new LabError('conflict', `experiment ${id} is ${state}, so it cannot be ${verb}`);
    }
    return experiment;
  }

  private activate(id: number): void {
    this.records.choose(id);
    this.announcer.state(id);
    this.scheduler.settle(id);
    this.scheduler.pump();
  }

  private withdraw(id: number, how: 'pause' | 'cancel'): void {
    this.announcer.state(id);
    this.scheduler.stopUnwanted(how);
    this.scheduler.pump();
  }
}
