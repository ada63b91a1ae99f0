// What a view is drawn from, as plain data: runs, series, samples, a ledger. The host answers in this shape, a deck keeps
// it, a page of HTML carries it.
import { z } from 'zod';
import { ledgerSchema } from './claims/ledger-schema.ts';
import { phaseNames } from './schedule.ts';

const id = z.int().positive();
const runStates = ['waiting', 'running', 'interrupted', 'finished', 'failed', 'cancelled'] as const;

/** A run with what charts group, label and convert by. */
export const comparedRunSchema = z.strictObject({
  id,
  experiment: id,
  experimentName: z.string(),
  seed: z.int(),
  /** Axis values by schedule path. */
  values: z.record(z.string(), z.json()),
  /** What its schedule fixes of the axes that other runs beside it vary. Older decks have none. */
  fixed: z.record(z.string(), z.json()).optional(),
  state: z.enum(runStates),
  /** Parameters of the model; tokens and examples of one update by phase. */
  parameters: z.int(),
  pretrainTokens: z.number(),
  tokensPerUpdate: z.partialRecord(z.enum(phaseNames), z.number()),
  examplesPerUpdate: z.partialRecord(z.enum(phaseNames), z.number()),
  /** The primary metric that its schedule declared. */
  primaryMetric: z.string(),
});
export type ComparedRun = z.infer<typeof comparedRunSchema>;

export const comparedSeriesSchema = z.strictObject({
  run: id,
  phase: z.enum(phaseNames),
  metric: z.string(),
  /** Buckets in the order of updates; where nothing was reduced, count is 1. null is not a number. */
  update: z.array(z.number()),
  mean: z.array(z.number().nullable()),
  count: z.array(z.int()),
  /** Of each bucket. Older decks keep them; no chart of a view draws them, and they were most of what is sent. */
  min: z.array(z.number().nullable()).optional(),
  max: z.array(z.number().nullable()).optional(),
});
export type ComparedSeries = z.infer<typeof comparedSeriesSchema>;

/** A response's tokens with the probability that the model gave each, and the likeliest tokens in its place. */
export const tokenProbabilitySchema = z.strictObject({
  text: z.string(),
  probability: z.number().min(0).max(1),
  /** The likeliest tokens there, by falling probability, the drawn one among them where it is one. */
  top: z.array(z.strictObject({ text: z.string(), probability: z.number() })),
});
export type TokenProbability = z.infer<typeof tokenProbabilitySchema>;

export const comparedSampleSchema = z.strictObject({
  run: id,
  phase: z.enum(phaseNames),
  update: z.int().min(0),
  index: z.int().min(0),
  prompt: z.string(),
  response: z.string(),
  score: z.number().nullable(),
  /** null where it was sampled before probabilities were kept. */
  tokens: z.array(tokenProbabilitySchema).nullable(),
});
export type ComparedSample = z.infer<typeof comparedSampleSchema>;

export const frozenDataSchema = z.strictObject({
  runs: z.array(comparedRunSchema),
  series: z.array(comparedSeriesSchema),
  samples: z.array(comparedSampleSchema).default([]),
  /** Of the one experiment that a ledger or resistance view shows. */
  ledger: ledgerSchema.nullable().default(null),
  /** When it was read, ISO 8601, UTC. */
  taken: z.string(),
});
export type FrozenData = z.infer<typeof frozenDataSchema>;
