// A schedule is plain data: corpus, tokenizer, model, phases, axes, seeds. This file says what it may hold; parsing a
// user's file with messages that name the path is `parse-schedule.ts`; expansion into steps is `plan.ts`.
import { z } from 'zod';

const count = z.int().positive();
const share = z.number().min(0).max(1);
const rate = z.number().positive().max(1);

/** Corpora. `files` is the user's own text; paths are relative to the schedule file. */
export const reviewsSchema = z.strictObject({
  kind: z.literal('reviews'),
  /** π: the share of positive reviews in pretraining. */
  positive: z.number().gt(0).lt(1).default(0.54),
  /** ε: the share of pretraining documents that are reviews at all; the others are unrelated domains. */
  touch: z.number().gt(0).lte(1).default(0.25),
});
export const filesSchema = z.strictObject({
  kind: z.literal('files'),
  /** `.txt` (one document per blank-line paragraph) or `.jsonl` (`{"text"}` or `{"prompt","response"}`). */
  pretrain: z.array(z.string().min(1)).min(1),
  /** `.jsonl` of `{"prompt","response"}`: what alignment may be toward. */
  positive: z.array(z.string().min(1)).min(1),
  negative: z.array(z.string().min(1)).min(1),
  /** Text unrelated to all of these, a control. */
  control: z.array(z.string().min(1)).optional(),
  heldOut: z.number().gt(0).lt(0.5).default(0.1),
});
export const corpusSchema = z.discriminatedUnion('kind', [reviewsSchema, filesSchema]);

/** `words` is a grammar's own closed vocabulary; `bytes` and `bpe` are for the user's text. */
export const tokenizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('words') }),
  z.strictObject({ kind: z.literal('bytes') }),
  z.strictObject({ kind: z.literal('bpe'), vocabulary: z.int().min(260).max(65_536).default(512) }),
]);

export const modelSchema = z.strictObject({
  family: z.enum(['llama', 'gpt2']).default('llama'),
  width: count,
  layers: count.default(2),
  /** Attention heads; unless given, width / 16 (at least 1). */
  heads: count.optional(),
  /** Longest sequence, tokens. */
  context: z.int().min(4).default(48),
  /** Hidden width of the feed-forward block; unless given, 4 · width (gpt2) or 8/3 · width rounded up to a multiple of 8 (llama). */
  hidden: count.optional(),
});

const optimizer = {
  /** Sequences per update. */
  batch: count.default(16),
  /** Peak learning rate. */
  rate,
  /** Updates of linear warm-up. */
  warmup: z.int().min(0).default(0),
  weightDecay: z.number().min(0).max(1).default(0),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.95),
  /** Global gradient norm above which gradients are scaled down; 0 for none. */
  clip: z.number().min(0).default(1),
};

export const pretrainSchema = z.strictObject({
  ...optimizer,
  batch: count.default(32),
  rate: rate.default(3e-3),
  warmup: z.int().min(0).default(20),
  /** Tokens seen; rounded up to whole updates of batch · context tokens. */
  tokens: count,
  /** Share of the updates, at the end, over which the rate falls linearly to 0. */
  cooldown: share.default(0.2),
  /**
   * Shares of the tokens after which the cool-down is measured, and its end always. The trunk, which schedules share, is
   * measured at powers of two and at its end.
   */
  evaluateAt: z.array(share).default([0.25, 0.5, 0.75, 1]),
});

export const behaviourSchema = z.enum(['positive', 'negative']);

const tuning = {
  ...optimizer,
  rate: rate.default(1e-3),
  /** Which behaviour the examples show. */
  toward: behaviourSchema,
  /** Whether Adam's moments start from zero or go on from the phase before. */
  moments: z.enum(['reset', 'keep']).default('reset'),
  /** Share of the updates, at the end, over which the rate falls linearly to 0; 0 is the paper's constant rate. */
  cooldown: share.default(0),
  /** Examples, each seen `epochs` times; updates = ceil(examples · epochs / batch). */
  examples: count,
  epochs: count.default(1),
  /** Updates after which to evaluate; 0 and the last are always added. */
  evaluateAt: z
    .array(z.int().min(0))
    .default([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]),
};
export const alignSchema = z.strictObject({ ...tuning, toward: behaviourSchema.default('positive') });
export const unalignSchema = z.strictObject({ ...tuning, toward: behaviourSchema.default('negative') });
export const realignSchema = z.strictObject({ ...tuning, toward: behaviourSchema.default('positive') });

/** What evaluation costs and how precise it is. */
export const evaluationSchema = z.strictObject({
  /** Held-out sequences per data set. */
  sequences: count.default(32),
  /** Held-out prompts on which the exact score is taken. */
  prompts: count.default(32),
  /** Responses sampled at the first and last evaluation of each phase. */
  samples: z.int().min(0).default(4),
});

export const scheduleSchema = z.strictObject({
  $schema: z.string().optional(),
  springback: z.literal(1),
  name: z.string().min(1).max(200),
  notes: z.string().default(''),
  tags: z.array(z.string().min(1)).default([]),
  corpus: corpusSchema,
  tokenizer: tokenizerSchema.default({ kind: 'words' }),
  model: modelSchema,
  pretrain: pretrainSchema,
  align: alignSchema.optional(),
  unalign: unalignSchema.optional(),
  realign: realignSchema.optional(),
  evaluation: evaluationSchema.prefault({}),
  /** Dotted path -> values. Runs are the full product of all axes and the seeds. */
  axes: z.record(z.string(), z.array(z.json()).min(1)).default({}),
  seeds: z.array(z.int().min(0)).min(1).default([1]),
  /** The primary metric, declared before the run. */
  metric: z.enum(['behaviour.score', 'behaviour.logOdds']).default('behaviour.logOdds'),
  device: z.enum(['cpu', 'webgpu', 'cuda', 'tfjs-gpu', 'tfjs-cpu', 'reference']).default('cpu'),
});

export type Schedule = z.infer<typeof scheduleSchema>;
export type CorpusConfig = z.infer<typeof corpusSchema>;
export type TokenizerConfig = z.infer<typeof tokenizerSchema>;
export type ModelConfig = z.infer<typeof modelSchema>;
export type PretrainConfig = z.infer<typeof pretrainSchema>;
export type TuningConfig = z.infer<typeof alignSchema>;
export type EvaluationConfig = z.infer<typeof evaluationSchema>;
export type Behaviour = z.infer<typeof behaviourSchema>;
export type PhaseName = 'pretrain' | 'align' | 'unalign' | 'realign';
export type DeviceName = Schedule['device'];
