// What a window may ask of the history as a whole: all runs in one table, what they take on the disk, what is thrown
// away and brought back, backups.
import { z } from 'zod';

const id = z.int().positive();
const ids = z.array(id).min(1).max(10_000);
const nothing = z.strictObject({});
const bytes = z.number().min(0);
export const tagSchema = z.string().trim().min(1).max(200);

/** What a user wrote on an experiment or a run. */
const marks = {
  notes: z.string().max(100_000).optional(),
  tags: z.array(tagSchema).max(20_000).optional(),
  starred: z.boolean().optional(),
  archived: z.boolean().optional(),
};

export const historyRunSchema = z.strictObject({
  id,
  experiment: id,
  seed: z.int(),
  values: z.record(z.string(), z.json()),
  state: z.enum(['waiting', 'running', 'interrupted', 'finished', 'failed', 'cancelled']),
  notes: z.string(),
  tags: z.array(z.string()),
  starred: z.boolean(),
  archived: z.boolean(),
  parameters: z.int(),
  pretrainTokens: z.number(),
  /** Of the primary metric: at θ0, at θ1, at the end of unalignment; null where it was not measured. */
  pretrained: z.number().nullable(),
  aligned: z.number().nullable(),
  final: z.number().nullable(),
  /** Checkpoints of steps that this run alone has, and of steps that it shares. */
  ownBytes: bytes,
  sharedBytes: bytes,
});
export type HistoryRun = z.infer<typeof historyRunSchema>;

export const historyExperimentSchema = z.strictObject({
  id,
  name: z.string(),
  starred: z.boolean(),
  archived: z.boolean(),
  /** When it was put in the trash, ISO 8601; null where it is not there. */
  trashed: z.string().nullable(),
  /** The primary metric, which its runs' `pretrained`, `aligned` and `final` are of. */
  metric: z.string(),
  runs: z.int(),
  /** Measured points of its steps. */
  points: z.number(),
  ownBytes: bytes,
  sharedBytes: bytes,
  /** Path of what any experiment varied -> its value in the schedule of this one, which did not vary it. */
  fixed: z.record(z.string(), z.json()),
});
export type HistoryExperiment = z.infer<typeof historyExperimentSchema>;

export const cleanupKinds = [
  /** Experiments in the trash, for ever, with the steps that nobody else has. */
  'trash',
  /** Checkpoints of finished steps: measurements stay; a later experiment that shares them trains them again. */
  'checkpoints',
  /** Damaged files that were set aside, and temporary files. */
  'leftovers',
  /** All backups but the newest of those that were made by themselves. */
  'backups',
] as const;
const cleanup = z.strictObject({
  kind: z.enum(cleanupKinds),
  /** Only of these experiments; all unless given. Not for leftovers and backups. */
  experiments: ids.optional(),
});

export const backupSchema = z.strictObject({
  /** Its file name. */
  file: z.string(),
  /** ISO 8601, UTC. */
  created: z.string(),
  bytes,
  /** Daily ones are thinned out by themselves; `replaced` is the history from before a restore. */
  kind: z.enum(['daily', 'asked', 'replaced']),
});

export const historyCommands = {
  'history.runs': { input: nothing, output: z.array(historyRunSchema) },
  /** Also those in the trash, which `experiment.list` leaves out. */
  'history.experiments': { input: nothing, output: z.array(historyExperimentSchema) },
  /** What takes the space of the data folder. */
  'history.usage': {
    input: nothing,
    output: z.strictObject({
      database: bytes,
      checkpoints: bytes,
      backups: bytes,
      leftovers: bytes,
      free: bytes,
      points: z.number(),
    }),
  },
  'experiment.annotate': {
    input: z.strictObject({ ids, name: z.string().trim().min(1).max(200).optional(), ...marks }),
    output: nothing,
  },
  /** Adds and removes tags of many runs or experiments at once. */
  'history.tag': {
    input: z.strictObject({
      experiments: z.array(id).default([]),
      runs: z.array(id).default([]),
      add: z.array(tagSchema).default([]),
      remove: z.array(tagSchema).default([]),
    }),
    output: nothing,
  },
  'run.annotate': { input: z.strictObject({ ids, ...marks }), output: nothing },
  /** Into the trash; what is being trained is refused. */
  'experiment.trash': { input: z.strictObject({ ids }), output: nothing },
  'experiment.untrash': { input: z.strictObject({ ids }), output: nothing },
  /** What a clean-up would free and what depends on it; changes nothing. */
  'cleanup.preview': {
    input: cleanup,
    output: z.strictObject({
      bytes,
      files: z.int(),
      steps: z.int(),
      experiments: z.array(z.strictObject({ id, name: z.string() })),
      /** What would be lost or have to be trained again, in words, one line each. */
      consequences: z.array(z.string()),
      /** Changes when the answer would: `cleanup.run` refuses another one. */
      token: z.string(),
    }),
  },
  'cleanup.run': {
    input: cleanup.extend({ token: z.string() }),
    output: z.strictObject({ bytes, files: z.int() }),
  },
  'backup.list': { input: nothing, output: z.array(backupSchema) },
  'backup.create': { input: nothing, output: backupSchema },
  'backup.delete': { input: z.strictObject({ file: z.string() }), output: nothing },
  /** Puts a backup in the place of the history, which is kept aside. Trainers are stopped first; windows reload. */
  'backup.restore': {
    input: z.strictObject({ file: z.string() }),
    output: z.strictObject({ keptAs: z.string() }),
  },
} as const;
export const historyChanges = [
  'experiment.annotate',
  'history.tag',
  'run.annotate',
  'experiment.trash',
  'experiment.untrash',
  'cleanup.run',
  'backup.create',
  'backup.delete',
  'backup.restore',
] as const;
