// Reads runs of any experiments beside each other: what they are, their series, samples and raw points. It changes nothing.
import type { Database, Statement } from 'better-sqlite3';
import type { PhaseName, Schedule } from '../core/schedule.ts';
import type { StepSpec } from '../core/step.ts';
import { type Json, type RawSample, readSample, type SampleRow, type StepState } from './rows.ts';
import type { Buckets, Finer, SeriesReader } from './series.ts';

export interface ComparedRow {
  readonly id: number;
  readonly experiment: number;
  readonly experimentName: string;
  readonly seed: number;
  readonly values: Record<string, Json>;
  readonly primaryMetric: string;
  readonly schedule: Schedule;
  readonly steps: readonly { key: string; spec: StepSpec; state: StepState }[];
}
export interface ComparedSeries extends Pick<Buckets, 'update' | 'mean' | 'count'> {
  readonly run: number;
  readonly phase: PhaseName;
  readonly metric: string;
}
export interface PointColumns {
  readonly phase: PhaseName;
  readonly metric: string;
  readonly update: number[];
  readonly value: (number | null)[];
}

interface RawRun {
  readonly id: number;
  readonly experiment: number;
  readonly experimentName: string;
  readonly seed: number;
  readonly values: string;
  readonly primaryMetric: string;
}
interface RunStep {
  readonly run: number;
  readonly id: number;
  readonly key: string;
  readonly phase: PhaseName;
  readonly trunk: string | null;
  readonly ends: number;
  readonly state: StepState;
}

/** Runs whose experiment is not in the trash, in the order that was asked. */
const chosen = `
  FROM json_each(?) AS asked JOIN run ON run.id = asked.value
  JOIN experiment ON experiment.id = run.experiment AND experiment.trashed IS NULL`;

export class ComparisonStore {
  private readonly reader: SeriesReader;
  private readonly selectRuns: Statement<[string], RawRun>;
  private readonly selectSchedules: Statement<[string], { id: number; schedule: string }>;
  private readonly selectSteps: Statement<[string], RunStep>;
  private readonly selectSpec: Statement<[number], { spec: string }>;
  private readonly selectTrunk: Statement<[string], { id: number }>;
  private readonly selectMetrics: Statement<[], { id: number; name: string }>;
  private readonly hasMetric: Statement<[number, number], unknown>;
  private readonly selectSamples: Statement<[string], RawSample & { run: number; phase: PhaseName }>;
  /** A step's spec never changes, so it is parsed once. */
  private readonly specs = new Map<number, StepSpec>();

  constructor(database: Database, reader: SeriesReader) {
    this.reader = reader;
    this.selectRuns = database.prepare(`
      SELECT run.id, run.experiment, experiment.name AS experimentName, seed, axis_values AS "values",
        experiment.schedule ->> '$.metric' AS primaryMetric ${chosen} ORDER BY asked.id`);
    this.selectSchedules = database.prepare(`
      SELECT id, schedule FROM experiment WHERE id IN (SELECT run.experiment ${chosen})`);
    this.selectSteps = database.prepare(`
      SELECT run.id AS run, step.id, step.key, step.phase, step.trunk, step.ends, step.state ${chosen}
      JOIN run_step ON run_step.run = run.id JOIN step ON step.id = run_step.step ORDER BY asked.id, position`);
    this.selectSpec = database.prepare('SELECT spec FROM step WHERE id = ?');
    this.selectTrunk = database.prepare('SELECT id FROM step WHERE trunk = ?');
    this.selectMetrics = database.prepare('SELECT id, name FROM metric ORDER BY name');
    this.hasMetric = database.prepare('SELECT 1 FROM measurement WHERE step = ? AND metric = ? LIMIT 1');
    this.selectSamples = database.prepare(`
      SELECT run.id AS run, step.phase, sample.at AS "update", sample.ordinal AS "index", prompt, response, score, tokens
      ${chosen} JOIN run_step ON run_step.run = run.id JOIN step ON step.id = run_step.step
      JOIN sample ON sample.step = step.id ORDER BY asked.id, position, sample.at, sample.ordinal`);
  }

  /** Runs that are not there are left out. */
  runs(ids: readonly number[]): ComparedRow[] {
    const asked = JSON.stringify(ids);
    const steps = this.stepsOf(ids);
    const schedules = new Map(
      this.selectSchedules
        .all(asked)
        .map(({ id, schedule }) => [id, JSON.parse(schedule) as Schedule] as const),
    );
    return this.selectRuns.all(asked).map((row) => ({
      ...row,
      schedule: schedules.get(row.experiment)!,
      values: JSON.parse(row.values) as Record<string, Json>,
      steps: (steps.get(row.id) ?? []).map(({ id, key, state }) => ({ key, state, spec: this.spec(id) })),
    }));
  }

  /** By run, phase and metric, where there are points; at most `buckets` of each, more where a range is finer. Shared steps are read once. */
  series(
    ids: readonly number[],
    query: {
      metrics: readonly string[];
      phases: readonly PhaseName[];
      buckets: number;
      finer: Finer | null;
    },
  ): ComparedSeries[] {
    const read = new Map<string, Buckets>();
    const metrics = this.selectMetrics.all().filter(({ name }) => query.metrics.includes(name));
    const found: ComparedSeries[] = [];
    for (const [run, steps] of this.stepsOf(ids)) {
      for (const phase of query.phases) {
        const own = steps.filter((step) => step.phase === phase);
        for (const metric of metrics) {
          const source = `${metric.id}:${own.map(({ id }) => id).join()}`;
          const buckets = read.get(source) ?? this.read(own, metric.id, query);
          read.set(source, buckets);
          const { update, mean, count } = buckets;
          if (update.length > 0) found.push({ run, phase, metric: metric.name, update, mean, count });
        }
      }
    }
    return found;
  }

  /** Names of all metrics that a step of these runs has a point of, sorted. */
  metrics(ids: readonly number[]): string[] {
    const steps = [...new Set([...this.stepsOf(ids).values()].flat().map(({ id }) => id))];
    return this.selectMetrics
      .all()
      .filter(({ id }) => steps.some((step) => this.hasMetric.get(step, id) !== undefined))
      .map(({ name }) => name);
  }

  /** In the order of the runs, of their steps, of updates. */
  samples(ids: readonly number[]): (SampleRow & { run: number; phase: PhaseName })[] {
    return this.selectSamples.all(JSON.stringify(ids)).map(readSample);
  }

  /** Every point of a run, not reduced, in the order of phases and of `metrics`. */
  points(run: number, metrics: readonly string[]): PointColumns[] {
    const phases = [...new Set((this.stepsOf([run]).get(run) ?? []).map(({ phase }) => phase))];
    const all = this.series([run], { metrics, phases, buckets: Number.MAX_SAFE_INTEGER, finer: null });
    return all.map(({ phase, metric, update, mean }) => ({ phase, metric, update, value: mean }));
  }

  private stepsOf(ids: readonly number[]): Map<number, RunStep[]> {
    return Map.groupBy(this.selectSteps.all(JSON.stringify(ids)), ({ run }) => run);
  }

  private spec(step: number): StepSpec {
    const known = this.specs.get(step) ?? (JSON.parse(this.selectSpec.get(step)!.spec) as StepSpec);
    this.specs.set(step, known);
    return known;
  }

  /** Of a phase: the whole trunk up to where the run leaves it, whichever experiment trained it, then the run's own steps. */
  private read(
    steps: readonly RunStep[],
    metric: number,
    { buckets, finer }: { buckets: number; finer: Finer | null },
  ): Buckets {
    const trunk = steps.findLast((step) => step.trunk !== null);
    const own = steps.filter((step) => step.trunk === null).map(({ id }) => id);
    const first =
      trunk === undefined
        ? { steps: [], upTo: -1 }
        : { steps: this.selectTrunk.all(trunk.trunk!).map(({ id }) => id), upTo: trunk.ends };
    return this.reader.read(first, own, { metric, buckets, finer });
  }
}
