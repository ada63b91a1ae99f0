// What the history hands out, and how it is read from the tables' rows. The lab's `History` has the same shapes.
import type { TokenProbability } from '../core/frozen-data.ts';
import type { Schedule } from '../core/schedule.ts';
import type { StepSpec } from '../core/step.ts';

/** Whatever `JSON.parse` can return. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export type ExperimentState = 'queued' | 'running' | 'paused' | 'finished' | 'cancelled' | 'failed';
export type StepState = 'waiting' | 'running' | 'interrupted' | 'finished' | 'failed' | 'cancelled';

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
  readonly source: unknown;
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
  readonly values: Record<string, Json>;
  readonly steps: readonly string[];
}
export interface StepRow {
  readonly key: string;
  readonly spec: StepSpec;
  readonly parent: string | null;
  readonly base: string | null;
  readonly aligned: string | null;
  readonly state: StepState;
  readonly update: number;
  readonly updates: number;
  readonly tokens: number;
  readonly error: string;
}
export interface CheckpointRow {
  readonly key: string;
  readonly update: number;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly final: boolean;
}
export interface SampleRow {
  readonly update: number;
  readonly index: number;
  readonly prompt: string;
  readonly response: string;
  readonly score: number | null;
  /** null where they were not kept. */
  readonly tokens: TokenProbability[] | null;
}
export type RawSample = Omit<SampleRow, 'tokens'> & { readonly tokens: string | null };

/** Columns of an experiment as SQLite gives them: JSON as text. */
export type RawExperiment = Omit<ExperimentRow, 'tags' | 'starred' | 'archived' | 'schedule' | 'source'> & {
  readonly tags: string;
  readonly starred: number;
  readonly archived: number;
  readonly schedule: string;
  readonly source: string;
};
export type RawStep = Omit<StepRow, 'spec'> & { readonly spec: string };
export type RawRun = Omit<RunRow, 'values' | 'steps'> & { readonly values: string; readonly steps: string };
export type RawCheckpoint = Omit<CheckpointRow, 'final'> & { readonly final: number };

export const readExperiment = (row: RawExperiment): ExperimentRow => ({
  ...row,
  tags: JSON.parse(row.tags) as string[],
  starred: row.starred === 1,
  archived: row.archived === 1,
  schedule: JSON.parse(row.schedule) as Schedule,
  source: JSON.parse(row.source) as unknown,
});
export const readStep = (row: RawStep): StepRow => ({ ...row, spec: JSON.parse(row.spec) as StepSpec });
export const readRun = (row: RawRun): RunRow => ({
  ...row,
  values: JSON.parse(row.values) as Record<string, Json>,
  steps: JSON.parse(row.steps) as string[],
});
export const readSample = <Row extends RawSample>(
  row: Row,
): Omit<Row, 'tokens'> & Pick<SampleRow, 'tokens'> => ({
  ...row,
  tokens: row.tokens === null ? null : (JSON.parse(row.tokens) as TokenProbability[]),
});
export const readCheckpoint = (row: RawCheckpoint): CheckpointRow => ({ ...row, final: row.final === 1 });
