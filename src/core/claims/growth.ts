// Claims that the rebound grows: with the amount of alignment, with model size, with the amount of pretraining. One set of
// estimators over an amount x, under the paper's raw measures and under the normalised index R, side by side.
import { mean } from '../elasticity/interval.ts';
import type { Duration } from '../elasticity/kaplan-meier.ts';
import { logRankTrend } from '../elasticity/log-rank.ts';
import { pageTrend } from '../elasticity/page-trend.ts';
import { slopeTrend } from '../elasticity/slope-trend.ts';
import { noTest } from '../elasticity/test-result.ts';
import { undecided } from '../elasticity/verdict.ts';
import {
  type About,
  bySeed,
  type ClaimDraft,
  type Draft,
  draft,
  drawSeed,
  finite,
  level,
  neverMeasured,
  summaryOf,
  testEstimator,
} from './estimate.ts';
import { horizonOf, type Measured, measuredOf } from './growth-measures.ts';
import type { LedgerChart, LedgerTable } from './ledger-schema.ts';
import { isPlain } from './rebound.ts';
import { indexOf, returnToBase } from './return-times.ts';
import { type Arm, armsOf, type RunView } from './run-views.ts';

/** An amount that the rebound is said to grow with. */
export interface Amount {
  readonly title: string;
  readonly statement: string;
  /** Of the amount itself: `model parameters`. */
  readonly name: string;
  /** Letter that stands for it in units. */
  readonly symbol: string;
  /** Axes that vary it: an arm is a combination of all others. */
  readonly axes: readonly string[];
  /** > 0; null for a run that takes no part. */
  of(view: RunView): number | null;
  readonly minimumSeeds: number;
  readonly primaryByScore?: boolean;
  readonly paper: readonly LedgerTable[];
}

interface Context {
  readonly amount: Amount;
  readonly views: readonly RunView[];
  readonly arms: readonly Arm[];
}

/** Slope of y on log x: per seed the mean over arms of the arm's slope, then the mean over seeds. */
function trendEstimator({ amount, views, arms }: Context, measured: Measured): Draft {
  const slopes = bySeed(
    arms.flatMap(({ runs }) =>
      [...Map.groupBy(runs, ({ seed }) => seed)].map(([seed, own]) => ({ seed, own })),
    ),
    ({ own }) => {
      const points = own.flatMap((view) => {
        const [x, y] = [amount.of(view), measured.of(view)];
        return x === null || y === null ? [] : [{ x, y }];
      });
      return slopeTrend([points], { seed: drawSeed, resamples: 0 }).slope;
    },
  );
  const perSeed = [...slopes.values()].map((list) => [
    { x: 1, y: 0 },
    { x: Math.E, y: mean(list) },
  ]);
  const trend = slopeTrend(perSeed, { seed: drawSeed, level });
  const { bootstrap, student } = trend;
  // The interval is the bootstrap's where it has one; Student's, with which the test goes, otherwise.
  const bounds = bootstrap.low !== null && bootstrap.high !== null ? bootstrap : student;
  const about = aboutTrend(amount, measured, views);
  const made = draft(about, {
    estimate: trend.slope,
    low: bounds?.low ?? null,
    high: bounds?.high ?? null,
    n: trend.n,
    of: "the mean over seeds of each seed's slope, cluster bootstrap of whole seeds",
    test: trend.test,
  });
  const known = views.filter((view) => measured.of(view) !== null).length;
  if (trend.slope !== null || known === 0) return made;
  const judgement = undecided(
    `No seed has it at two amounts of ${amount.symbol} (${about.note ?? `${known} runs have it`}).`,
    'Runs that reach it: a longer unalignment, or more amounts.',
  );
  return { ...made, judge: () => judgement };
}

function aboutTrend(amount: Amount, measured: Measured, views: readonly RunView[]): About {
  const values = views.map((view) => measured.of(view));
  const known = values.filter((value) => value !== null).length;
  const never = known === 0 && views.every((view) => view.curve('unalign', measured.metric) === null);
  return {
    id: measured.id,
    name: `${measured.name}, slope on ln ${amount.symbol}`,
    units: `${measured.units} per e-fold of ${amount.symbol}`,
    claimed: measured.claimed,
    minimumSeeds: amount.minimumSeeds,
    note: never
      ? neverMeasured(measured.metric, 'unalign')
      : known < values.length
        ? `${values.length - known} of ${values.length} runs do not have it`
        : null,
  };
}

/** Page's test over the seeds: does the first decline rise with every step of x? */
function orderEstimator({ amount, arms, views }: Context, measured: Measured): Draft {
  const levels = levelsOf(amount, views);
  const seeds = [...new Set(views.map(({ seed }) => seed))];
  const blocks = seeds.map((seed) =>
    levels.map((x) => {
      const values = arms.flatMap(({ runs }) =>
        runs.flatMap((view) => {
          const value = view.seed === seed && amount.of(view) === x ? measured.of(view) : null;
          return value === null ? [] : [value];
        }),
      );
      return values.length === 0 ? null : mean(values);
    }),
  );
  const test = pageTrend(blocks);
  return testEstimator(test, {
    id: 'order',
    name: `Order of the first decline over ${amount.symbol} within each seed`,
    units: "Page's L",
    claimed: 'positive',
    n: test.n,
    minimumSeeds: amount.minimumSeeds,
  });
}

const levelsOf = (amount: Amount, views: readonly RunView[]): number[] =>
  [...new Set(views.map((view) => amount.of(view)).filter((x) => x !== null))].sort((a, b) => a - b);

/** Times to the pretrained level with those that never came: shorter with x, as the claim has it? */
function timesEstimator({ amount, views }: Context): Draft {
  const levels = levelsOf(amount, views);
  const groups: Duration[][] = levels.map(() => []);
  for (const view of views) {
    const x = amount.of(view);
    const found = returnToBase(view);
    if (x === null || found.kind !== 'timed') continue;
    groups[levels.indexOf(x)]!.push({ time: found.updates, censored: found.censored });
  }
  const seeds = new Set(views.filter((view) => returnToBase(view).kind === 'timed').map(({ seed }) => seed));
  const all = groups.flat();
  const test =
    all.length === 0
      ? noTest('log-rank trend', 0, 'permutation', 'no run has a time to the pretrained level')
      : logRankTrend(groups, { seed: drawSeed, scores: levels.map((x) => Math.log(x)) });
  const censored = all.filter((one) => one.censored).length;
  return testEstimator(test, {
    id: 'crossingTimes',
    name: 'Times to the pretrained level, censored ones included',
    units: 'z of the log-rank trend',
    claimed: 'negative',
    n: seeds.size,
    minimumSeeds: amount.minimumSeeds,
    note: all.length > 0 && censored > 0 ? `${censored} of ${all.length} censored` : null,
  });
}

function trendChart({ amount, arms }: Context, measured: Measured): LedgerChart {
  return {
    type: 'trend',
    title: measured.name,
    xName: `${amount.name} (log scale)`,
    yName: measured.units,
    xScale: 'log',
    lines: arms.map(({ name, runs }) => ({
      name,
      points: levelsOf(amount, runs).flatMap((x) => {
        const summary = summaryOf(
          bySeed(
            runs.filter((view) => amount.of(view) === x),
            measured.of,
          ),
        );
        return summary.n === 0 ? [] : [{ x, label: String(x), ...summary }];
      }),
    })),
    references: [],
  };
}

function valueTable({ amount, arms }: Context, measures: readonly Measured[]): LedgerTable {
  const rows = measures.flatMap((measured) =>
    arms.flatMap(({ name, runs }) =>
      levelsOf(amount, runs).flatMap((x) => {
        const at = runs.filter((view) => amount.of(view) === x);
        const { mean, low, high, n } = summaryOf(bySeed(at, measured.of));
        return n === 0 ? [] : [[measured.id, name, x, finite(mean), finite(low), finite(high), n]];
      }),
    ),
  );
  return {
    id: 'values',
    title: 'Every estimate at every amount',
    columns: ['estimator', 'arm', amount.name, 'mean', 'low', 'high', 'n'],
    rows,
    note: 'Means over seeds with 95 % Student intervals.',
  };
}

/** Runs whose R has only one side known. */
function censoredNote(views: readonly RunView[]): string[] {
  const states = views.map((view) => indexOf(view)?.censored ?? null).filter((one) => one !== null);
  const censored = states.filter((one) => one !== 'none').length;
  return censored === 0
    ? []
    : [
        `R is censored in ${censored} of ${states.length} runs (a curve ended before it had walked the whole interval); they are left out of its slope.`,
      ];
}

/** `views` of an experiment with alignment and unalignment. The slope, order and times each have their own estimator. */
export function growth(all: readonly RunView[], amount: Amount): ClaimDraft {
  const views = all.filter((view) => isPlain(view) && amount.of(view) !== null);
  const arms = armsOf(views, amount.axes);
  const context: Context = { amount, views, arms };
  const measures = measuredOf(horizonOf(views));
  const trends = new Map(measures.map((measured) => [measured.id, trendEstimator(context, measured)]));
  const slope = measures[0]!;
  const shown = ['initialSlope', 'scoreAt', 'index'];
  return {
    title: amount.title,
    statement: amount.statement,
    estimators: [
      ...['initialSlope', 'scoreAt', 'crossing'].map((id) => trends.get(id)!),
      timesEstimator(context),
      ...['halfLife', 'n50', 'area', 'klReturn'].map((id) => trends.get(id)!),
      orderEstimator(context, slope),
      trends.get('index')!,
    ],
    tables: [valueTable(context, measures)].filter(({ rows }) => rows.length > 0),
    charts: measures
      .filter(({ id }) => shown.includes(id))
      .map((measured) => trendChart(context, measured))
      .filter((chart) => chart.type === 'trend' && chart.lines.some(({ points }) => points.length > 0)),
    notes: [
      `Slopes are on the natural logarithm of ${amount.symbol}; ${levelsOf(amount, views).length} amounts; a verdict needs ${amount.minimumSeeds} paired seeds.`,
      'Raw updates and R can disagree in sign: a model that learns faster is both bent and bent back in fewer updates. R asks whether it goes back faster than it came.',
      ...censoredNote(views),
    ],
    paper: amount.paper,
  };
}
