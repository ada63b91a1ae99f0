// Reads measurements as a chart needs them: at most so many points, each with the range and the number it stands for.
import type { Database, Statement } from 'better-sqlite3';

/** One source of points of a run's phase: some steps, and the last update that counts in them. */
export interface SeriesSource {
  readonly steps: readonly number[];
  readonly upTo: number;
}

export interface Buckets {
  update: number[];
  mean: number[];
  min: number[];
  max: number[];
  count: number[];
}

/** A point is the same in every step of one trunk that measured it, so one of each update is taken. */
const points = `
  SELECT at, min(value) AS value FROM measurement
  WHERE step IN (SELECT value FROM json_each(@steps -> '$.first'))
    AND metric = CAST(@metric AS INTEGER) AND at <= CAST(@upTo AS INTEGER) AND value IS NOT NULL
    AND at BETWEEN CAST(@from AS INTEGER) AND CAST(@until AS INTEGER)
  GROUP BY at
  UNION ALL
  SELECT at, value FROM measurement
  WHERE step IN (SELECT value FROM json_each(@steps -> '$.second'))
    AND metric = CAST(@metric AS INTEGER) AND at > CAST(@upTo AS INTEGER) AND value IS NOT NULL
    AND at BETWEEN CAST(@from AS INTEGER) AND CAST(@until AS INTEGER)`;

interface Row {
  readonly at: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}
interface Extent {
  readonly count: number;
  readonly low: number | null;
  readonly high: number | null;
}

interface Query {
  readonly steps: string;
  readonly metric: number;
  readonly upTo: number;
  readonly from: number;
  readonly until: number;
}
/** Every update there is. */
const everything: UpdateRange = [0, Number.MAX_SAFE_INTEGER];
/** First and last update, both included. */
export type UpdateRange = readonly [number, number];

export class SeriesReader {
  private readonly extent: Statement<[Query], Extent>;
  private readonly exact: Statement<[Query], Row>;
  private readonly bucketed: Statement<[Query & { low: number; high: number; buckets: number }], Row>;

  constructor(database: Database) {
    this.extent = database.prepare(
      `SELECT count(*) AS count, min(at) AS low, max(at) AS high FROM (${points})`,
    );
    this.exact = database.prepare(
      `SELECT at, value AS mean, value AS min, value AS max, 1 AS count FROM (${points}) ORDER BY at`,
    );
    // Equal spans of updates, in whole numbers: a JavaScript number binds as REAL, and REAL would divide as one.
    this.bucketed = database.prepare(`
      SELECT avg(at) AS at, avg(value) AS mean, min(value) AS min, max(value) AS max, count(*) AS count
      FROM (${points})
      GROUP BY (at - CAST(@low AS INTEGER)) * CAST(@buckets AS INTEGER) / (CAST(@high AS INTEGER) - CAST(@low AS INTEGER) + 1)
      ORDER BY at`);
  }

  /** Points of `first.steps` up to `first.upTo`, then those of `second` beyond it, in at most `buckets` points. */
  read(
    first: SeriesSource,
    second: readonly number[],
    { metric, buckets, range = everything }: { metric: number; buckets: number; range?: UpdateRange },
  ): Buckets {
    const steps = JSON.stringify({ first: first.steps, second });
    const query = { steps, metric, upTo: first.upTo, from: range[0], until: range[1] };
    const { count, low, high } = this.extent.get(query)!;
    if (count <= buckets) return columns(this.exact.all(query));
    return columns(this.bucketed.all({ ...query, low: low ?? 0, high: high ?? 0, buckets }));
  }
}

const columns = (rows: readonly Row[]): Buckets => ({
  update: rows.map(({ at }) => at),
  mean: rows.map(({ mean }) => mean),
  min: rows.map(({ min }) => min),
  max: rows.map(({ max }) => max),
  count: rows.map(({ count }) => count),
});
