// What a window may ask to watch and steer what is being trained, and to see a plan before it is.
import { z } from 'zod';
import { phaseNames } from '../core/schedule.ts';

const id = z.int().positive();
const nothing = z.strictObject({});

/** A step of a plan as it is drawn. `new`: nothing of it is in the history. */
export const planNodeSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(['trunk', 'cooldown', 'align', 'unalign', 'realign', 'transfer', 'joint']),
  phase: z.enum(phaseNames),
  /** Key of the step that it starts from, null for the first of a trunk. */
  parent: z.string().nullable(),
  seed: z.int(),
  /** What it is, short: `width 32`, `to 1.5 M tokens`, `512 examples`. */
  label: z.string(),
  updates: z.int(),
  tokens: z.number(),
  state: z.enum(['new', 'waiting', 'running', 'interrupted', 'finished', 'failed', 'cancelled']),
  /** Updates done. */
  update: z.int(),
  /** Runs of the plan that need it. */
  runs: z.int(),
});
export type PlanNode = z.infer<typeof planNodeSchema>;

export const metersSchema = z.strictObject({
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Share of all processor cores at work since the last reading, 0 … 1; null on the first. */
  processor: z.number().nullable(),
  cores: z.int(),
  memoryBytes: z.number(),
  memoryUsedBytes: z.number(),
  /** Of the host and its trainers. */
  ownMemoryBytes: z.number(),
  diskFreeBytes: z.number(),
  /** Empty where there is none or none can be asked. */
  gpus: z.array(
    z.strictObject({
      name: z.string(),
      /** 0 … 1, null where it does not say. */
      load: z.number().nullable(),
      memoryBytes: z.number().nullable(),
      memoryUsedBytes: z.number().nullable(),
      celsius: z.number().nullable(),
    }),
  ),
});
export type Meters = z.infer<typeof metersSchema>;

export const logEntrySchema = z.strictObject({
  id: z.int(),
  at: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  /** The experiments that it is about. */
  experiments: z.array(id).optional(),
  /**
   * What it is for them: a failure, which they tell where they are shown; something that training recovered from by
   * itself; a pause of all, until they are resumed.
   */
  event: z.enum(['failure', 'recovery', 'pause']).optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const templateSchema = z.strictObject({
  /** `quickstart`, `quick/size`, `full/k-law`, … */
  id: z.string(),
  name: z.string(),
  notes: z.string(),
  group: z.enum(['quickstart', 'quick', 'full']),
  /** The file's text. */
  text: z.string(),
});
export type Template = z.infer<typeof templateSchema>;

export const monitorCommands = {
  'workbench.meters': { input: nothing, output: metersSchema },
  /** The host's messages after the one with this number, oldest first; it keeps the last 2000. */
  'workbench.log': { input: z.strictObject({ after: z.int().default(0) }), output: z.array(logEntrySchema) },
  /** Puts experiments that are not over in this order; those not named come after, as they were. */
  'queue.reorder': { input: z.strictObject({ ids: z.array(id).min(1) }), output: nothing },
  /** The steps of an experiment in the order of the plan. */
  'experiment.plan': { input: z.strictObject({ id }), output: z.array(planNodeSchema) },
  /** The steps of a schedule that was not submitted, at most `most`, and how many there are. Throws as submit does. */
  'schedule.plan': {
    input: z.strictObject({
      schedule: z.json(),
      folder: z.string().default(''),
      most: z.int().min(1).max(20_000).default(3000),
    }),
    output: z.strictObject({ steps: z.array(planNodeSchema), total: z.int() }),
  },
  'schedule.templates': { input: nothing, output: z.array(templateSchema) },
} as const;
export const monitorChanges = ['queue.reorder'] as const;
