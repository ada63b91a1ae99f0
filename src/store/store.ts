// The run history over SQLite: one writer, every method one transaction. It knows nothing of queues or processes.
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { trunkIdentity } from '../core/plan.ts';
import type { PhaseName, Schedule } from '../core/schedule.ts';
import { type Plan, type PlannedStep, type Point, phaseOfSpec } from '../core/step.ts';
import { writeBackupInPeace } from './backups.ts';
import { CleanerStore } from './cleaner.ts';
import { ComparisonStore } from './comparison.ts';
import { ExchangeStore } from './exchange.ts';
import { HistoryTable } from './history-table.ts';
import { LibraryStore } from './library.ts';
import { MarkStore } from './marks.ts';
import { type PointRow, PointWriter } from './point-writer.ts';
import {
  type CheckpointRow,
  type ExperimentRow,
  type ExperimentState,
  type Json,
  type RunRow,
  readCheckpoint,
  readExperiment,
  readRun,
  readSample,
  readStep,
  type SampleRow,
  type StepRow,
  type StepState,
} from './rows.ts';
import { type Buckets, type SeriesChoice, SeriesReader } from './series.ts';
import { prepareStatements, type RunStep, type Statements } from './statements.ts';
import { guarded } from './store-error.ts';
import type { Transaction } from './transaction.ts';

export interface Series extends Buckets {
  run: number;
  seed: number;
  values: Record<string, Json>;
  phase: PhaseName;
  metric: string;
}

export interface NewExperiment {
  readonly schedule: Schedule;
  readonly source: unknown;
  readonly folder: string;
  readonly created: string;
  readonly plan: Plan;
}

export class Store {
  /** What went wrong on opening without keeping the history from being used, for the host to show. */
  readonly warnings: readonly string[];
  /** The newest backup is too old, and writing one takes so long that it is to be done beside other work. */
  readonly backupIsDue: boolean;
  readonly comparison: ComparisonStore;
  /** Views, decks and drafts. */
  readonly library: LibraryStore;
  /** What users write on experiments and runs; the trash. */
  readonly marks: MarkStore;
  /** A few figures of every run and experiment at once. */
  readonly figures: HistoryTable;
  /** What can be deleted. */
  readonly cleaner: CleanerStore;
  /** What an import writes. */
  readonly exchange: ExchangeStore;
  private readonly database: Database;
  private readonly file: string;
  private readonly afterClose: () => void;
  private readonly sql: Statements;
  private readonly reader: SeriesReader;
  private readonly writer: PointWriter;
  private readonly stepIds = new Map<string, number>();
  private readonly metricIds = new Map<string, number>();

  constructor(
    database: Database,
    about: { file: string; warnings: readonly string[]; backupIsDue?: boolean; afterClose?: () => void },
  ) {
    this.database = database;
    this.file = about.file;
    this.warnings = about.warnings;
    this.backupIsDue = about.backupIsDue ?? false;
    this.afterClose = about.afterClose ?? (() => undefined);
    this.sql = prepareStatements(database);
    this.reader = new SeriesReader(database);
    this.writer = new PointWriter(database);
    this.comparison = new ComparisonStore(database, this.reader);
    const durably: Transaction = (work) => this.durably(work);
    this.library = new LibraryStore(database, durably);
    this.marks = new MarkStore(database, durably);
    this.figures = new HistoryTable(database);
    this.cleaner = new CleanerStore(database, {
      durably,
      quickly: (work) => this.quickly(work),
      forget: () => this.stepIds.clear(),
    });
    this.exchange = new ExchangeStore(database, {
      durably,
      quickly: (work) => this.quickly(work),
      metricId: (name) => this.metricId(name),
      writer: this.writer,
    });
  }

  /** Steps that are stored already are shared; what failed or was cancelled is waiting again. Returns the new id. */
  createExperiment(experiment: NewExperiment): number {
    const { schedule, plan } = experiment;
    return this.durably(() => {
      const { lastInsertRowid } = this.sql.insertExperiment.run({
        name: schedule.name,
        notes: schedule.notes,
        tags: JSON.stringify(schedule.tags),
        schedule: JSON.stringify(schedule),
        source: JSON.stringify(experiment.source ?? null),
        folder: experiment.folder,
        created: experiment.created,
      });
      const id = Number(lastInsertRowid);
      for (const [ordinal, step] of plan.steps.entries()) this.insertStep(id, ordinal, step);
      for (const [ordinal, run] of plan.runs.entries()) {
        const added = this.sql.insertRun.run(id, ordinal, run.seed, JSON.stringify(run.values));
        for (const [position, key] of run.steps.entries()) {
          this.sql.insertRunStep.run(added.lastInsertRowid, position, this.stepId(key));
        }
      }
      return id;
    });
  }

  private insertStep(experiment: number, ordinal: number, step: PlannedStep): void {
    const { key, spec, parent, base, aligned, updates, tokens } = step;
    const trunk = spec.kind === 'trunk' ? trunkIdentity(spec) : null;
    this.sql.insertStep.run({
      key,
      phase: phaseOfSpec(spec),
      spec: JSON.stringify(spec),
      trunk,
      ends: spec.to,
    });
    this.sql.insertPlannedStep.run({
      experiment,
      ordinal,
      step: this.stepId(key),
      parent,
      base,
      aligned,
      updates,
      tokens,
    });
  }

  experiments(): ExperimentRow[] {
    return this.sql.experiments.all().map(readExperiment);
  }

  experiment(id: number): ExperimentRow | null {
    const row = this.sql.experiment.get(id);
    return row === undefined ? null : readExperiment(row);
  }

  setExperiment(id: number, change: { state?: ExperimentState; priority?: number; error?: string }): void {
    const { state = null, priority = null, error = null } = change;
    this.durably(() => this.sql.setExperiment.run({ id, state, priority, error }));
  }

  runs(experiment: number): RunRow[] {
    return this.sql.runs.all(experiment).map(readRun);
  }

  /** In the order of the plan. */
  steps(experiment: number): StepRow[] {
    return this.sql.steps.all(experiment).map(readStep);
  }

  step(key: string): StepRow | null {
    const row = this.sql.step.get(key);
    return row === undefined ? null : readStep(row);
  }

  finished(keys: readonly string[]): Set<string> {
    return new Set(this.sql.finished.all(JSON.stringify(keys)).map(({ key }) => key));
  }

  /** State and committed update of those of these steps that are stored. */
  standings(keys: readonly string[]): Map<string, { state: StepState; update: number }> {
    const rows = this.sql.standings.all(JSON.stringify(keys));
    return new Map(rows.map(({ key, state, update }) => [key, { state, update }]));
  }

  setStep(key: string, change: { state?: StepState; update?: number; error?: string }): void {
    const { state = null, update = null, error = null } = change;
    const write = (): unknown => this.sql.setStep.run({ key, state, update, error });
    if (state === null) this.quickly(write);
    else this.durably(write);
  }

  /** The first value of a point stands; returns the points that differ from what is stored. */
  addPoints(key: string, points: readonly Point[], samples: readonly SampleRow[], update: number): Point[] {
    return this.quickly(() => {
      const step = this.stepId(key);
      const rows = points.map(
        ({ metric, update: at, value }): PointRow => [step, this.metricId(metric), at, value],
      );
      const { added, unsure } = this.writer.write(rows);
      const differing = new Set(unsure.filter((row) => this.differs(row)));
      for (const { update: at, index, prompt, response, score, tokens } of samples) {
        const kept = tokens === null ? null : JSON.stringify(tokens);
        this.sql.insertSample.run(step, at, index, prompt, response, score, kept);
      }
      this.sql.advanceStep.run(update, added, step);
      return points.filter((_, i) => differing.has(rows[i]!));
    });
  }

  private differs([step, metric, at, value]: PointRow): boolean {
    const stored = this.sql.point.get(step, metric, at)!.value;
    return stored === null ? !Number.isNaN(value) : stored !== value;
  }

  /** The step keeps this checkpoint alone; returns the files of those it replaces, which are the caller's to delete. */
  addCheckpoint(row: CheckpointRow): string[] {
    return this.durably(() => {
      const step = this.stepId(row.key);
      const before = this.sql.checkpointFiles.all(step).map(({ file }) => file);
      const { update, file, sha256, bytes, final } = row;
      this.sql.insertCheckpoint.run({ step, update, file, sha256, bytes, final: final ? 1 : 0 });
      this.sql.deleteOtherCheckpoints.run(step, update);
      return before.filter((old) => old !== file);
    });
  }

  dropCheckpoint(key: string, update: number): void {
    this.durably(() => this.sql.deleteCheckpoint.run(key, update));
  }

  checkpoints(key: string): CheckpointRow[] {
    return this.sql.checkpoints.all(key).map(readCheckpoint);
  }

  allCheckpoints(): CheckpointRow[] {
    return this.sql.allCheckpoints.all().map(readCheckpoint);
  }

  /**
   * One series per run and phase that has points, at most `buckets` points each. Pretraining is the whole trunk up to
   * where the run's cool-down leaves it, whichever experiment trained it, and then the cool-down.
   */
  series(
    experiment: number,
    query: { metric: string; phases: readonly PhaseName[]; buckets: number; only?: SeriesChoice | null },
  ): Series[] {
    const metric = this.knownMetric(query.metric);
    if (metric === null) return [];
    const byRun = Map.groupBy(this.sql.runSteps.all(experiment), ({ run }) => run);
    const read = new Map<string, Buckets>();
    const found: Series[] = [];
    const runs = this.runs(experiment);
    const { only } = query;
    for (const { id: run, seed, values } of only ? firstThenNewest(runs, only.first) : runs) {
      if (only && found.length >= only.most) break;
      for (const phase of query.phases) {
        const steps = (byRun.get(run) ?? []).filter((step) => step.phase === phase);
        const source = steps.map(({ id }) => id).join();
        const buckets = read.get(source) ?? this.readPhase(steps, metric, query.buckets);
        read.set(source, buckets);
        if (buckets.update.length > 0)
          found.push({ run, seed, values, phase, metric: query.metric, ...buckets });
      }
    }
    return found.slice(0, only?.most ?? found.length);
  }

  private readPhase(steps: readonly RunStep[], metric: number, buckets: number): Buckets {
    const trunk = steps.findLast((step) => step.trunk !== null);
    const own = steps.filter((step) => step.trunk === null).map(({ id }) => id);
    if (trunk === undefined) return this.reader.read({ steps: [], upTo: -1 }, own, { metric, buckets });
    const all = this.sql.trunkSteps.all(trunk.trunk!).map(({ id }) => id);
    return this.reader.read({ steps: all, upTo: trunk.ends }, own, { metric, buckets });
  }

  /** Of every step of a run, in its order. */
  samples(run: number): (SampleRow & { phase: PhaseName })[] {
    return this.sql.samples.all(run).map(readSample);
  }

  /** In the order of the plan, then of metric names, then of updates. Other methods may be called between two points. */
  *points(experiment: number): IterableIterator<Point & { key: string }> {
    for (const { key } of this.steps(experiment)) {
      for (const { metric, update, value } of this.sql.points.all(this.stepId(key))) {
        yield { key, metric, update, value: value ?? Number.NaN };
      }
    }
  }

  /** Of one step, in the order of metric names, then of updates. */
  stepPoints(key: string): Point[] {
    return this.sql.points
      .all(this.stepId(key))
      .map(({ metric, update, value }) => ({ metric, update, value: value ?? Number.NaN }));
  }

  stepSamples(key: string): SampleRow[] {
    return this.sql.stepSamples.all(this.stepId(key)).map(readSample);
  }

  /** Every step of one trunk, whatever its state, by rising length. */
  trunkKeys(trunkIdentity: string): string[] {
    return this.sql.trunkKeys.all(trunkIdentity).map(({ key }) => key);
  }

  /** Reads the history as it is at one moment, though another process writes on. */
  snapshot<T>(work: () => T): T {
    return guarded(this.file, () => this.database.transaction(work).deferred());
  }

  trunks(trunkIdentity: string): { key: string; to: number }[] {
    return this.sql.trunks.all(trunkIdentity);
  }

  sweep(): number {
    return this.durably(() => this.sql.sweep.run().changes);
  }

  /** Half of what was known and half of what is new, so one slow run does not spoil the estimates. */
  recordSpeed(device: string, parameters: number, tokensPerSecond: number): void {
    this.quickly(() => this.sql.recordSpeed.run(device, parameters, tokensPerSecond));
  }

  speeds(device: string): { parameters: number; tokensPerSecond: number }[] {
    return this.sql.speeds.all(device);
  }

  /** Any JSON value; undefined where it was never set. */
  setting(name: string): unknown {
    const row = this.sql.setting.get(name);
    return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
  }

  setSetting(name: string, value: unknown): void {
    this.durably(() => this.sql.setSetting.run(name, JSON.stringify(value)));
  }

  /** Writes a backup beside the history while it is in use, changes included; returns its path. Throws a `StoreError` on a full disk. */
  async backUp(now: Date, { asked }: { asked: boolean }): Promise<string> {
    const folder = dirname(this.file);
    try {
      return await writeBackupInPeace(this.database, folder, now, { asked });
    } catch (error) {
      return guarded(this.file, () => raise(error));
    }
  }

  close(): void {
    if (!this.database.open) return;
    this.database.close();
    this.afterClose();
  }

  /**
   * A transaction that is on the disk before this returns (synchronous = FULL), for what a caller acts on: it deletes
   * a replaced checkpoint, or reports a submission. It takes the batches before it along.
   */
  private durably<T>(work: () => T): T {
    if (this.database.inTransaction) return this.quickly(work); // part of the outer one, which is as durable as it is
    this.database.pragma('synchronous = FULL');
    try {
      return this.quickly(work);
    } finally {
      this.database.pragma('synchronous = NORMAL');
    }
  }

  /** A transaction that survives the end of the process but, in its last moments, not of the power: it is trained again. */
  private quickly<T>(work: () => T): T {
    try {
      return guarded(this.file, () => this.database.transaction(work).immediate());
    } catch (error) {
      // What a rolled back transaction inserted is gone, so its ids are too.
      this.stepIds.clear();
      this.metricIds.clear();
      throw error;
    }
  }

  private stepId(key: string): number {
    const known = this.stepIds.get(key) ?? this.sql.stepId.get(key)?.id;
    if (known === undefined) throw new Error(`step ${key} is not in the history`);
    this.stepIds.set(key, known);
    return known;
  }

  private knownMetric(name: string): number | null {
    if (!this.metricIds.has(name))
      for (const { id, name: each } of this.sql.metrics.all()) this.metricIds.set(each, id);
    return this.metricIds.get(name) ?? null;
  }

  private metricId(name: string): number {
    const known = this.knownMetric(name);
    if (known !== null) return known;
    const id = Number(this.sql.insertMetric.run(name).lastInsertRowid);
    this.metricIds.set(name, id);
    return id;
  }
}

function firstThenNewest<T extends { readonly id: number }>(
  runs: readonly T[],
  first: readonly number[],
): T[] {
  const wanted = new Set(first);
  return [
    ...runs.filter(({ id }) => wanted.has(id)),
    ...runs.filter(({ id }) => !wanted.has(id)).toReversed(),
  ];
}

function raise(error: unknown): never {
  throw error;
}
