// Every statement of the history, prepared once. `update` is called `at` in the tables, where it is no keyword.
import type { Database, Statement } from 'better-sqlite3';
import type { PhaseName } from '../core/schedule.ts';
import type { RawCheckpoint, RawExperiment, RawRun, RawSample, RawStep, StepState } from './rows.ts';

const experimentColumns =
  'id, name, notes, tags, starred, archived, trashed, schedule, source, folder, state, priority, created, error';
/** The next id of a table: above all that are there, and all that were before a purge. */
const nextId = (table: 'experiment' | 'run'): string => `1 + max((SELECT coalesce(max(id), 0) FROM ${table}),
  coalesce((SELECT value ->> '$.${table}' FROM setting WHERE name = 'lastIds'), 0))`;
const checkpointColumns = 'step.key, at AS "update", file, sha256, bytes, final';
const stepColumns = `key, spec, parent, base, aligned, state, committed AS "update", updates, tokens, error`;

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(database: Database) {
  const row = <Parameters extends unknown[], Row>(sql: string): Statement<Parameters, Row> =>
    database.prepare<Parameters, Row>(sql);
  const change = <Parameters extends unknown[]>(sql: string): Statement<Parameters> => database.prepare(sql);
  return {
    experiments: row<[], RawExperiment>(`SELECT ${experimentColumns} FROM experiment ORDER BY id`),
    experiment: row<[number], RawExperiment>(`SELECT ${experimentColumns} FROM experiment WHERE id = ?`),
    insertExperiment: change<[Record<string, unknown>]>(`
      INSERT INTO experiment (id, name, notes, tags, schedule, source, folder, state, created)
      VALUES (${nextId('experiment')}, @name, @notes, @tags, @schedule, @source, @folder, 'queued', @created)`),
    setExperiment: change<[Record<string, unknown>]>(`
      UPDATE experiment SET state = coalesce(@state, state), priority = coalesce(@priority, priority),
        error = coalesce(@error, error) WHERE id = @id`),

    insertStep: change<[Record<string, unknown>]>(`
      INSERT INTO step (key, phase, spec, trunk, ends) VALUES (@key, @phase, @spec, @trunk, @ends)
      ON CONFLICT (key) DO UPDATE SET state = 'waiting', error = '' WHERE state IN ('failed', 'cancelled')`),
    stepId: row<[string], { id: number }>('SELECT id FROM step WHERE key = ?'),
    insertPlannedStep: change<[Record<string, unknown>]>(`
      INSERT INTO planned_step (experiment, ordinal, step, parent, base, aligned, updates, tokens)
      VALUES (@experiment, @ordinal, @step, @parent, @base, @aligned, @updates, @tokens)`),
    steps: row<[number], RawStep>(`
      SELECT ${stepColumns} FROM planned_step JOIN step ON step.id = planned_step.step
      WHERE experiment = ? ORDER BY ordinal`),
    /** As the newest experiment plans it. */
    step: row<[string], RawStep>(`
      SELECT ${stepColumns} FROM step JOIN planned_step ON planned_step.step = step.id
      WHERE key = ? ORDER BY experiment DESC LIMIT 1`),
    setStep: change<[Record<string, unknown>]>(`
      UPDATE step SET state = coalesce(@state, state), committed = coalesce(@update, committed),
        error = coalesce(@error, error) WHERE key = @key`),
    advanceStep: change<[number, number, number]>(
      'UPDATE step SET committed = max(committed, ?), points = points + ? WHERE id = ?',
    ),
    finished: row<[string], { key: string }>(`
      SELECT key FROM step WHERE key IN (SELECT value FROM json_each(?)) AND state = 'finished'
        AND EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.step = step.id AND final = 1)`),
    standings: row<[string], { key: string; state: StepState; update: number }>(`
      SELECT key, state, committed AS "update" FROM step WHERE key IN (SELECT value FROM json_each(?))`),
    trunks: row<[string], { key: string; to: number }>(`
      SELECT key, ends AS "to" FROM step WHERE trunk = ? AND state = 'finished'
        AND EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.step = step.id AND final = 1) ORDER BY ends`),
    sweep: change<[]>(`UPDATE step SET state = 'interrupted' WHERE state = 'running'`),

    insertRun: change<[number, number, number, string]>(
      `INSERT INTO run (id, experiment, ordinal, seed, axis_values) VALUES (${nextId('run')}, ?, ?, ?, ?)`,
    ),
    insertRunStep: change<[number | bigint, number, number]>(
      'INSERT INTO run_step (run, position, step) VALUES (?, ?, ?)',
    ),
    runs: row<[number], RawRun>(`
      SELECT id, experiment, ordinal, seed, axis_values AS "values",
        (SELECT json_group_array(key ORDER BY position) FROM run_step JOIN step ON step.id = run_step.step
         WHERE run = run.id) AS steps
      FROM run WHERE experiment = ? ORDER BY ordinal`),

    metrics: row<[], { id: number; name: string }>('SELECT id, name FROM metric'),
    insertMetric: change<[string]>('INSERT OR IGNORE INTO metric (name) VALUES (?)'),
    point: row<[number, number, number], { value: number | null }>(
      'SELECT value FROM measurement WHERE step = ? AND metric = ? AND at = ?',
    ),
    points: row<[number], { metric: string; update: number; value: number | null }>(`
      SELECT name AS metric, at AS "update", value FROM measurement JOIN metric ON metric.id = metric
      WHERE step = ? ORDER BY name, at`),
    insertSample: change<[number, number, number, string, string, number | null, string | null]>(`
      INSERT OR IGNORE INTO sample (step, at, ordinal, prompt, response, score, tokens) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    samples: row<[number], RawSample & { phase: PhaseName }>(`
      SELECT phase, at AS "update", sample.ordinal AS "index", prompt, response, score, tokens
      FROM run_step JOIN step ON step.id = run_step.step JOIN sample ON sample.step = step.id
      WHERE run = ? ORDER BY position, at, sample.ordinal`),

    insertCheckpoint: change<[Record<string, unknown>]>(`
      INSERT OR REPLACE INTO checkpoint (step, at, file, sha256, bytes, final)
      VALUES (@step, @update, @file, @sha256, @bytes, @final)`),
    checkpointFiles: row<[number], { file: string }>(
      'SELECT file FROM checkpoint WHERE step = ? ORDER BY at',
    ),
    deleteOtherCheckpoints: change<[number, number]>('DELETE FROM checkpoint WHERE step = ? AND at <> ?'),
    deleteCheckpoint: change<[string, number]>(
      'DELETE FROM checkpoint WHERE step = (SELECT id FROM step WHERE key = ?) AND at = ?',
    ),
    checkpoints: row<[string], RawCheckpoint>(`
      SELECT ${checkpointColumns} FROM checkpoint JOIN step ON step.id = step WHERE key = ? ORDER BY at DESC`),
    allCheckpoints: row<[], RawCheckpoint>(`
      SELECT ${checkpointColumns} FROM checkpoint JOIN step ON step.id = step ORDER BY step.id, at DESC`),

    recordSpeed: change<[string, number, number]>(`
      INSERT INTO speed (device, parameters, tokens_per_second) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET tokens_per_second = (tokens_per_second + excluded.tokens_per_second) / 2`),
    speeds: row<[string], { parameters: number; tokensPerSecond: number }>(`
      SELECT parameters, tokens_per_second AS tokensPerSecond FROM speed WHERE device = ? ORDER BY parameters`),
    setting: row<[string], { value: string }>('SELECT value FROM setting WHERE name = ?'),
    setSetting: change<[string, string]>(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    ),

    /** Steps of a run with what a chart must know of them. */
    runSteps: row<[number], RunStep>(`
      SELECT run.id AS run, step.id, step.phase, step.trunk, step.ends FROM run
      JOIN run_step ON run_step.run = run.id JOIN step ON step.id = run_step.step
      WHERE experiment = ? ORDER BY run.ordinal, position`),
    trunkSteps: row<[string], { id: number }>('SELECT id FROM step WHERE trunk = ?'),
    trunkKeys: row<[string], { key: string }>('SELECT key FROM step WHERE trunk = ? ORDER BY ends'),
    stepSamples: row<[number], RawSample>(`
      SELECT at AS "update", ordinal AS "index", prompt, response, score, tokens FROM sample
      WHERE step = ? ORDER BY at, ordinal`),
  };
}

export interface RunStep {
  readonly run: number;
  readonly id: number;
  readonly phase: string;
  readonly trunk: string | null;
  readonly ends: number;
}
