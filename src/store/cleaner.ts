// What of the history can be deleted, and deleting it. Files are not its affair: it names those that nothing needs.
import type { Database, Statement } from 'better-sqlite3';
import type { Transaction } from './transaction.ts';

export interface DoomedFile {
  readonly key: string;
  readonly update: number;
  readonly file: string;
  readonly bytes: number;
}
export interface Purge {
  readonly experiments: { id: number; name: string }[];
  readonly files: DoomedFile[];
  readonly steps: string[];
  readonly points: number;
  readonly kept: number;
}
export interface Sparing {
  readonly files: DoomedFile[];
  readonly experiments: { id: number; name: string; state: string; steps: number; tokens: number }[];
  readonly needed: number;
}

/** Points deleted in one transaction: some tens of milliseconds. */
const slicePoints = 40_000;
/** Begins the key of a step whose measurements are being deleted, so that no plan can find it. */
const doomedPrefix = 'purged:';

/** Experiments of the trash that `@ids` names (JSON), or all of them where it is null. */
const condemned = `SELECT id FROM experiment WHERE trashed IS NOT NULL
  AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids)))`;
/** Steps that no experiment but those plans. */
const abandoned = `SELECT id FROM step WHERE key NOT LIKE '${doomedPrefix}%' AND key NOT LIKE 'incoming:%' AND NOT EXISTS (
  SELECT 1 FROM planned_step WHERE step = step.id AND experiment NOT IN (${condemned}))`;
/** Pieces of trunks that go on in another experiment's longer piece: its pretraining series reads them too. */
const inherited = `SELECT piece.id FROM step AS piece WHERE piece.trunk IS NOT NULL AND EXISTS (
  SELECT 1 FROM step AS heir JOIN planned_step ON planned_step.step = heir.id
  WHERE heir.trunk = piece.trunk AND heir.ends > piece.ends AND experiment NOT IN (${condemned}))`;
const fileColumns = 'key, at AS "update", file, bytes';

/** What is still to be trained: its own steps, and pieces of the trunks that it may go on from. */
const needed = `
  WITH open AS (SELECT step FROM planned_step JOIN experiment ON experiment.id = experiment
    WHERE experiment.state IN ('queued', 'running', 'paused') AND trashed IS NULL)
  SELECT step FROM open UNION
  SELECT id FROM step WHERE trunk IN (SELECT trunk FROM step WHERE id IN (SELECT step FROM open))`;
const sparable = `
  FROM checkpoint JOIN step ON step.id = checkpoint.step
  WHERE step.state = 'finished' AND (@ids IS NULL OR EXISTS (SELECT 1 FROM planned_step
    WHERE planned_step.step = step.id AND experiment IN (SELECT value FROM json_each(@ids))))`;

interface Ids {
  readonly ids: string | null;
}
const asJson = (ids: readonly number[] | null): Ids => ({ ids: ids === null ? null : JSON.stringify(ids) });

export class CleanerStore {
  private readonly database: Database;
  private readonly durably: Transaction;
  private readonly quickly: Transaction;
  /** Called when steps were deleted. */
  private readonly forget: () => void;

  constructor(
    database: Database,
    transactions: { durably: Transaction; quickly: Transaction; forget: () => void },
  ) {
    this.database = database;
    this.durably = transactions.durably;
    this.quickly = transactions.quickly;
    this.forget = transactions.forget;
  }

  /** What deleting experiments of the trash would delete; `ids` null for all of them. */
  planPurge(ids: readonly number[] | null): Purge {
    const chosen = asJson(ids);
    const steps = this.all<{ key: string; points: number }>(
      `SELECT key, points FROM step WHERE id IN (${abandoned}) AND id NOT IN (${inherited}) ORDER BY id`,
      chosen,
    );
    return {
      experiments: this.all(`SELECT id, name FROM experiment WHERE id IN (${condemned}) ORDER BY id`, chosen),
      files: this.all(
        `SELECT ${fileColumns} FROM checkpoint JOIN step ON step.id = checkpoint.step
         WHERE step IN (${abandoned}) ORDER BY step, at`,
        chosen,
      ),
      steps: steps.map(({ key }) => key),
      points: steps.reduce((sum, { points }) => sum + points, 0),
      kept: this.all(`SELECT id FROM (${abandoned}) WHERE id IN (${inherited})`, chosen).length,
    };
  }

  /** Deletes experiments with their runs and plans; their steps lose their names, so no plan can find half of one. */
  purge({ experiments, files, steps }: Purge): void {
    this.durably(() => {
      this.rememberIds();
      this.dropRows(files);
      for (const { id } of experiments) this.prepare<[number]>('DELETE FROM experiment WHERE id = ?').run(id);
      const doom = this.prepare<[string]>(
        `UPDATE step SET key = '${doomedPrefix}' || id, trunk = NULL, state = 'cancelled' WHERE key = ?`,
      );
      for (const key of steps) doom.run(key);
    });
    this.forget();
  }

  /** Links and views name ids, so an id is never given again. */
  private rememberIds(): void {
    this.prepare<[]>(`
      INSERT INTO setting (name, value) VALUES ('lastIds', json_object(
        'experiment', max((SELECT coalesce(max(id), 0) FROM experiment),
          coalesce((SELECT value ->> '$.experiment' FROM setting WHERE name = 'lastIds'), 0)),
        'run', max((SELECT coalesce(max(id), 0) FROM run),
          coalesce((SELECT value ->> '$.run' FROM setting WHERE name = 'lastIds'), 0))))
      ON CONFLICT DO UPDATE SET value = excluded.value`).run();
  }

  /** Deletes some of what was purged, in one transaction; false when nothing is left. */
  removeSlice(): boolean {
    return this.quickly(() => {
      let room = slicePoints;
      while (room > 0) {
        const step = this.prepare<[], { id: number }>(
          `SELECT id FROM step WHERE key >= '${doomedPrefix}' AND key < 'purged;' LIMIT 1`,
        ).get();
        if (step === undefined) return false;
        const removed = this.removePoints(step.id, room);
        room -= removed + 100;
        if (removed > 0) continue;
        this.prepare<[number]>('DELETE FROM sample WHERE step = ?').run(step.id);
        this.prepare<[number]>('DELETE FROM step WHERE id = ?').run(step.id);
      }
      return true;
    });
  }

  /** At most `room` points of one metric, from its first update on; returns how many. */
  private removePoints(step: number, room: number): number {
    const next = this.prepare<[number], { metric: number }>(
      'SELECT metric FROM measurement WHERE step = ? ORDER BY metric LIMIT 1',
    ).get(step);
    if (next === undefined) return 0;
    const beyond = this.prepare<[number, number, number], { at: number }>(
      'SELECT at FROM measurement WHERE step = ? AND metric = ? ORDER BY at LIMIT 1 OFFSET CAST(? AS INTEGER)',
    ).get(step, next.metric, room);
    return this.prepare<[number, number, number]>(
      'DELETE FROM measurement WHERE step = ? AND metric = ? AND at < ?',
    ).run(step, next.metric, beyond?.at ?? Number.MAX_SAFE_INTEGER).changes;
  }

  /** Checkpoints of finished steps that no unfinished experiment needs; `ids` null for all experiments. */
  planSparing(ids: readonly number[] | null): Sparing {
    const chosen = asJson(ids);
    const free = `AND step.id NOT IN (${needed})`;
    const files = this.all<DoomedFile>(
      `SELECT ${fileColumns} ${sparable} ${free} ORDER BY step.id, at`,
      chosen,
    );
    const [held] = this.all<{ count: number }>(
      `SELECT count(*) AS count ${sparable} AND step.id IN (${needed})`,
      chosen,
    );
    const experiments = this.all<Sparing['experiments'][number]>(
      `SELECT experiment.id, name, experiment.state, count(*) AS steps, sum(tokens) AS tokens
       FROM planned_step JOIN experiment ON experiment.id = planned_step.experiment
       WHERE step IN (SELECT step.id ${sparable} ${free}) GROUP BY experiment.id ORDER BY experiment.id`,
      chosen,
    );
    return { files, experiments, needed: held!.count };
  }

  dropCheckpoints(files: readonly DoomedFile[]): void {
    this.durably(() => this.dropRows(files));
  }

  private dropRows(files: readonly DoomedFile[]): void {
    const drop = this.prepare<[string, number]>(
      'DELETE FROM checkpoint WHERE step = (SELECT id FROM step WHERE key = ?) AND at = ?',
    );
    for (const { key, update } of files) drop.run(key, update);
  }

  private prepare<Parameters extends unknown[], Row = unknown>(sql: string): Statement<Parameters, Row> {
    return this.database.prepare<Parameters, Row>(sql);
  }

  private all<Row>(sql: string, ids: Ids): Row[] {
    return this.prepare<[Ids], Row>(sql).all(ids);
  }
}
