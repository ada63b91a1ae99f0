// What a window may ask to compare runs of any experiments.
import { z } from 'zod';
import { comparedRunSchema, comparedSampleSchema, comparedSeriesSchema } from '../core/frozen-data.ts';
import { phaseNames } from '../core/schedule.ts';

const id = z.int().positive();
const runs = z.array(id).max(5000);

export const compareCommands = {
  /** Series of these runs, each phase of each reduced to at most `buckets` points. Runs that are gone are left out. */
  'compare.series': {
    input: z.strictObject({
      runs,
      metrics: z.array(z.string()).min(1).max(16),
      phases: z.array(z.enum(phaseNames)).min(1),
      buckets: z.int().min(1).max(4000).default(300),
      /**
       * A range of updates, ends included, that gets buckets of its own, for a zoomed chart. Outside of it a phase is reduced
       * as without it; together all measurements are counted once.
       */
      finer: z
        .strictObject({
          updates: z
            .tuple([z.number().min(0), z.number()])
            .refine(([from, to]) => from <= to, 'expected from <= to'),
          buckets: z.int().min(1).max(4000),
        })
        .nullable()
        .default(null),
    }),
    output: z.strictObject({ runs: z.array(comparedRunSchema), series: z.array(comparedSeriesSchema) }),
  },
  /** Names of the metrics that these runs have points of, sorted. */
  'compare.metrics': { input: z.strictObject({ runs }), output: z.array(z.string()) },
  'compare.samples': { input: z.strictObject({ runs: runs.max(64) }), output: z.array(comparedSampleSchema) },
  /** Every point of one run, as measured, in the order of phases, metrics, updates; for tables of raw data. */
  'compare.points': {
    input: z.strictObject({ run: id, metrics: z.array(z.string()).min(1).max(64) }),
    output: z.array(
      z.strictObject({
        phase: z.enum(phaseNames),
        metric: z.string(),
        update: z.array(z.int()),
        value: z.array(z.number().nullable()),
      }),
    ),
  },
} as const;
