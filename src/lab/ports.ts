// What the lab needs of its host: a history to keep, trainers to send to, a clock. Hosts pass the real ones in.
import type { Meters, Template } from '../contract/monitor.ts';
import type { DoctorCheck } from '../contract/settings.ts';
import type { DeviceReport, FromTrainer, Sample, ToTrainer } from '../contract/trainer.ts';
import type { CommandInput, CommandOutput, ExperimentState, Series, StepState } from '../contract/window.ts';
import type { ComparedSeries } from '../core/frozen-data.ts';
import type { PhaseName, Schedule } from '../core/schedule.ts';
import type { Plan, Point, StepSpec } from '../core/step.ts';
import type { Cleaner, HistoryFigures, Library, MarkBook } from './archive-ports.ts';
import type { Exchange, Transfers } from './bundle-ports.ts';
import type { DiskPort } from './disk-port.ts';

export interface ExperimentRow {
  readonly id: number;
  readonly name: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly starred: boolean;
  readonly archived: boolean;
  /** When it was put in the trash, ISO 8601; null where it is not there. */
  readonly trashed: string | null;
  readonly schedule: Schedule;
  /** The schedule as the user wrote it. */
  readonly source: unknown;
  /** Folder that relative paths of the schedule start from. */
  readonly folder: string;
  readonly state: ExperimentState;
  readonly priority: number;
  readonly created: string;
  readonly error: string;
}
export interface RunRow {
  readonly id: number;
  readonly experiment: number;
  readonly ordinal: number;
  readonly seed: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly steps: readonly string[];
}
export interface StepRow {
  readonly key: string;
  readonly spec: StepSpec;
  readonly parent: string | null;
  readonly base: string | null;
  readonly aligned: string | null;
  readonly state: StepState;
  /** The last update that is committed. */
  readonly update: number;
  readonly updates: number;
  readonly tokens: number;
  readonly error: string;
}
export interface CheckpointRow {
  readonly key: string;
  readonly update: number;
  /** File name inside the checkpoint folder. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly final: boolean;
}

/** A run as a comparison needs it; its steps in their order. */
export interface ComparedRow {
  readonly id: number;
  readonly experiment: number;
  readonly experimentName: string;
  readonly seed: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly primaryMetric: string;
  /** Of its experiment: what it does not vary, it says. */
  readonly schedule: Schedule;
  readonly steps: readonly { readonly key: string; readonly spec: StepSpec; readonly state: StepState }[];
}
/** Reads runs of any experiments. What is in the trash is not there. */
export interface Comparison {
  runs(ids: readonly number[]): ComparedRow[];
  series(
    ids: readonly number[],
    query: {
      metrics: readonly string[];
      phases: readonly PhaseName[];
      buckets: number;
      finer: { readonly updates: readonly [number, number]; readonly buckets: number } | null;
    },
  ): ComparedSeries[];
  metrics(ids: readonly number[]): string[];
  samples(ids: readonly number[]): (Sample & { run: number; phase: PhaseName })[];
  points(
    run: number,
    metrics: readonly string[],
  ): { phase: PhaseName; metric: string; update: number[]; value: (number | null)[] }[];
}

/** The run history. One writer; every method is one transaction. */
export interface History {
  readonly comparison: Comparison;
  createExperiment(experiment: {
    schedule: Schedule;
    source: unknown;
    folder: string;
    created: string;
    plan: Plan;
  }): number;
  experiments(): ExperimentRow[];
  experiment(id: number): ExperimentRow | null;
  setExperiment(id: number, change: { state?: ExperimentState; priority?: number; error?: string }): void;
  runs(experiment: number): RunRow[];
  /** The distinct steps of an experiment's runs. */
  steps(experiment: number): StepRow[];
  step(key: string): StepRow | null;
  /** Which of these keys are finished, with a final checkpoint. */
  finished(keys: readonly string[]): Set<string>;
  setStep(key: string, change: { state?: StepState; update?: number; error?: string }): void;
  /** A point that is there already is left as it is; returns those that differ from what is stored (there should be none). */
  addPoints(key: string, points: readonly Point[], samples: readonly Sample[], update: number): Point[];
  /** Records a checkpoint; returns the files of this step that it replaces, to be deleted after. */
  addCheckpoint(row: CheckpointRow): string[];
  dropCheckpoint(key: string, update: number): void;
  /** Checkpoints of a step, newest first. */
  checkpoints(key: string): CheckpointRow[];
  allCheckpoints(): CheckpointRow[];
  series(
    experiment: number,
    query: {
      metric: string;
      phases: readonly PhaseName[];
      buckets: number;
      only?: NonNullable<CommandInput<'experiment.series'>['only']> | null;
    },
  ): Series[];
  samples(run: number): (Sample & { phase: PhaseName })[];
  /** Every (step, metric, update, value) of an experiment, in order; for exports and tests. */
  points(experiment: number): IterableIterator<Point & { key: string }>;
  /** Of one step: its points in the order of metric names, then of updates; its samples in the order of updates. */
  stepPoints(key: string): Point[];
  stepSamples(key: string): Sample[];
  /** Every step of the same trunk, whatever its state, by rising `to`. */
  trunkKeys(trunkIdentity: string): string[];
  /** Finished trunk steps of the same trunk (equal `trunkIdentity`, see core/plan), any experiment's, by rising `to`. */
  trunks(trunkIdentity: string): { key: string; to: number }[];
  /** Start-up sweep: steps that say "running" become interrupted. Returns how many. */
  sweep(): number;
  /** Measured training speed by device and parameter count, for estimates. */
  recordSpeed(device: string, parameters: number, tokensPerSecond: number): void;
  speeds(device: string): { parameters: number; tokensPerSecond: number }[];
  /** State and committed update of those of these steps that are stored. */
  standings(keys: readonly string[]): Map<string, Pick<StepRow, 'state' | 'update'>>;
  /** Any JSON value; undefined where it was never set. */
  setting(name: string): unknown;
  setSetting(name: string, value: unknown): void;
  readonly library: Library;
  readonly marks: MarkBook;
  readonly figures: HistoryFigures;
  readonly cleaner: Cleaner;
  readonly exchange: Exchange;
  close(): void;
}

/** What says where the data folder is, so it is not kept in it. */
export interface Preferences {
  /** The data folder from the next start on, null for the operating system's place. */
  home(): string | null;
  /** Throws an InputError where the folder can be none. */
  setHome(home: string | null): void;
}
/** The machine that the host runs on. */
export interface Machine {
  /** `trainers`: process ids whose memory counts as ours. Waits for nothing slow. */
  meters(trainers: readonly number[]): Promise<Meters>;
  /** Examines the installation, the data folder and the history; `devices` are what a trainer reported, or why none did. */
  examine(devices: readonly DeviceReport[] | Error): Promise<DoctorCheck[]>;
}

/** One trainer process as the lab sees it. */
export interface TrainerLink {
  readonly pid: number;
  send(message: ToTrainer): void;
  kill(): void;
}
export interface TrainerEvents {
  message(message: FromTrainer): void;
  /** The process is gone; `reason` says how. Called once, also after `kill`. */
  exit(reason: string): void;
}
export interface HostPorts {
  readonly history: History;
  startTrainer(events: TrainerEvents): TrainerLink;
  /** Milliseconds since the epoch, for dates that are shown. It jumps whenever somebody sets the clock. */
  now(): number;
  /** Milliseconds of a steady clock that counts no sleep of the machine, for durations. */
  elapsed(): number;
  /** Calls back after some milliseconds; returns the cancellation. */
  after(milliseconds: number, callback: () => void): () => void;
  /** The address of a window over the saved results, or null where one was opened. */
  openShowcase(): Promise<string | null>;
  readonly checkpointFolder: string;
  /** Seconds between checkpoints inside a step, and trainers at once; the lab moves them when the settings change. */
  checkpointSeconds: number;
  workers: number;
  /** What this session was started with: it goes before what the settings say. */
  readonly session: { readonly workers: number | null; readonly checkpointSeconds: number | null };
  /** What holds where neither the session nor the settings say anything. */
  readonly unset: { readonly workers: number; readonly checkpointSeconds: number };
  /** Seconds without a word from a busy trainer after which it is taken for dead. */
  readonly silenceSeconds: number;
  /** What `workbench.info` tells of the host. */
  readonly about: Omit<CommandOutput<'workbench.info'>, 'workers' | 'trainers'>;
  /** Removes a checkpoint file by its name. */
  removeCheckpoint(file: string): void;
  /** Moves a damaged checkpoint file out of the way, keeping it for whoever wants to look; where it is gone, nothing. */
  setAsideCheckpoint(file: string): void;
  /** SHA-256 over the contents of a user's corpus files, '' for a grammar; throws an input error that names the file. */
  corpusKey(schedule: Schedule, folder: string): string;
  /** Absolute paths of a schedule's corpus files. */
  corpusFiles(schedule: Schedule, folder: string): Record<string, string>;
  /** Free bytes on the disk of the data folder. */
  freeBytes(): number;
  /** What lies in the data folder beside what the history knows. */
  readonly disk: DiskPort;
  /** What is kept outside of the data folder. */
  readonly preferences: Preferences;
  readonly machine: Machine;
  /** The schedules that come with the package. */
  templates(): Template[];
  /** Files that come in and go out. */
  readonly transfers: Transfers;
}
