// A view: a comparison that can be saved, linked to, put on a deck and drawn again to the pixel. It says which runs, how
// they are grouped and what is drawn; it holds no measurement. What it is drawn from is `contract/compare.ts`.
import { z } from 'zod';
import { phaseNames } from './schedule.ts';

const id = z.int().positive();

/** Which runs: the union of whole experiments and single runs, less those left out; then the filter. */
export const selectionSchema = z.strictObject({
  experiments: z.array(id).default([]),
  runs: z.array(id).default([]),
  /** Runs left out by hand, by lasso or by the legend. */
  without: z.array(id).default([]),
  /** A filter expression as in the history, '' for none. */
  filter: z.string().default(''),
  /** Axis values that are held fixed: path -> the value's JSON text. */
  held: z.record(z.string(), z.string()).default({}),
});
export type Selection = z.infer<typeof selectionSchema>;

export const chartKinds = [
  /** A metric against updates, examples or tokens. */
  'curves',
  /** One number of each run against an axis: elasticity against size, against pretraining. */
  'trend',
  /** One number of each cell of two axes: n⁺ × n⁻ and the like. */
  'heatmap',
  /** Distance to θ0 against distance to θ1: the path through weight space. */
  'path',
  /** Stiffness and elongation of D_p and D_a as springs. */
  'hooke',
  /** The table of forward and inverse training between slices, and its chart. */
  'resistance',
  /** The claims of an experiment with their verdicts. */
  'ledger',
  /** Responses to the same prompts at θ0, θ1 and along unalignment. */
  'samples',
] as const;
export type ChartKind = (typeof chartKinds)[number];

export const xUnits = ['updates', 'examples', 'tokens'] as const;
export const scales = ['linear', 'log'] as const;
/** What a run is reduced to in a trend or a heatmap. */
export const reductions = [
  /** The metric at the end of the phase. */
  'last',
  /** Its change from the phase's first to its last update. */
  'change',
  /** Its change over the first `at` updates. */
  'early',
  /** Updates until it is back at the pretrained model's value; censored where it never is. */
  'updatesToReturn',
  /** Mean over the phase, by the trapezoid rule on log(1 + update). */
  'area',
  /** R: updates back / updates forward over the same interval of log-odds. */
  'resistanceIndex',
] as const;
export type Reduction = (typeof reductions)[number];

/** Parts of a view that are chosen from its runs unless the user says. */
export const choosable = ['chart', 'metric', 'phases', 'sides', 'reduction', 'xScale'] as const;
export type Choosable = (typeof choosable)[number];

export const viewSchema = z.strictObject({
  /** Version of this format. */
  view: z.literal(1).default(1),
  selection: selectionSchema.prefault({}),
  chart: z.enum(chartKinds).default('curves'),
  metric: z.string().min(1).default('behaviour.logOdds'),
  phases: z.array(z.enum(phaseNames)).min(1).default(['align', 'unalign']),
  x: z.enum(xUnits).default('updates'),
  xScale: z.enum(scales).default('log'),
  yScale: z.enum(scales).default('linear'),
  /** Schedule paths that colour, dash and panels (columns, rows) stand for; null for none. `experiment` and `seed` too. */
  colour: z.string().nullable().default(null),
  dash: z.string().nullable().default(null),
  column: z.string().nullable().default(null),
  row: z.string().nullable().default(null),
  /** The axis of a trend; the two of a heatmap. null: chosen from the axes of the runs. */
  against: z.string().nullable().default(null),
  second: z.string().nullable().default(null),
  reduction: z.enum(reductions).default('last'),
  /** For `early`: updates. */
  at: z.int().positive().default(8),
  /** Mean with its interval, seeds as faint lines, or both. */
  show: z.strictObject({ mean: z.boolean(), interval: z.boolean(), seeds: z.boolean() }).prefault({
    mean: true,
    interval: true,
    seeds: true,
  }),
  /** What is zoomed to, in data units; null for all. */
  zoom: z
    .strictObject({
      x: z.tuple([z.number(), z.number()]).nullable(),
      y: z.tuple([z.number(), z.number()]).nullable(),
    })
    .nullable()
    .default(null),
  /** Of a ledger or resistance: the claim that is opened. */
  claim: z.string().nullable().default(null),
  /** The run whose samples are shown; null for the first. */
  run: id.nullable().default(null),
  /** Of samples: the prompt and the update that are shown. */
  prompt: z.int().min(0).default(0),
  update: z.int().min(0).nullable().default(null),
  /** Parts that the user chose: other runs do not change them. The sides are colour, dash, column and row together. */
  chosen: z.array(z.enum(choosable)).default([]),
  /** Whether the other parts were chosen from the runs: a settled view is drawn as it stands, its nulls are "none". */
  settled: z.boolean().default(false),
});
export type View = z.infer<typeof viewSchema>;
/** With every default left out: what a link carries. */
export type ViewInput = z.input<typeof viewSchema>;
