// Writes measurements many at a time: with a call for each, the calls take longer than what they do. The first value of a
// point stands.
import type { Database, Statement } from 'better-sqlite3';

/** A row of `measurement`: step, metric, update, value. */
export type PointRow = readonly [step: number, metric: number, at: number, value: number];

const atOnce = 16;

export class PointWriter {
  private readonly one: Statement<number[]>;
  private readonly many: Statement<number[]>;

  constructor(database: Database) {
    const insert = (rows: number): Statement<number[]> =>
      database.prepare(
        `INSERT OR IGNORE INTO measurement (step, metric, at, value) VALUES ${Array(rows).fill('(?, ?, ?, ?)').join(', ')}`,
      );
    this.one = insert(1);
    this.many = insert(atOnce);
  }

  /** How many were added; `unsure`: among these rows are all whose point was there already. */
  write(rows: readonly PointRow[]): { added: number; unsure: PointRow[] } {
    let added = 0;
    const unsure: PointRow[] = [];
    for (let from = 0; from < rows.length; ) {
      const whole = from + atOnce <= rows.length;
      const part = rows.slice(from, from + (whole ? atOnce : 1));
      const { changes } = (whole ? this.many : this.one).run(...part.flat());
      added += changes;
      if (changes < part.length) unsure.push(...part);
      from += part.length;
    }
    return { added, unsure };
  }
}
