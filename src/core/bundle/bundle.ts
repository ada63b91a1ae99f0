// What a bundle carries: experiments with their plans, and what was measured of their steps, from one machine to
// another. Measurements only: checkpoints are no part of version 1. How it is read is `read-bundle.ts`.
import { z } from 'zod';
import { scheduleSchema } from '../schedule.ts';
import { stepSpecSchema } from '../step.ts';

/** The version that is written. A change of the format raises it; older versions stay readable. */
export const bundleVersion = 1;

/** Per update or per position: much of the size, and no claim is judged by them. */
export const lesserMetrics = ['train.rate', 'train.gradientNorm', 'kl.position.*'] as const;
/** Significant digits in a bundle that isn't whole: single precision, which models compute in, has about as many. */
export const roundedDigits = 7;

const whole = z.int().min(0);
const key = z.string().regex(/^[0-9a-f]{64}$/, 'expected a step key of 64 hexadecimal digits');

export const machineSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int().positive(),
  memoryBytes: z.number().min(0),
  os: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Measurements that were taken at the same updates: one column for each metric, null where it was not a number. */
const columnsSchema = z.strictObject({
  updates: z.array(whole),
  values: z.record(z.string(), z.array(z.number().nullable())),
});
export type Columns = z.infer<typeof columnsSchema>;

const sampleSchema = z.strictObject({
  update: whole,
  index: whole,
  prompt: z.string(),
  response: z.string(),
  score: z.number().nullable(),
});

const stepSchema = z.strictObject({
  key,
  spec: stepSpecSchema,
  state: z.enum(['waiting', 'interrupted', 'finished', 'failed', 'cancelled']),
  /** The last update that is committed. */
  update: whole,
  error: z.string(),
  points: z.array(columnsSchema),
  samples: z.array(sampleSchema),
});
export type BundleStep = z.infer<typeof stepSchema>;

const experimentSchema = z.strictObject({
  name: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  schedule: scheduleSchema,
  /** The schedule as the user wrote it. */
  source: z.json(),
  created: z.iso.datetime(),
  /** Nothing runs inside a file: what was queued or running when it was written is paused. */
  state: z.enum(['paused', 'finished', 'cancelled', 'failed']),
  priority: z.int(),
  error: z.string(),
  plan: z.strictObject({
    /** In the order of the plan; their specs are with the steps, which experiments share. */
    steps: z.array(
      z.strictObject({
        key,
        parent: key.nullable(),
        base: key.nullable(),
        aligned: key.nullable(),
        updates: whole,
        tokens: whole,
      }),
    ),
    /** A run's steps are places in `steps`. */
    runs: z.array(
      z.strictObject({ values: z.record(z.string(), z.json()), seed: z.int(), steps: z.array(whole) }),
    ),
  }),
});
export type BundleExperiment = z.infer<typeof experimentSchema>;

export const bundleSchema = z.strictObject({
  springbackBundle: z.literal(bundleVersion),
  created: z.iso.datetime(),
  /** Of the Springback that wrote it. */
  version: z.string(),
  /** The machine that wrote it. */
  machine: machineSchema,
  /**
   * Significant digits that values are rounded to; null where all are as measured, to the bit. Those that claims are
   * judged by are so in any case: effective k and the like are differences that rounding would show in.
   */
  digits: z.int().positive().nullable(),
  /** Metrics that were left out; a final `*` stands for any ending. */
  omitted: z.array(z.string()),
  experiments: z.array(experimentSchema),
  steps: z.array(stepSchema),
});
export type Bundle = z.infer<typeof bundleSchema>;
