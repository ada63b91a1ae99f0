// The one table of what a window may ask of its host, and the events it hears. Electron's IPC, the server's HTTP and
// the tests' doubles are derived from it. Inputs are parsed by the host; outputs are typed.
import { z } from 'zod';
import { machineSchema } from '../core/bundle/bundle.ts';
import { phaseNames } from '../core/schedule.ts';
import { bundleChanges, bundleCommands, jobSchema } from './bundles.ts';
import { claimCommands } from './claims.ts';
import { compareCommands } from './compare.ts';
import { historyChanges, historyCommands } from './history.ts';
import { libraryChanges, libraryCommands } from './library.ts';
import { logEntrySchema, monitorChanges, monitorCommands } from './monitor.ts';
import { settingsChanges, settingsCommands } from './settings.ts';
import { deviceReportSchema, sampleSchema } from './trainer.ts';

const id = z.int().positive();
export const experimentStates = ['queued', 'running', 'paused', 'finished', 'cancelled', 'failed'] as const;
export const stepStates = ['waiting', 'running', 'interrupted', 'finished', 'failed', 'cancelled'] as const;
const experimentState = z.enum(experimentStates);
const stepState = z.enum(stepStates);
export type ExperimentState = z.infer<typeof experimentState>;
export type StepState = z.infer<typeof stepState>;

const progress = z.strictObject({
  steps: z.int(),
  stepsFinished: z.int(),
  stepsFailed: z.int(),
  runs: z.int(),
  runsFinished: z.int(),
  /** Training tokens of its distinct steps, reused ones included, and how many of them are done. */
  tokens: z.number(),
  tokensDone: z.number(),
  /** The mean until it and all before it in the queue are through; 0 while it is not known or nothing is trained. */
  tokensPerSecond: z.number(),
  /** Seconds until then, null while unknown. */
  etaSeconds: z.number().nullable(),
});
export const experimentSummarySchema = z.strictObject({
  id,
  name: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  starred: z.boolean(),
  archived: z.boolean(),
  state: experimentState,
  priority: z.int(),
  /** ISO 8601, UTC. */
  created: z.string(),
  axes: z.array(z.string()),
  seeds: z.int(),
  progress,
  /** The last failure's message, '' if none. */
  error: z.string(),
});
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;

export const runSummarySchema = z.strictObject({
  id,
  experiment: id,
  seed: z.int(),
  values: z.record(z.string(), z.json()),
  state: stepState,
  steps: z.array(
    z.strictObject({
      key: z.string(),
      kind: z.enum(['trunk', 'cooldown', 'align', 'unalign', 'realign', 'transfer', 'joint']),
      state: stepState,
      update: z.int(),
      updates: z.int(),
      error: z.string(),
    }),
  ),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const seriesSchema = z.strictObject({
  run: id,
  seed: z.int(),
  values: z.record(z.string(), z.json()),
  phase: z.enum(phaseNames),
  metric: z.string(),
  /** Buckets in the order of updates; where nothing was reduced, count is 1 and min = mean = max. */
  update: z.array(z.number()),
  mean: z.array(z.number()),
  min: z.array(z.number()),
  max: z.array(z.number()),
  count: z.array(z.int()),
});
export type Series = z.infer<typeof seriesSchema>;

export const costSchema = z.strictObject({
  runs: z.int(),
  steps: z.int(),
  stepsReused: z.int(),
  updates: z.number(),
  tokens: z.number(),
  /** 6 · parameters · tokens, summed over the steps to train. */
  flops: z.number(),
  /** From this machine's measured speed, null before anything was measured. */
  seconds: z.number().nullable(),
  /** Bytes that the new checkpoints and measurements will take. */
  diskBytes: z.number(),
});
export type Cost = z.infer<typeof costSchema>;

export const issueSchema = z.strictObject({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issueSchema>;

const trainerStatus = z.strictObject({
  pid: z.int(),
  device: z.string(),
  step: z.string().nullable(),
  update: z.int(),
  updates: z.int(),
  /** Of the step's training right now. */
  tokensPerSecond: z.number(),
  /** The experiment that the step is trained for, and its phase; null when idle. */
  experiment: id.nullable(),
  phase: z.enum(phaseNames).nullable(),
  /** Of the last progress; null when unknown. */
  lossNats: z.number().nullable(),
  etaSeconds: z.number().nullable(),
});
export type TrainerStatus = z.infer<typeof trainerStatus>;
const nothing = z.strictObject({});

/** Command name -> input and output. */
export const commands = {
  'workbench.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      host: z.enum(['electron', 'server', 'cli']),
      /** The data folder; of a bundle, its file. */
      home: z.string(),
      /** Commands that would change anything fail with `conflict`. */
      readOnly: z.boolean(),
      /** The bundle that is shown in place of a data folder, and the machine that wrote it. */
      bundle: z
        .strictObject({ file: z.string(), created: z.string(), version: z.string(), machine: machineSchema })
        .nullable(),
      workers: z.int(),
      trainers: z.array(trainerStatus),
      quickstart: z.json(),
    }),
  },
  'workbench.devices': { input: nothing, output: z.array(deviceReportSchema) },
  /** Opens the saved results that come with Springback beside this host; null where it opened a window for them itself. */
  'workbench.showcase': { input: nothing, output: z.strictObject({ url: z.string().nullable() }) },
  /** `folder`: where relative paths of the schedule start from; '' for none. */
  'schedule.check': {
    input: z.strictObject({ schedule: z.json(), folder: z.string().default('') }),
    output: z.strictObject({ issues: z.array(issueSchema), cost: costSchema.nullable() }),
  },
  'experiment.list': { input: nothing, output: z.array(experimentSummarySchema) },
  'experiment.get': {
    input: z.strictObject({ id }),
    output: z.strictObject({
      summary: experimentSummarySchema,
      schedule: z.json(),
      runs: z.array(runSummarySchema),
    }),
  },
  'experiment.submit': {
    input: z.strictObject({ schedule: z.json(), folder: z.string().default('') }),
    output: z.strictObject({ id }),
  },
  'experiment.pause': { input: z.strictObject({ id }), output: nothing },
  'experiment.resume': { input: z.strictObject({ id }), output: nothing },
  'experiment.cancel': { input: z.strictObject({ id }), output: nothing },
  'experiment.prioritise': { input: z.strictObject({ id, priority: z.int() }), output: nothing },
  /** Series of every run of an experiment, each reduced to at most `buckets` points. */
  'experiment.series': {
    input: z.strictObject({
      id,
      metric: z.string(),
      phases: z.array(z.enum(phaseNames)).min(1),
      buckets: z.int().min(1).max(4000).default(600),
      /** At most so many series: those of the runs `first`, then of the newest runs that have points. null: all. */
      only: z
        .strictObject({ most: z.int().min(1), first: z.array(id).max(5000) })
        .nullable()
        .default(null),
    }),
    output: z.array(seriesSchema),
  },
  'experiment.samples': {
    input: z.strictObject({ id, run: id }),
    output: z.array(sampleSchema.extend({ phase: z.string() })),
  },
  ...claimCommands,
  ...compareCommands,
  ...historyCommands,
  ...libraryCommands,
  ...monitorCommands,
  ...settingsCommands,
  ...bundleCommands,
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type CommandName = keyof typeof commands;
/** Commands that start or change something: a host that only reads refuses them. */
export const changingCommands: ReadonlySet<CommandName> = new Set<CommandName>([
  'workbench.devices',
  'workbench.showcase',
  'experiment.submit',
  'experiment.pause',
  'experiment.resume',
  'experiment.cancel',
  'experiment.prioritise',
  ...historyChanges,
  ...libraryChanges,
  ...monitorChanges,
  ...settingsChanges,
  ...bundleChanges,
]);
export type CommandInput<C extends CommandName> = z.input<(typeof commands)[C]['input']>;
/** After parsing, with defaults filled in. */
export type CommandRequest<C extends CommandName> = z.output<(typeof commands)[C]['input']>;
export type CommandOutput<C extends CommandName> = z.output<(typeof commands)[C]['output']>;

/** An error that a user can act on travels as this; any other arrives as `fault`. */
export const failureSchema = z.strictObject({
  code: z.enum(['input', 'conflict', 'missing', 'fault']),
  message: z.string(),
  issues: z.array(issueSchema).default([]),
});
export type Failure = z.infer<typeof failureSchema>;

export const eventSchema = z.discriminatedUnion('type', [
  /** Something of this experiment changed (state, progress or points): at most a few per second and experiment. */
  z.strictObject({
    type: z.literal('experiment'),
    summary: experimentSummarySchema,
    /** New points were committed since the last event. */
    points: z.boolean(),
  }),
  z.strictObject({ type: z.literal('trainers'), trainers: z.array(trainerStatus) }),
  z.strictObject({ type: z.literal('log'), ...logEntrySchema.shape }),
  z.strictObject({ type: z.literal('job'), job: jobSchema }),
  /** Something that is kept changed: read it again. `all`: the history was replaced. */
  z.strictObject({
    type: z.literal('changed'),
    what: z.enum(['history', 'views', 'decks', 'drafts', 'settings', 'all']),
  }),
]);
export type WindowEvent = z.infer<typeof eventSchema>;

/** What a window holds: the same object over IPC, over HTTP, or in the same process. */
export interface HostLink {
  call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  /** Returns the function that stops listening. */
  listen(listener: (event: WindowEvent) => void): () => void;
}
