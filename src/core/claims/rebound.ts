// Rebound exists (SCIENCE §3, §6): the way back to the pretrained state takes a small share of what alignment took. Times
// that never came are censored, not dropped.
import { type BootstrapInterval, bootstrapClusters } from '../elasticity/bootstrap.ts';
import { type Duration, kaplanMeier, medianTime, survivalMedian } from '../elasticity/kaplan-meier.ts';
import { pairedT } from '../elasticity/paired-tests.ts';
import { closestApproach } from '../elasticity/recovery.ts';
import { noTest, type TestResult } from '../elasticity/test-result.ts';
import { undecided } from '../elasticity/verdict.ts';
import {
  bySeed,
  type ClaimDraft,
  type Draft,
  draft,
  drawSeed,
  finite,
  level,
  meanEstimator,
  neverMeasured,
} from './estimate.ts';
import type { LedgerChart, LedgerTable } from './ledger-schema.ts';
import { paperRebound, paperReturn } from './paper.ts';
import {
  alignedExamples,
  type Band,
  baseBands,
  indexTrim,
  logIndex,
  type Return,
  returnInKl,
  returnToBand,
  statedBand,
} from './return-times.ts';
import { type Arm, armsOf, type RunView } from './run-views.ts';

const epsilons = [0.1, 0.03, 0.01] as const;

/** Runs that unalign by examples of the opposite, not by a control. */
export const isPlain = ({ schedule: { align, unalign } }: RunView): boolean =>
  unalign?.data === undefined && align?.data === undefined && unalign?.toward !== align?.toward;

type Returns = (view: RunView) => Return;

interface Timed {
  readonly seed: number;
  readonly share: Duration;
}

/** Examples back as a share of the examples of alignment. */
function sharesOf(views: readonly RunView[], returns: Returns): Timed[] {
  return views.flatMap((view) => {
    const found = returns(view);
    if (found.kind !== 'timed' || !Number.isFinite(found.examples)) return [];
    const time = found.examples / alignedExamples(view);
    return [{ seed: view.seed, share: { time, censored: found.censored } }];
  });
}

/** The log of the median share: below 0 where returning takes fewer examples than aligning. */
function shareEstimator(
  views: readonly RunView[],
  returns: Returns,
  about: { id: string; name: string; metric: string },
): Draft {
  const shares = sharesOf(views, returns);
  const clusters = [...Map.groupBy(shares, ({ seed }) => seed).values()].map((list) =>
    list.map(({ share }) => share),
  );
  const drawn = bootstrapClusters(clusters, (all) => medianTime(all.flat()), {
    seed: drawSeed,
    level,
    method: 'percentile',
  });
  const censored = shares.filter(({ share }) => share.censored).length;
  const note = noteOf(views, shares.length, censored, { ...about, returns });
  const made = draft(
    {
      id: about.id,
      name: about.name,
      units: 'ln(examples back / n⁺)',
      claimed: 'negative',
      note,
    },
    {
      estimate: log(drawn.estimate),
      low: log(drawn.low),
      high: log(drawn.high),
      n: drawn.n,
      of: `the Kaplan–Meier median, bootstrap of whole seeds, percentile${endsAtEstimate(drawn)}`,
      test: medianTest(clusters),
    },
  );
  if (made.estimate !== null || shares.length === 0) return made;
  const judgement = undecided(
    `The median is beyond what was trained: ${note}.`,
    'A longer unalignment, or a wider target.',
  );
  return { ...made, judge: () => judgement };
}

/**
 * Where the ratios of two arms of as many runs do not overlap, the median over both is the largest of the lower arm in
 * every resample of whole seeds: nothing lies beyond it, and the interval ends there.
 */
function endsAtEstimate({ estimate, low, high }: BootstrapInterval): string {
  if (estimate === null || low === high || (estimate !== low && estimate !== high)) return '';
  return ', which ends at the estimate: hardly any resample lies beyond it, as where half of the runs are of arms with smaller ratios than all others';
}

const log = (value: number | null): number | null =>
  value === null || value <= 0 ? null : finite(Math.log(value));

/** Paired t of the seeds' own medians, where every seed has one. */
function medianTest(clusters: readonly (readonly Duration[])[]): TestResult {
  const medians = clusters.map((durations) => log(medianTime(durations)));
  const known = medians.filter((median) => median !== null);
  const test = "Student's t of the seeds' medians";
  if (known.length < medians.length)
    return noTest(test, medians.length, 'student', 'not every seed has a median');
  return { ...pairedT(known), test };
}

function noteOf(
  views: readonly RunView[],
  timed: number,
  censored: number,
  { metric, returns }: { metric: string; returns: Returns },
): string | null {
  const left = views.filter((view) => returns(view).kind === 'never left').length;
  if (timed === 0 && left > 0) return `alignment never led away from it in all ${left} runs`;
  if (timed === 0) return neverMeasured(metric, 'unalign');
  const parts = [
    censored > 0 ? `${censored} of ${timed} runs had not returned when unalignment ended` : '',
    left > 0 ? `${left} runs never left and are not counted` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join('; ');
}

function returnTable(arms: readonly Arm[], bands: ReadonlyMap<RunView, Band | null>): LedgerTable {
  const ways: [string, Returns][] = [
    ['base band', (view) => returnToBand(view, bands.get(view) ?? null)],
    ...epsilons.map((epsilon): [string, Returns] => [
      `KL(p_θ ‖ p_θ0) < ${epsilon}`,
      (view) => returnInKl(view, epsilon),
    ]),
    ...epsilons.map((epsilon): [string, Returns] => [
      `KL(p_θ0 ‖ p_θ) < ${epsilon}`,
      (view) => returnInKl(view, epsilon, 'kl.toBase'),
    ]),
  ];
  const rows = arms.flatMap(({ name, runs }) => {
    const asked = new Set(runs.map(alignedExamples));
    const examples = asked.size === 1 ? [...asked][0]! : null;
    return ways.flatMap(([way, returns]) => {
      const found = runs.map(returns).filter((one) => one.kind === 'timed');
      if (found.length === 0) return [];
      const durations = (key: 'updates' | 'examples') =>
        found.map((one) => ({ time: one[key], censored: one.censored }));
      const updates = finite(medianTime(durations('updates')));
      const back = survivalMedian(durations('examples'), { seed: drawSeed, resamples: 500 });
      const share = examples === null || back.estimate === null ? null : back.estimate / examples;
      return [[name, way, updates, back.estimate, back.low, back.high, share, found.length, back.censored]];
    });
  });
  return {
    id: 'return',
    title: 'Updates and examples to return',
    columns: ['arm', 'back means', 'updates', 'examples', 'low', 'high', 'share of n⁺', 'n', 'censored'],
    rows,
    note: 'Kaplan–Meier medians over seeds with 95 % bootstrap intervals; empty where fewer than half returned, or an interval has no end.',
  };
}

function approachTable(arms: readonly Arm[]): LedgerTable {
  const distances: [string, string][] = [
    ['‖θ − θ0‖', 'weights.toBase'],
    ['KL(p_θ ‖ p_θ0)', 'kl.fromBase'],
  ];
  const rows = arms.flatMap(({ name, runs }) =>
    distances.flatMap(([label, metric]) => {
      const found = runs.flatMap((view) => {
        const curve = view.curve('unalign', metric);
        const closest = curve === null ? null : closestApproach(curve);
        return closest === null ? [] : [closest];
      });
      if (found.length === 0) return [];
      const count = (kind: string): number => found.filter((one) => one.kind === kind).length;
      const average = (key: 'distance' | 'update' | 'final'): number =>
        found.reduce((sum, one) => sum + one[key], 0) / found.length;
      return [
        [
          name,
          label,
          average('distance'),
          average('update'),
          average('final'),
          count('returned'),
          count('passed'),
          count('approaching'),
          count('never'),
        ],
      ];
    }),
  );
  return {
    id: 'closest',
    title: 'Closest approach to θ0: a return, or a passing-through?',
    columns: [
      'arm',
      'distance',
      'closest',
      'at update',
      'at the end',
      'returned',
      'passed through',
      'still approaching',
      'never nearer',
    ],
    rows,
    note: 'Means over seeds; the last four columns count seeds. Returned: at the end at most a tenth of what was gained is given back.',
  };
}

/** Survival until the base's band, one line per arm. */
export function returnChart(arms: readonly Arm[], bands: ReadonlyMap<RunView, Band | null>): LedgerChart {
  const groups = arms.flatMap(({ name, runs }) => {
    const found = runs
      .map((view) => returnToBand(view, bands.get(view) ?? null))
      .filter((one) => one.kind === 'timed')
      .map(({ updates, censored }) => ({ time: updates, censored }));
    if (found.length === 0) return [];
    return [
      {
        name,
        n: found.length,
        steps: kaplanMeier(found).map(({ time, survival }) => ({ time, survival })),
        censored: found.filter((one) => one.censored).map(({ time }) => time),
        last: Math.max(...found.map(({ time }) => time)),
      },
    ];
  });
  return {
    type: 'survival',
    title: "Share of runs not yet back in the pretrained model's band",
    xName: 'updates of unalignment',
    groups,
  };
}

export function rebound(views: readonly RunView[]): ClaimDraft {
  const bands = baseBands(views);
  const plain = views.filter(isPlain);
  const arms = armsOf(views, []);
  const band: Returns = (view) => returnToBand(view, bands.get(view) ?? null);
  const stated = [...bands.values()].some((one) => one?.from === 'stated');
  return {
    title: 'Rebound',
    statement:
      'Trained on the opposite, an aligned model comes back to its pretrained state with far fewer examples than alignment took.',
    estimators: [
      shareEstimator(plain, band, {
        id: 'bandShare',
        name: "Log of the median ratio of examples back to n⁺, until log-odds enter the pretrained model's band",
        metric: 'behaviour.logOdds',
      }),
      ...epsilons.map((epsilon) =>
        shareEstimator(plain, (view) => returnInKl(view, epsilon), {
          id: `kl${epsilon}`,
          name: `Log of the median ratio of examples back to n⁺, until KL(p_θ ‖ p_θ0) < ${epsilon}`,
          metric: 'kl.fromBase',
        }),
      ),
      meanEstimator(bySeed(plain, logIndex), {
        id: 'index',
        name: 'Logarithm of R = updates back / updates forward over the same log-odds',
        units: 'ln R',
        claimed: 'negative',
        of: 'the mean over seeds of log R',
        note: plain.some((view) => logIndex(view) !== null)
          ? null
          : 'no run has both ways through the same log-odds measured',
      }),
    ],
    tables: [returnTable(arms, bands), approachTable(arms)].filter(({ rows }) => rows.length > 0),
    charts: [returnChart(arms, bands)].filter(
      (chart) => chart.type !== 'survival' || chart.groups.length > 0,
    ),
    notes: [
      stated
        ? `The pretrained band is θ0's own log-odds ± ${statedBand}: fewer than 3 seeds, or no spread between them.`
        : "The pretrained band is the 95 % band of θ0's log-odds over seeds.",
      `R leaves out the outer ${indexTrim * 100} % of the log-odds interval at both ends.`,
      ...(plain.length < views.length
        ? [`${views.length - plain.length} control runs are in the tables and in no estimator.`]
        : []),
    ],
    paper: [paperRebound, paperReturn],
  };
}
