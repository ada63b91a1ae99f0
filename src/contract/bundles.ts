// What a window may ask about bundles. A file travels to the host in parts (`upload`), so that a broken transfer goes on
// where it stopped; what a host wrote is fetched under `files/NAME`. Long work is a job, told of by events.
import { z } from 'zod';

const id = z.int().positive();
const nothing = z.strictObject({});

export const jobSchema = z.strictObject({
  id,
  kind: z.enum(['export', 'import', 'inspect']),
  title: z.string(),
  state: z.enum(['running', 'finished', 'cancelled', 'failed']),
  /** In bytes, or in steps where `unit` says so; total 0 while unknown. */
  done: z.number(),
  total: z.number(),
  unit: z.enum(['bytes', 'steps']),
  /** Why it failed, '' otherwise. */
  error: z.string(),
  /** Of an export: the name under `files/`, its full path and size. */
  file: z.strictObject({ name: z.string(), path: z.string(), bytes: z.number() }).nullable(),
  /** Of an import: the ids that its experiments were given, and in words what else it did. */
  imported: z.strictObject({ experiments: z.array(id), notes: z.array(z.string()) }).nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** What is in a bundle, held against this history. */
export const bundleReportSchema = z.strictObject({
  name: z.string(),
  version: z.int(),
  created: z.string(),
  writtenBy: z.string(),
  machine: z.string(),
  bytes: z.number(),
  experiments: z.array(
    z.strictObject({
      name: z.string(),
      runs: z.int(),
      /** `same`: it is here already; `name`: another one has its name. */
      conflict: z.enum(['none', 'same', 'name']),
    }),
  ),
  steps: z.int(),
  /** Steps that are finished here already and are left as they are. */
  stepsKnown: z.int(),
  views: z.int(),
  decks: z.int(),
  checkpoints: z.int(),
  /** What would be refused, '' where it can be imported. */
  problem: z.string(),
});
export type BundleReport = z.infer<typeof bundleReportSchema>;

const uploadName = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the file, 64 hexadecimal digits');

export const bundleCommands = {
  'bundle.export': {
    input: z.strictObject({
      experiments: z.array(id).min(1).max(10_000),
      views: z.array(id).default([]),
      decks: z.array(id).default([]),
      checkpoints: z.boolean().default(false),
      /** File name; unless given, from the experiment's name and the date. Never replaces a file. */
      name: z.string().max(120).optional(),
    }),
    output: z.strictObject({ job: id }),
  },
  /** How many bytes of this file the host has: a transfer goes on from there. */
  'upload.status': {
    input: z.strictObject({ sha256: uploadName, bytes: z.number().positive() }),
    output: z.strictObject({ received: z.number() }),
  },
  /** The next part, base64; refused where it does not begin where the last one ended. */
  'upload.append': {
    input: z.strictObject({ sha256: uploadName, offset: z.number().min(0), data: z.string().max(6_000_000) }),
    output: z.strictObject({ received: z.number() }),
  },
  'upload.discard': { input: z.strictObject({ sha256: uploadName }), output: nothing },
  /** Verifies an uploaded bundle and says what is in it. Throws an input error where it is truncated or altered. */
  'bundle.inspect': { input: z.strictObject({ sha256: uploadName }), output: bundleReportSchema },
  /** All or nothing. `refuse` where a name is taken, or give the newcomer a free one (`rename`). Same ones are skipped. */
  'bundle.import': {
    input: z.strictObject({ sha256: uploadName, onConflict: z.enum(['refuse', 'rename']).default('refuse') }),
    output: z.strictObject({ job: id }),
  },
  'job.list': { input: nothing, output: z.array(jobSchema) },
  'job.cancel': { input: z.strictObject({ id }), output: nothing },
} as const;
export const bundleChanges = [
  'upload.append',
  'upload.discard',
  'bundle.import',
  'bundle.export',
  'job.cancel',
] as const;
