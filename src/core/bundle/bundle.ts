// What a bundle carries from one machine to another: experiments with their plans, what was measured of their steps, the
// views and decks that show them, and, where asked for, the checkpoints. How it is spelled is `lines.ts` (version 2) and
// `version-one.ts`; files are the host's.
import { z } from 'zod';
import { deckSchema } from '../deck.ts';
import { tokenProbabilitySchema } from '../frozen-data.ts';
import { scheduleSchema } from '../schedule.ts';
import { stepSpecSchema } from '../step.ts';
import { viewSchema } from '../view.ts';

/** The version that is written. A change of the format raises it; older versions stay readable. */
export const bundleVersion = 2;

/** Per update or per position: much of the size, and no claim is judged by them. */
export const lesserMetrics = ['train.rate', 'train.gradientNorm', 'kl.position.*'] as const;
/** Significant digits in a bundle that isn't whole: single precision, which models compute in, has about as many. */
export const roundedDigits = 7;

export const whole = z.int().min(0);
const id = z.int().positive();
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');

export const machineSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int().positive(),
  memoryBytes: z.number().min(0),
  os: z.string(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Measurements that were taken at the same updates: one column for each metric, null where it was not a number. */
export const columnsSchema = z.strictObject({
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
  /** What the model gave each token; null where it was not kept. */
  tokens: z.array(tokenProbabilitySchema).nullable().default(null),
});

export const stepSchema = z.strictObject({
  key: hashSchema,
  spec: stepSpecSchema,
  state: z.enum(['waiting', 'interrupted', 'finished', 'failed', 'cancelled']),
  /** The last update that is committed. */
  update: whole,
  error: z.string(),
  points: z.array(columnsSchema),
  samples: z.array(sampleSchema),
});
export type BundleStep = z.infer<typeof stepSchema>;

/** In the order of the plan; their specs are with the steps, which experiments share. */
export const plannedStepsSchema = z.array(
  z.strictObject({
    key: hashSchema,
    parent: hashSchema.nullable(),
    base: hashSchema.nullable(),
    aligned: hashSchema.nullable(),
    updates: whole,
    tokens: whole,
  }),
);
/** A run's steps are places in the plan's steps. */
export const plannedRun = { values: z.record(z.string(), z.json()), seed: z.int(), steps: z.array(whole) };
const marks = { notes: z.string(), tags: z.array(z.string()), starred: z.boolean(), archived: z.boolean() };

/** What version 1 has of an experiment too. */
export const experimentFields = {
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
};
export const experimentSchema = z.strictObject({
  /** Ids are of the history that wrote it: views and decks name them. */
  id,
  ...experimentFields,
  starred: z.boolean(),
  archived: z.boolean(),
  plan: z.strictObject({
    steps: plannedStepsSchema,
    runs: z.array(z.strictObject({ id, ...plannedRun, ...marks })),
  }),
});
export type BundleExperiment = z.infer<typeof experimentSchema>;

export const bundleViewSchema = z.strictObject({ id, name: z.string().min(1), view: viewSchema });
export type BundleView = z.infer<typeof bundleViewSchema>;
export const bundleDeckSchema = z.strictObject({ id, deck: deckSchema });
export type BundleDeck = z.infer<typeof bundleDeckSchema>;

/** A checkpoint whose file is beside the text, under `checkpointName`. */
export const bundleCheckpointSchema = z.strictObject({
  key: hashSchema,
  update: whole,
  sha256: hashSchema,
  bytes: z.int().positive(),
  /** Whether it is the step's result. */
  final: z.boolean(),
});
export type BundleCheckpoint = z.infer<typeof bundleCheckpointSchema>;

export const checkpointName = ({ key, update }: Pick<BundleCheckpoint, 'key' | 'update'>): string =>
  `${key}@${update}.safetensors`;

export const aboutFields = {
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
};
export const headerSchema = z.strictObject({
  springbackBundle: z.literal(bundleVersion),
  ...aboutFields,
  /** How many of each follow. */
  holds: z.strictObject({
    experiments: whole,
    steps: whole,
    views: whole,
    decks: whole,
    checkpoints: whole,
  }),
});
export type BundleHeader = z.infer<typeof headerSchema>;

/** The parts of a bundle in the order in which they are written and read. */
export type BundleRecord =
  | { readonly kind: 'header'; readonly header: BundleHeader }
  | { readonly kind: 'experiment'; readonly experiment: BundleExperiment }
  | { readonly kind: 'step'; readonly step: BundleStep }
  | { readonly kind: 'view'; readonly view: BundleView }
  | { readonly kind: 'deck'; readonly deck: BundleDeck }
  | { readonly kind: 'checkpoint'; readonly checkpoint: BundleCheckpoint };
export const recordKinds = ['header', 'experiment', 'step', 'view', 'deck', 'checkpoint'] as const;

/** A whole bundle at once, for what is small enough to be held in memory. */
export interface Bundle extends Omit<BundleHeader, 'springbackBundle' | 'holds'> {
  /** The version of the format that it was read from. */
  readonly springbackBundle: number;
  experiments: BundleExperiment[];
  steps: BundleStep[];
  views: BundleView[];
  decks: BundleDeck[];
  checkpoints: BundleCheckpoint[];
}

/** A bundle's parts as they are written. */
export function* recordsOf(bundle: Bundle): Generator<BundleRecord> {
  const { experiments, steps, views, decks, checkpoints, ...about } = bundle;
  const holds = {
    experiments: experiments.length,
    steps: steps.length,
    views: views.length,
    decks: decks.length,
    checkpoints: checkpoints.length,
  };
  yield { kind: 'header', header: { ...about, springbackBundle: bundleVersion, holds } };
  for (const experiment of experiments) yield { kind: 'experiment', experiment };
  for (const step of steps) yield { kind: 'step', step };
  for (const view of views) yield { kind: 'view', view };
  for (const deck of decks) yield { kind: 'deck', deck };
  for (const checkpoint of checkpoints) yield { kind: 'checkpoint', checkpoint };
}

/** The reverse: adds parts to a bundle one by one. The header comes first. */
export class BundleCollector {
  private bundle: Bundle | null = null;

  add(record: BundleRecord): void {
    if (record.kind === 'header') {
      const { holds: _holds, ...about } = record.header;
      this.bundle = { ...about, experiments: [], steps: [], views: [], decks: [], checkpoints: [] };
      return;
    }
    const bundle = this.result();
    if (record.kind === 'experiment') bundle.experiments.push(record.experiment);
    else if (record.kind === 'step') bundle.steps.push(record.step);
    else if (record.kind === 'view') bundle.views.push(record.view);
    else if (record.kind === 'deck') bundle.decks.push(record.deck);
    else bundle.checkpoints.push(record.checkpoint);
  }

  result(): Bundle {
    if (this.bundle === null) throw new Error('a bundle begins with its header');
    return this.bundle;
  }
}
