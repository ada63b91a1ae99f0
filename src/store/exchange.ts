// What an import writes. Steps come in one after the other, in small transactions, under keys that no plan can find; one
// last transaction gives them their names. Until then, and after a host that died in between, the history is as it was.
import type { Database, Statement } from 'better-sqlite3';
import type { Point } from '../core/step.ts';
import type { PointWriter } from './point-writer.ts';
import type { SampleRow } from './rows.ts';
import type { Transaction } from './transaction.ts';

export interface RunMarksRow {
  readonly notes: string;
  readonly tags: string[];
  readonly starred: boolean;
  readonly archived: boolean;
}
export interface StagedStep {
  readonly key: string;
  readonly phase: string;
  /** JSON. */
  readonly spec: string;
  readonly ends: number;
}

/** Begins the key of a step that is coming in; see the cleaner's prefix of those that go. */
const incomingPrefix = 'incoming:';
const isIncoming = `key >= '${incomingPrefix}' AND key < 'incoming;'`;

interface Wiring {
  readonly durably: Transaction;
  readonly quickly: Transaction;
  readonly metricId: (name: string) => number;
  readonly writer: PointWriter;
}

export class ExchangeStore {
  private readonly database: Database;
  private readonly wiring: Wiring;

  constructor(database: Database, wiring: Wiring) {
    this.database = database;
    this.wiring = wiring;
  }

  /** What users wrote on the runs of an experiment, by run. */
  runMarks(experiment: number): Map<number, RunMarksRow> {
    const rows = this.prepare<
      [number],
      { id: number; notes: string; tags: string; starred: number; archived: number }
    >('SELECT id, notes, tags, starred, archived FROM run WHERE experiment = ?').all(experiment);
    return new Map(
      rows.map(({ id, notes, tags, starred, archived }) => [
        id,
        { notes, tags: JSON.parse(tags) as string[], starred: starred === 1, archived: archived === 1 },
      ]),
    );
  }

  /** One transaction for one step: it is stored, and nothing finds it yet. */
  stage(step: StagedStep, points: readonly Point[], samples: readonly SampleRow[]): void {
    this.wiring.quickly(() => {
      const { lastInsertRowid } = this.prepare<[Record<string, unknown>]>(`
        INSERT INTO step (key, phase, spec, trunk, ends)
        VALUES ('${incomingPrefix}' || @key, @phase, @spec, NULL, @ends)`).run({ ...step });
      const id = Number(lastInsertRowid);
      const { added } = this.wiring.writer.write(
        points.map(({ metric, update, value }) => [id, this.wiring.metricId(metric), update, value]),
      );
      this.prepare<[number, number]>('UPDATE step SET points = ? WHERE id = ?').run(added, id);
      const insertSample = this.prepare<
        [number, number, number, string, string, number | null, string | null]
      >(
        'INSERT OR IGNORE INTO sample (step, at, ordinal, prompt, response, score, tokens) VALUES (?, ?, ?, ?, ?, ?, ?)',
      );
      for (const { update, index, prompt, response, score, tokens } of samples) {
        const kept = tokens === null ? null : JSON.stringify(tokens);
        insertSample.run(id, update, index, prompt, response, score, kept);
      }
    });
  }

  /** All that `work` writes is on the disk, or none of it. */
  commit<T>(work: () => T): T {
    return this.wiring.durably(work);
  }

  /**
   * Gives a staged step its key, or its points and samples to the step that has the key already: the first value of a
   * point stands. A piece of a trunk leaves to the other pieces what they have.
   */
  adopt(key: string, trunk: string | null): void {
    const staged = this.idOf(incomingPrefix + key);
    if (staged === undefined) throw new Error(`step ${key} did not come in`);
    if (trunk !== null) this.leaveToTrunk(staged, trunk);
    const known = this.idOf(key);
    if (known === undefined) {
      this.prepare<[string, string | null, number]>('UPDATE step SET key = ?, trunk = ? WHERE id = ?').run(
        key,
        trunk,
        staged,
      );
      return;
    }
    const { changes } = this.prepare<[number, number]>(`
      INSERT OR IGNORE INTO measurement (step, metric, at, value)
      SELECT ?, metric, at, value FROM measurement WHERE step = ?`).run(known, staged);
    this.prepare<[number, number]>('UPDATE step SET points = points + ? WHERE id = ?').run(changes, known);
    this.prepare<[number, number]>(`
      INSERT OR IGNORE INTO sample (step, at, ordinal, prompt, response, score, tokens)
      SELECT ?, at, ordinal, prompt, response, score, tokens FROM sample WHERE step = ?`).run(known, staged);
    this.prepare<[number]>(`UPDATE step SET key = 'purged:' || id, state = 'cancelled' WHERE id = ?`).run(
      staged,
    );
  }

  /** An export of one piece carries what it went on from; here that may be another piece's own. */
  private leaveToTrunk(staged: number, trunk: string): void {
    const { changes } = this.prepare<[number, string]>(`
      DELETE FROM measurement WHERE step = ? AND EXISTS (
        SELECT 1 FROM step AS piece JOIN measurement AS theirs ON theirs.step = piece.id
        WHERE piece.trunk = ? AND theirs.metric = measurement.metric AND theirs.at = measurement.at
          AND piece.key <> (SELECT substr(key, ${incomingPrefix.length + 1}) FROM step WHERE id = measurement.step))`).run(
      staged,
      trunk,
    );
    this.prepare<[number, number]>('UPDATE step SET points = points - ? WHERE id = ?').run(changes, staged);
  }

  /** What came in and was not committed is for the cleaner to remove, slice by slice. Returns how many steps. */
  discard(): number {
    return this.wiring.durably(
      () =>
        this.prepare<[]>(
          `UPDATE step SET key = 'purged:' || id, state = 'cancelled' WHERE ${isIncoming}`,
        ).run().changes,
    );
  }

  private idOf(key: string): number | undefined {
    return this.prepare<[string], { id: number }>('SELECT id FROM step WHERE key = ?').get(key)?.id;
  }

  private prepare<Parameters extends unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    return this.database.prepare<Parameters, Row>(sql);
  }
}
