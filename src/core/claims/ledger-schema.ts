// What a claim ledger is: for every claim that an experiment bears on, its estimators with their verdicts, and the tables
// and charts behind them. Plain data, JSON all through: numbers are finite or null.
import { z } from 'zod';
import { claimNames } from './claim-names.ts';

const number = z.number().nullable();

export const intervalSchema = z.strictObject({
  low: number,
  high: number,
  level: z.number(),
  /** What it is an interval of, and how it was made. */
  of: z.string(),
});

export const verdicts = ['supported', 'not supported', 'opposite', 'undecided'] as const;

export const estimatorSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The one that the claim is judged by. */
  primary: z.boolean(),
  estimate: number,
  interval: intervalSchema.nullable(),
  /** Independent seeds. */
  n: z.int(),
  units: z.string(),
  test: z.string(),
  /** Two-sided. */
  p: number,
  pHolm: number,
  verdict: z.enum(verdicts),
  reason: z.string(),
  whatWouldChange: z.string(),
});

export const ledgerTableSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  note: z.string(),
});

const summary = z.strictObject({
  mean: number,
  low: number,
  high: number,
  n: z.int(),
  seeds: z.array(z.number()),
});

/** What a chart shows; how it looks is the business of `charts/`. */
export const ledgerChartSchema = z.discriminatedUnion('type', [
  /** An estimate against an amount: every seed, and the mean with its interval at each x. */
  z.strictObject({
    type: z.literal('trend'),
    title: z.string(),
    xName: z.string(),
    yName: z.string(),
    xScale: z.enum(['log', 'linear']),
    lines: z.array(
      z.strictObject({
        name: z.string(),
        points: z.array(z.strictObject({ x: z.number(), label: z.string(), ...summary.shape })),
      }),
    ),
    /** What the claim, or its rival, would look like. */
    references: z.array(
      z.strictObject({ name: z.string(), points: z.array(z.tuple([z.number(), z.number()])) }),
    ),
  }),
  /** Two numbers of each cell beside each other. */
  z.strictObject({
    type: z.literal('pairs'),
    title: z.string(),
    unit: z.string(),
    firstName: z.string(),
    secondName: z.string(),
    cells: z.array(z.strictObject({ group: z.string(), label: z.string(), first: summary, second: summary })),
  }),
  /** The share of runs that have not returned after some updates (Kaplan and Meier). */
  z.strictObject({
    type: z.literal('survival'),
    title: z.string(),
    xName: z.string(),
    groups: z.array(
      z.strictObject({
        name: z.string(),
        n: z.int(),
        steps: z.array(z.strictObject({ time: z.number(), survival: z.number() })),
        censored: z.array(z.number()),
        last: z.number(),
      }),
    ),
  }),
  z.strictObject({
    type: z.literal('heatmap'),
    title: z.string(),
    xName: z.string(),
    yName: z.string(),
    valueName: z.string(),
    x: z.array(z.number()),
    y: z.array(z.number()),
    /** By y, then x. */
    values: z.array(z.array(number)),
    n: z.int(),
  }),
]);

export const claimEntrySchema = z.strictObject({
  claim: z.enum(claimNames),
  title: z.string(),
  /** The paper's claim in a plain sentence. */
  statement: z.string(),
  /** Whether the schedule declared the primary estimator before the run. */
  declared: z.boolean(),
  estimators: z.array(estimatorSchema),
  tables: z.array(ledgerTableSchema),
  charts: z.array(ledgerChartSchema),
  /** What a reader should know of how this was reckoned. */
  notes: z.array(z.string()),
  /** The paper's own numbers. */
  paper: z.array(ledgerTableSchema),
});

export const ledgerSchema = z.strictObject({
  name: z.string(),
  runs: z.int(),
  /** Runs that were finished, which all numbers are from. */
  runsUsed: z.int(),
  seeds: z.array(z.int()),
  notes: z.array(z.string()),
  entries: z.array(claimEntrySchema),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type ClaimEntry = z.infer<typeof claimEntrySchema>;
export type LedgerEstimator = z.infer<typeof estimatorSchema>;
export type LedgerInterval = z.infer<typeof intervalSchema>;
export type LedgerTable = z.infer<typeof ledgerTableSchema>;
export type LedgerChart = z.infer<typeof ledgerChartSchema>;
export type Summary = z.infer<typeof summary>;
