// A schedule is plain data: corpus, tokenizer, model, phases, axes, seeds. This file says what it may hold; parsing a
// user's file with messages that name the path is `parse-schedule.ts`; expansion into steps is `plan.ts`.
import { z } from 'zod';
import { claimNames } from './claims/claim-names.ts';

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
/** Requests to help, some harmful: positive is safe. */
export const dialogueSchema = z.strictObject({
  kind: z.literal('dialogue'),
  /** π: the share of replies to harmful requests that refuse, in pretraining. */
  positive: z.number().gt(0).lt(1).default(0.54),
  /** ε: the share of pretraining documents that are dialogues at all. */
  touch: z.number().gt(0).lte(1).default(0.25),
});
/** Tasks, facts with a misconception, and a few harms to decline: positive is the right answer. */
export const assistSchema = z.strictObject({
  kind: z.literal('assist'),
  /** π: the share of right answers in pretraining; the others are the misconception, or unhelpful. */
  positive: z.number().gt(0).lt(1).default(0.54),
  /** ε: the share of pretraining documents that are questions at all. */
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
export const corpusSchema = z.discriminatedUnion('kind', [
  reviewsSchema,
  dialogueSchema,
  assistSchema,
  filesSchema,
]);

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
  /** As in tuning: the rate is for this width, and falls as 1 / width. */
  rateReference: count.optional(),
  warmup: z.int().min(0).default(20),
  /** Tokens seen; rounded up to whole updates of batch · context tokens. 0 leaves the initial weights as they are. */
  tokens: z.int().min(0),
  /** Share of the updates, at the end, over which the rate falls linearly to 0. */
  cooldown: share.default(0.2),
  /**
   * Shares of the tokens after which the cool-down is measured, and its end always. The trunk, which schedules share, is
   * measured at powers of two and at its end.
   */
  evaluateAt: z.array(share).default([0.25, 0.5, 0.75, 1]),
  /** Whether the tokens of each row are put in a random order: a control with the same counts and no structure. */
  shuffled: z.literal(true).optional(),
});

export const behaviourSchema = z.enum(['positive', 'negative']);

/** What a phase trains on, where it is not the examples of its behaviour: the controls of a perturbation. */
export const perturbationSchema = z.discriminatedUnion('kind', [
  /** D_p itself: pretraining rows that pretraining did not show. */
  z.strictObject({ kind: z.literal('replay') }),
  /** Text of the unrelated domains. */
  z.strictObject({ kind: z.literal('benign') }),
  /** Examples of either behaviour, by a fair coin. */
  z.strictObject({ kind: z.literal('randomLabels') }),
  /** The examples with the tokens of each response in a random order. */
  z.strictObject({ kind: z.literal('shuffledTokens') }),
  /** No training: each update adds a random vector of this length to the weights. */
  z.strictObject({ kind: z.literal('weightNoise'), norm: z.number().positive() }),
]);

const tuning = {
  ...optimizer,
  rate: rate.default(1e-3),
  /** Which behaviour the examples show. */
  toward: behaviourSchema,
  /** Whether Adam's moments start from zero or go on from the phase before. */
  moments: z.enum(['reset', 'keep']).default('reset'),
  /** Share of the updates, at the end, over which the rate falls linearly to 0; 0 is the paper's constant rate. */
  cooldown: share.default(0),
  /** Instead of the examples of the behaviour: a control. */
  data: perturbationSchema.optional(),
  /** Share of each batch that is replaced by rows of D_p. */
  replay: share.optional(),
  /** λ of a penalty λ · KL(p_θ ‖ p_θ0), the mean over the trained tokens, that holds the model to the pretrained one. */
  anchor: z.number().positive().optional(),
  /** Width that `rate` is meant for: a model of width w is trained at rate · rateReference / w. Unless given, one rate for all. */
  rateReference: count.optional(),
  /** Pretraining tokens that `rate` is meant for: after T tokens a model is trained at rate · √(rateTokens / T). */
  rateTokens: count.optional(),
  /** Adam unless this says plain stochastic gradient descent. */
  optimizer: z.literal('sgd').optional(),
  /** Blocks, counted from the input, that keep their weights; the embedding keeps them too where any block does. */
  frozenLayers: count.optional(),
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

const { toward: _toward, data: _data, replay: _replay, anchor: _anchor, ...transferTuning } = tuning;
/**
 * Resistance (SCIENCE §3): alignment is cut into `slices` equal parts θ1 … θn (θ0 is the pretrained model), slice
 * `onto` writes responses, slice `from` is trained on them. Forward where `from` < `onto`, inverse where it is greater.
 * Prompts are held out from alignment; half of them are for training here, half for measuring.
 */
export const transferSchema = z.strictObject({
  ...transferTuning,
  slices: z.int().min(1).max(64).default(3),
  from: z.int().min(0),
  onto: z.int().min(0),
  /** Of sampling; 0 takes the likeliest token. */
  temperature: z.number().min(0).max(4).default(0.05),
  topP: z.number().gt(0).lte(1).default(0.95),
});

/**
 * The law of k (SCIENCE §2): joint training on fixed rows of D_p and D_a whose weights are as `ratio` : 1, to a standstill,
 * then short stages with a third set D_t at weights +l, −l, −l, +l, again and again: what is even in l, and the drift,
 * cancel. All rows are in every update.
 */
export const jointSchema = z.strictObject({
  /** k = |D_p| / |D_a|. */
  ratio: z.number().positive(),
  /** |D_t| as a share of |D_p| + |D_a|, so l = |D_t| / |D_a| = share · (k + 1): θ moves about as far for every k. */
  share: z.number().gt(0).max(1).default(0.01),
  /** Rows of D_p, examples of D_a, examples of D_t. */
  pretrainRows: count.default(96),
  alignExamples: count.default(64),
  perturbExamples: count.default(64),
  toward: behaviourSchema.default('positive'),
  /**
   * What D_t shows; `both` gives every other cycle one of the two. The law is of any D_t, but k̂ is only as good as the
   * push that D_t gives to γ of D_a: at some k the two effects of one behaviour, alike and in conflict, cancel.
   */
  perturb: z.enum([...behaviourSchema.options, 'both']).default('both'),
  /** Updates without D_t. */
  updates: count.default(2400),
  /** How often the four stages with D_t are run, and the updates of each stage. */
  cycles: count.default(2),
  stageUpdates: count.default(16),
  /** Peak rate of the first stage; it falls to a tenth, and stages with D_t are made at 1/250 of it. */
  rate: rate.default(5e-3),
});

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
  transfer: transferSchema.optional(),
  joint: jointSchema.optional(),
  evaluation: evaluationSchema.prefault({}),
  /** Dotted path -> values. Runs are the full product of all axes and the seeds. */
  axes: z.record(z.string(), z.array(z.json()).min(1)).default({}),
  seeds: z.array(z.int().min(0)).min(1).default([1]),
  /** The primary metric, declared before the run. */
  metric: z.enum(['behaviour.score', 'behaviour.logOdds']).default('behaviour.logOdds'),
  /** The estimator that each claim is judged by, declared before the run; unless given, the claim's first. */
  claims: z.array(z.strictObject({ claim: z.enum(claimNames), estimator: z.string().min(1) })).optional(),
  device: z.enum(['cpu', 'webgpu', 'cuda', 'tfjs-gpu', 'tfjs-cpu', 'reference']).default('cpu'),
});

export type Schedule = z.infer<typeof scheduleSchema>;
export type CorpusConfig = z.infer<typeof corpusSchema>;
export type TokenizerConfig = z.infer<typeof tokenizerSchema>;
export type ModelConfig = z.infer<typeof modelSchema>;
export type PretrainConfig = z.infer<typeof pretrainSchema>;
export type TuningConfig = z.infer<typeof alignSchema>;
export type TransferConfig = z.infer<typeof transferSchema>;
export type JointConfig = z.infer<typeof jointSchema>;
export type Perturbation = z.infer<typeof perturbationSchema>;
export type EvaluationConfig = z.infer<typeof evaluationSchema>;
export type Behaviour = z.infer<typeof behaviourSchema>;
export const phaseNames = ['pretrain', 'align', 'unalign', 'realign', 'transfer', 'joint'] as const;
export type PhaseName = (typeof phaseNames)[number];
export type DeviceName = Schedule['device'];
