// The history as one table: a few figures of every run and experiment, read by index whatever the number of points.
import type { Database, Statement } from 'better-sqlite3';

export interface RunFigures {
  readonly id: number;
  readonly notes: string;
  readonly tags: string[];
  readonly starred: boolean;
  readonly archived: boolean;
  readonly pretrained: number | null;
  readonly aligned: number | null;
  readonly final: number | null;
  readonly ownBytes: number;
  readonly sharedBytes: number;
}
export interface ExperimentFigures {
  readonly id: number;
  readonly name: string;
  readonly starred: boolean;
  readonly archived: boolean;
  /** Of the three values of its runs: its primary metric. */
  readonly metric: string;
  readonly trashed: string | null;
  readonly runs: number;
  readonly points: number;
  readonly ownBytes: number;
  readonly sharedBytes: number;
}
interface RunMarks {
  readonly id: number;
  readonly experiment: number;
  readonly notes: string;
  readonly tags: string;
  readonly starred: number;
  readonly archived: number;
}
type Value = Statement<[number, number], number | null>;

export class HistoryTable {
  private readonly marks: Statement<[], RunMarks>;
  private readonly runSteps: Statement<[], [run: number, step: number, phase: string]>;
  private readonly checkpoints: Statement<[], [step: number, bytes: number]>;
  private readonly metrics: Statement<[], [experiment: number, metric: number]>;
  private readonly first: Value;
  private readonly last: Value;
  private readonly headings: Statement<[], RawExperimentFigures>;
  private readonly planned: Statement<[], [experiment: number, step: number]>;
  private readonly stepPoints: Statement<[], [step: number, points: number]>;
  private readonly sum: Statement<[], number>;

  constructor(database: Database) {
    this.marks = database.prepare(`
      SELECT run.id, experiment, run.notes, run.tags, run.starred, run.archived FROM run
      JOIN experiment ON experiment.id = run.experiment WHERE trashed IS NULL ORDER BY run.id`);
    this.runSteps = raw(
      database.prepare(
        'SELECT run, step, phase FROM run_step JOIN step ON step.id = run_step.step ORDER BY run, position',
      ),
    );
    this.checkpoints = raw(database.prepare('SELECT step, sum(bytes) FROM checkpoint GROUP BY step'));
    this.metrics = raw(
      database.prepare(`
        SELECT experiment.id, metric.id FROM experiment
        JOIN metric ON metric.name = schedule ->> '$.metric' WHERE trashed IS NULL`),
    );
    this.first = database
      .prepare('SELECT value FROM measurement WHERE step = ? AND metric = ? AND at = 0')
      .pluck() as unknown as Value;
    this.last = database
      .prepare('SELECT value FROM measurement WHERE step = ? AND metric = ? ORDER BY at DESC LIMIT 1')
      .pluck() as unknown as Value;
    this.headings = database.prepare(`
      SELECT id, name, starred, archived, trashed, schedule ->> '$.metric' AS metric,
        (SELECT count(*) FROM run WHERE experiment = experiment.id) AS runs FROM experiment ORDER BY id`);
    this.planned = raw(database.prepare('SELECT experiment, step FROM planned_step'));
    this.stepPoints = raw(database.prepare('SELECT id, points FROM step'));
    this.sum = database.prepare('SELECT coalesce(sum(points), 0) FROM step').pluck() as unknown as Statement<
      [],
      number
    >;
  }

  /** Of every run that is not in the trash, by id. */
  runs(): Map<number, RunFigures> {
    const metrics = new Map(this.metrics.all());
    const steps = this.stepsOfRuns();
    const bytes = this.bytesBy([...steps].flatMap(([run, list]) => list.map(({ id }) => [run, id] as const)));
    const figures = new Map<number, RunFigures>();
    for (const { experiment, tags, starred, archived, ...mark } of this.marks.all()) {
      const metric = metrics.get(experiment);
      const own = steps.get(mark.id) ?? [];
      figures.set(mark.id, {
        ...mark,
        tags: tags === '[]' ? [] : (JSON.parse(tags) as string[]),
        starred: starred === 1,
        archived: archived === 1,
        ...(metric === undefined ? unmeasured : this.valuesOf(own, metric)),
        ...(bytes.get(mark.id) ?? noBytes),
      });
    }
    return figures;
  }

  private stepsOfRuns(): Map<number, { id: number; phase: string }[]> {
    const steps = new Map<number, { id: number; phase: string }[]>();
    for (const [run, id, phase] of this.runSteps.iterate()) {
      const list = steps.get(run);
      if (list === undefined) steps.set(run, [{ id, phase }]);
      else list.push({ id, phase });
    }
    return steps;
  }

  /** Alignment may be cut into pieces, so its first step has θ0 and its last θ1. */
  private valuesOf(steps: readonly { id: number; phase: string }[], metric: number): typeof unmeasured {
    const start =
      steps.find(({ phase }) => phase === 'align') ?? steps.find(({ phase }) => phase === 'unalign');
    const aligned = steps.findLast(({ phase }) => phase === 'align');
    const final = steps.findLast(({ phase }) => phase === 'unalign' || phase === 'realign');
    return {
      pretrained: start === undefined ? null : (this.first.get(start.id, metric) ?? null),
      aligned: aligned === undefined ? null : (this.last.get(aligned.id, metric) ?? null),
      final: final === undefined ? null : (this.last.get(final.id, metric) ?? null),
    };
  }

  /** Of every experiment, in the order of ids. */
  experiments(): ExperimentFigures[] {
    const planned = this.planned.all();
    const stepPoints = new Map(this.stepPoints.all());
    const points = new Map<number, number>();
    for (const [id, step] of planned) points.set(id, (points.get(id) ?? 0) + stepPoints.get(step)!);
    const bytes = this.bytesBy(planned);
    return this.headings.all().map(({ starred, archived, ...row }) => ({
      ...row,
      starred: starred === 1,
      archived: archived === 1,
      points: points.get(row.id) ?? 0,
      ...(bytes.get(row.id) ?? noBytes),
    }));
  }

  /** All that was ever measured and is still there. */
  points(): number {
    return this.sum.get()!;
  }

  /** Holder -> bytes of checkpoints of steps that it alone holds, and of others. A pair is a holder and its step. */
  private bytesBy(pairs: readonly (readonly [holder: number, step: number])[]): Map<number, typeof noBytes> {
    const bytes = new Map(this.checkpoints.all());
    const holders = new Map<number, number>();
    for (const [, step] of pairs) holders.set(step, (holders.get(step) ?? 0) + 1);
    const sums = new Map<number, { ownBytes: number; sharedBytes: number }>();
    for (const [holder, step] of pairs) {
      const size = bytes.get(step);
      if (size === undefined) continue;
      const sum = sums.get(holder) ?? { ownBytes: 0, sharedBytes: 0 };
      if (holders.get(step) === 1) sum.ownBytes += size;
      else sum.sharedBytes += size;
      sums.set(holder, sum);
    }
    return sums;
  }
}

type RawExperimentFigures = Pick<ExperimentFigures, 'id' | 'name' | 'metric' | 'trashed' | 'runs'> & {
  readonly starred: number;
  readonly archived: number;
};
const noBytes = { ownBytes: 0, sharedBytes: 0 };
const unmeasured: Pick<RunFigures, 'pretrained' | 'aligned' | 'final'> = {
  pretrained: null,
  aligned: null,
  final: null,
};

/** Rows as lists, which thousands of them are cheaper as. */
const raw = <Row>(statement: Statement): Statement<[], Row> =>
  statement.raw() as unknown as Statement<[], Row>;
