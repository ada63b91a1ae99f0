// A step: one piece of training with at most one parent. All that decides its result is in its spec; its key is the
// SHA-256 of the spec's canonical JSON. Parents are named by key, so a key covers the whole history.
import { z } from 'zod';
import {
  alignSchema,
  corpusSchema,
  evaluationSchema,
  jointSchema,
  modelSchema,
  type PhaseName,
  pretrainSchema,
  scheduleSchema,
  tokenizerSchema,
  transferSchema,
} from './schedule.ts';

/** Raised whenever a change of code changes the bits of a result; part of every key. */
export const numericsVersion = 3;

const common = {
  numerics: z.int(),
  device: scheduleSchema.shape.device.unwrap(),
  corpus: corpusSchema,
  /** SHA-256 of the corpus's files (user's text) or '' where the config says it all. */
  corpusKey: z.string(),
  tokenizer: tokenizerSchema,
  model: modelSchema.required({ heads: true, hidden: true }),
  evaluation: evaluationSchema,
  seed: z.int(),
};
const optimizer = pretrainSchema.omit({
  tokens: true,
  cooldown: true,
  evaluateAt: true,
  rateReference: true,
});
const tuning = alignSchema.omit({ evaluateAt: true, rateReference: true, rateTokens: true });
const transfer = transferSchema.omit({
  evaluateAt: true,
  rateReference: true,
  rateTokens: true,
  slices: true,
  from: true,
  onto: true,
});
const evaluateAt = z.array(z.int().min(0));

/**
 * - `trunk`: pretraining at the stable rate from initial weights to update `to`. Its key does not depend on where it
 *   was resumed from, because the result does not: a plan with a new amount in between reuses what is there.
 * - `cooldown`: from the trunk at update `from`, the rate falls linearly to 0 at update `to`. Its result is θ0.
 * - `tune`: align (its result is θ1), unalign, realign. `from` is there where alignment is cut into slices: the update
 *   that this piece goes on from, with Adam's moments and the data order of the whole.
 * - `transfer`: from slice `parent`, trained on responses of the step `generator`.
 * - `joint`: D_p and D_a together from θ0, then with D_t.
 */
export const stepSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trunk'), ...common, optimizer, to: z.int().min(0), evaluateAt }),
  z.strictObject({
    kind: z.literal('cooldown'),
    ...common,
    optimizer,
    parent: z.string(),
    from: z.int().min(0),
    to: z.int().positive(),
    evaluateAt,
  }),
  z.strictObject({
    kind: z.literal('tune'),
    phase: z.enum(['align', 'unalign', 'realign']),
    ...common,
    parent: z.string(),
    tuning,
    from: z.int().positive().optional(),
    to: z.int().positive(),
    evaluateAt,
  }),
  z.strictObject({
    kind: z.literal('transfer'),
    ...common,
    parent: z.string(),
    generator: z.string(),
    transfer,
    to: z.int().positive(),
    evaluateAt,
  }),
  z.strictObject({
    kind: z.literal('joint'),
    ...common,
    parent: z.string(),
    joint: jointSchema,
    to: z.int().positive(),
    evaluateAt,
  }),
]);
export type StepSpec = z.infer<typeof stepSpecSchema>;
export type StepKind = StepSpec['kind'];

/**
 * `behaviour` metrics are of the phase's positive behaviour whatever the phase trains toward.
 * Held-out sets: pretrain (D_p), positive, negative (D_a and D_t), control.
 */
export const heldOutSets = ['pretrain', 'positive', 'negative', 'control'] as const;
export type HeldOutSet = (typeof heldOutSets)[number];

/**
 * Metric names are dotted. Per update: train.loss (nats per token), train.rate, train.gradientNorm (before clipping),
 * train.divergence (nats per token, with an anchor).
 * Per evaluation: {set}.bitsPerToken, {set}.bitsPerByte, {set}.gamma, {set}.gammaNormalised, {set}.klGrammar (nats per
 * token, where the grammar is known), kl.fromBase = KL(p_θ ‖ p_θ0), kl.toBase = KL(p_θ0 ‖ p_θ) (nats per token on
 * held-out responses), kl.position.{t}, behaviour.score, behaviour.logOdds, behaviour.cost (in [0, 1], of dialogue),
 * behaviour.sampled, behaviour.sampledError,
 * weights.toBase = ‖θ−θ0‖, weights.toAligned = ‖θ−θ1‖, weights.cosine = cos(θ−θ0, θ1−θ0).
 * Of a transfer, in nats per token on held-out responses of the generator: generated.nats (cross-entropy of the model),
 * generated.floor (the generator's own), generated.kl = KL(generator ‖ p_θ); and generated.trainFloor, the generator's own
 * on the responses that are trained on (at update 0).
 * Of a joint step, at the end of each stage, in nats per token on the very rows that are trained on: joint.pretrainNats,
 * joint.alignNats, joint.perturbNats (of the stage's D_t), and joint.share (l, with its sign).
 */
export interface Point {
  readonly metric: string;
  readonly update: number;
  readonly value: number;
}

/** One step of a plan, with what it depends on. */
export interface PlannedStep {
  readonly key: string;
  readonly spec: StepSpec;
  /** The step whose result this one starts from (for a trunk: any earlier step of the same trunk), or null. */
  readonly parent: string | null;
  /** θ0 and θ1 of the run, for distances and KL; null where the step comes before them. θ1 of a transfer is its generator. */
  readonly base: string | null;
  readonly aligned: string | null;
  /** Updates to train if the parent is there. */
  readonly updates: number;
  readonly tokens: number;
}

export interface PlannedRun {
  /** The axis values of this run, by path. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Step keys from first to last. */
  readonly steps: readonly string[];
}

/** The phase that a step belongs to. */
export function phaseOfSpec(spec: StepSpec): PhaseName {
  if (spec.kind === 'tune') return spec.phase;
  return spec.kind === 'transfer' || spec.kind === 'joint' ? spec.kind : 'pretrain';
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly runs: readonly PlannedRun[];
}
