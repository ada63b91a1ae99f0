// A small comparison whose numbers can be reckoned by hand: two seeds, two amounts of alignment, log-odds up and down again.
import type { ComparedRun, ComparedSeries, FrozenData } from '../../../src/core/frozen-data.ts';
import type { PhaseName } from '../../../src/core/schedule.ts';
import { type View, type ViewInput, viewSchema } from '../../../src/core/view.ts';

export const viewOf = (view: ViewInput): View => viewSchema.parse(view);

export function runOf(
  id: number,
  values: ComparedRun['values'],
  seed: number,
  more: Partial<ComparedRun> = {},
): ComparedRun {
  return {
    id,
    experiment: 1,
    experimentName: 'one',
    seed,
    values,
    state: 'finished',
    parameters: 1000,
    pretrainTokens: 10_000,
    tokensPerUpdate: { pretrain: 100, align: 80, unalign: 80 },
    examplesPerUpdate: { pretrain: 10, align: 8, unalign: 8 },
    primaryMetric: 'behaviour.logOdds',
    ...more,
  };
}

export function seriesOf(
  run: number,
  phase: PhaseName,
  metric: string,
  points: readonly (readonly [update: number, value: number | null])[],
  count = 1,
): ComparedSeries {
  const mean = points.map(([, value]) => value);
  return {
    run,
    phase,
    metric,
    update: points.map(([update]) => update),
    mean,
    min: mean,
    max: mean,
    count: points.map(() => count),
  };
}

export const dataOf = (runs: readonly ComparedRun[], series: readonly ComparedSeries[]): FrozenData => ({
  runs: [...runs],
  series: [...series],
  samples: [],
  ledger: null,
  taken: '2026-11-24T00:00:00.000Z',
});

const logOdds = 'behaviour.logOdds';
/** Of seed s and n⁺ = n: θ0 at 0, up to n / 100 + s − 1 in 4 updates, down again by 1 an update. */
export function example(): FrozenData {
  const runs = [100, 400].flatMap((n, i) =>
    [1, 2].map((seed) => runOf(2 * i + seed, { 'align.examples': n }, seed)),
  );
  const series = runs.flatMap((run) => {
    const top = Number(run.values['align.examples']) / 100 + run.seed - 1;
    return [
      seriesOf(run.id, 'align', logOdds, [
        [0, 0],
        [2, top / 2],
        [4, top],
      ]),
      seriesOf(
        run.id,
        'unalign',
        logOdds,
        [0, 1, 2, 4].map((update) => [update, top - update] as const),
      ),
    ];
  });
  return dataOf(runs, series);
}
