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
  GROUP BY at
  UNION ALL
  SELECT at, value FROM measurement
  WHERE step IN (SELECT value FROM json_each(@steps -> '$.second'))
    AND metric = CAST(@metric AS INTEGER) AND at > CAST(@upTo AS INTEGER) AND value IS NOT NULL`;

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
}
interface Grid {
  /** These two updates stand for themselves; −1 where none is to. */
  readonly first: number;
  readonly last: number;
  /** Where the spans begin, and how many updates they share. */
  readonly start: number;
  readonly room: number;
  readonly spans: number;
  readonly from: number;
  readonly until: number;
  readonly fineSpans: number;
}
/** First and last update, both included. */
/** At most so many series: those of the runs `first`, then of the newest runs that have points. */
export interface SeriesChoice {
  readonly most: number;
  readonly first: readonly number[];
}

export type UpdateRange = readonly [number, number];
/** A range that is divided into spans of its own, so that a zoomed chart sees more of it. */
export interface Finer {
  readonly updates: UpdateRange;
  readonly buckets: number;
}

/**
 * Equal spans of updates, in whole numbers: a JavaScript number binds as REAL, and REAL would divide as one. The first and
 * the last measurement stand for themselves, so that a phase is as long however it is reduced. A span that the finer range
 * cuts through is two.
 */
const bucketOf = `CASE
  WHEN at = CAST(@first AS INTEGER) THEN -1
  WHEN at = CAST(@last AS INTEGER) THEN -2
  WHEN at BETWEEN CAST(@from AS INTEGER) AND CAST(@until AS INTEGER) THEN
    1000000 + (at - CAST(@from AS INTEGER)) * CAST(@fineSpans AS INTEGER) / (CAST(@until AS INTEGER) - CAST(@from AS INTEGER) + 1)
  ELSE (at - CAST(@start AS INTEGER)) * CAST(@spans AS INTEGER) / CAST(@room AS INTEGER)
    + (at > CAST(@until AS INTEGER)) * 2000000
  END`;

export class SeriesReader {
  private readonly extent: Statement<[Query], Extent>;
  private readonly exact: Statement<[Query], Row>;
  private readonly bucketed: Statement<[Query & Grid], Row>;

  constructor(database: Database) {
    this.extent = database.prepare(
      `SELECT count(*) AS count, min(at) AS low, max(at) AS high FROM (${points})`,
    );
    this.exact = database.prepare(
      `SELECT at, value AS mean, value AS min, value AS max, 1 AS count FROM (${points}) ORDER BY at`,
    );
    this.bucketed = database.prepare(`
      SELECT avg(at) AS at, avg(value) AS mean, min(value) AS min, max(value) AS max, count(*) AS count
      FROM (${points}) GROUP BY ${bucketOf} ORDER BY at`);
  }

  /**
   * Points of `first.steps` up to `first.upTo`, then those of `second` beyond it, in at most `buckets` points; with a finer
   * range, as many as its own more, and one.
   */
  read(
    first: SeriesSource,
    second: readonly number[],
    { metric, buckets, finer = null }: { metric: number; buckets: number; finer?: Finer | null },
  ): Buckets {
    const steps = JSON.stringify({ first: first.steps, second });
    const query = { steps, metric, upTo: first.upTo };
    const { count, low, high } = this.extent.get(query)!;
    if (count <= buckets || low === null || high === null) return columns(this.exact.all(query));
    return columns(this.bucketed.all({ ...query, ...gridOf([low, high], buckets, finer) }));
  }
}

function gridOf([low, high]: UpdateRange, buckets: number, finer: Finer | null): Grid {
  const ends =
    buckets > 2
      ? { first: low, last: high, start: low + 1, room: high - low - 1, spans: buckets - 2 }
      : { first: -1, last: -1, start: low, room: high - low + 1, spans: buckets };
  // Without a finer range: one that lies before everything.
  const { updates, buckets: fineSpans } = finer ?? { updates: [-2, -2] as const, buckets: 1 };
  return { ...ends, from: Math.floor(updates[0]), until: Math.ceil(updates[1]), fineSpans };
}

const columns = (rows: readonly Row[]): Buckets => ({
  update: rows.map(({ at }) => at),
  mean: rows.map(({ mean }) => mean),
  min: rows.map(({ min }) => min),
  max: rows.map(({ max }) => max),
  count: rows.map(({ count }) => count),
});
