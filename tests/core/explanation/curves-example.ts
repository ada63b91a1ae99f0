// Frozen data with curves that are given, for the explanation and for decks.
import type { ComparedRun, ComparedSeries, FrozenData } from '../../../src/core/frozen-data.ts';
import { type View, viewSchema } from '../../../src/core/view.ts';

export interface ExampleRun {
  readonly seed: number;
  readonly align: readonly (readonly [update: number, value: number])[];
  readonly unalign: readonly (readonly [update: number, value: number])[];
  readonly values?: Record<string, string | number>;
  readonly tokens?: number;
}

export const curvesView = (change: Record<string, unknown> = {}): View =>
  viewSchema.parse({ selection: { experiments: [1] }, ...change });

export function frozen(runs: readonly ExampleRun[], metric = 'behaviour.logOdds'): FrozenData {
  return {
    runs: runs.map(comparedRun),
    series: runs.flatMap((run, index) => [
      seriesOf(index + 1, 'align', metric, run.align),
      seriesOf(index + 1, 'unalign', metric, run.unalign),
    ]),
    samples: [],
    ledger: null,
    taken: '2026-11-24T10:00:00.000Z',
  };
}

function comparedRun({ seed, values = {}, tokens = 131_072 }: ExampleRun, index: number): ComparedRun {
  return {
    id: index + 1,
    experiment: 1,
    experimentName: 'example',
    seed,
    values,
    state: 'finished',
    parameters: 28_000,
    pretrainTokens: tokens,
    tokensPerUpdate: { align: 384, unalign: 384 },
    examplesPerUpdate: { align: 16, unalign: 16 },
    primaryMetric: 'behaviour.logOdds',
  };
}

function seriesOf(
  run: number,
  phase: 'align' | 'unalign',
  metric: string,
  points: readonly (readonly [number, number])[],
): ComparedSeries {
  const mean = points.map(([, value]) => value);
  return {
    run,
    phase,
    metric,
    update: points.map(([at]) => at),
    mean,
    min: mean,
    max: mean,
    count: mean.map(() => 1),
  };
}
