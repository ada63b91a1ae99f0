// What a host and a trainer process may say to each other. Messages are plain JSON; both ends parse what they receive.
import { z } from 'zod';
import { tokenProbabilitySchema } from '../core/frozen-data.ts';
import { scheduleSchema } from '../core/schedule.ts';
import { stepSpecSchema } from '../core/step.ts';

const device = scheduleSchema.shape.device.unwrap();
const checkpointReference = z.strictObject({
  /** The step that the checkpoint belongs to. */
  key: z.string(),
  path: z.string(),
  sha256: z.string(),
  update: z.int().min(0),
});
export type CheckpointReference = z.infer<typeof checkpointReference>;

export const taskSchema = z.strictObject({
  key: z.string(),
  spec: stepSpecSchema,
  /** Where files of a user's corpus are read from: path in the schedule -> absolute path. */
  files: z.record(z.string(), z.string()),
  /**
   * What to start from: a checkpoint of this very step (resume), of the parent, or null for initial weights.
   */
  start: checkpointReference.nullable(),
  /** θ0 and θ1, where the run has them. */
  base: checkpointReference.nullable(),
  aligned: checkpointReference.nullable(),
  /** Folder that checkpoints are written to, as `<key>@<update>.safetensors`. */
  checkpointFolder: z.string(),
  /** Seconds between checkpoints inside a step. */
  checkpointSeconds: z.number().positive(),
  threads: z.int().positive(),
});
export type Task = z.infer<typeof taskSchema>;

export const toTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('train'), task: taskSchema }),
  /** Write a checkpoint and stop; answered by `stopped`. */
  z.strictObject({ type: z.literal('pause'), key: z.string() }),
  /** Stop without a checkpoint; answered by `stopped`. */
  z.strictObject({ type: z.literal('cancel'), key: z.string() }),
  /** Report the devices of this machine; answered by `devices`. */
  z.strictObject({ type: z.literal('probe') }),
  z.strictObject({ type: z.literal('shutdown') }),
]);
export type ToTrainer = z.infer<typeof toTrainerSchema>;

export const deviceReportSchema = z.strictObject({
  device,
  available: z.boolean(),
  /** What it is ("onnxruntime 1.30.0, AVX-512"), or why it is missing. */
  detail: z.string(),
  /** What would bring it, where it is missing; '' otherwise. */
  remedy: z.string(),
});
export type DeviceReport = z.infer<typeof deviceReportSchema>;

const point = z.tuple([z.string(), z.int().min(0), z.number()]); // metric, update, value
export const sampleSchema = z.strictObject({
  update: z.int().min(0),
  index: z.int().min(0),
  prompt: z.string(),
  response: z.string(),
  score: z.number().nullable(),
  /** What the model gave each token of the response; null where it was sampled before this was kept. */
  tokens: z.array(tokenProbabilitySchema).nullable().default(null),
});
export type Sample = z.infer<typeof sampleSchema>;

export const fromTrainerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), pid: z.int() }),
  z.strictObject({ type: z.literal('heartbeat') }),
  z.strictObject({ type: z.literal('devices'), devices: z.array(deviceReportSchema) }),
  z.strictObject({ type: z.literal('started'), key: z.string(), update: z.int().min(0) }),
  z.strictObject({
    type: z.literal('progress'),
    key: z.string(),
    update: z.int().min(0),
    tokensPerSecond: z.number(),
    lossNats: z.number().nullable(),
  }),
  z.strictObject({
    type: z.literal('measured'),
    key: z.string(),
    points: z.array(point),
    samples: z.array(sampleSchema),
  }),
  /** A checkpoint is on disk, synced. All points up to `update` were sent before this message. */
  z.strictObject({
    type: z.literal('checkpointed'),
    key: z.string(),
    update: z.int().min(0),
    path: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    final: z.boolean(),
  }),
  /** After the final `checkpointed`. `tokensPerSecond` is of training alone, null if nothing was trained. */
  z.strictObject({
    type: z.literal('finished'),
    key: z.string(),
    seconds: z.number(),
    tokensPerSecond: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('stopped'), key: z.string(), update: z.int().min(0) }),
  z.strictObject({
    type: z.literal('failed'),
    key: z.string(),
    message: z.string(),
    /** `input`: the user can mend it; `checkpoint`: a stored file is damaged (named in `path`); `fault`: ours. */
    reason: z.enum(['input', 'checkpoint', 'disk', 'fault']),
    path: z.string().nullable(),
  }),
]);
export type FromTrainer = z.infer<typeof fromTrainerSchema>;
