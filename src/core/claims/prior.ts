// The anchor control (SCIENCE §8): if the pretrained distribution holds the model, the level where the decline slows moves
// with the prior π of pretraining; if it is only the floor of the score, it stays.
import { breakpointMoves } from '../elasticity/breakpoint-moves.ts';
import { curvePoints } from '../elasticity/curve.ts';
import { logOdds } from '../elasticity/log-odds.ts';
import { slopeTrend } from '../elasticity/slope-trend.ts';
import {
  bySeed,
  type ClaimDraft,
  type Draft,
  draft,
  drawSeed,
  equalityEstimator,
  level,
  neverMeasured,
  summaryOf,
} from './estimate.ts';
import type { LedgerChart } from './ledger-schema.ts';
import { isPlain } from './rebound.ts';
import { type Arm, armsOf, type RunView } from './run-views.ts';
import { breakLevel, type FittedRun } from './shape.ts';

const axes = ['corpus', 'corpus.positive'];
const margin = 0.25;

/** π as alignment sees it: mirrored where alignment was toward negative. Null for a corpus that has none. */
export function priorOf({ schedule: { corpus, align } }: RunView): number | null {
  if (corpus.kind === 'files') return null;
  return align?.toward === 'negative' ? 1 - corpus.positive : corpus.positive;
}

interface Level {
  readonly seed: number;
  readonly prior: number;
  readonly level: number | null;
}

const finalLevel = (view: RunView): number | null => {
  const curve = view.behaviour('unalign', 'logOdds');
  return curve === null ? null : (curvePoints(curve).at(-1)?.value ?? null);
};

/** Slope of a level on logit π per seed, with the arms together. */
function slopeDraft(
  levels: readonly Level[],
  about: { id: string; name: string; note: string | null },
): { draft: Draft; slopes: number[] } {
  const seeds = [...new Set(levels.map(({ seed }) => seed))];
  const clusters = seeds.map((seed) =>
    levels.flatMap((at) => (at.seed === seed && at.level !== null ? [{ x: at.prior, y: at.level }] : [])),
  );
  const trend = slopeTrend(clusters, { seed: drawSeed, scale: 'log-odds', level });
  return {
    slopes: trend.slopes.filter((slope) => slope !== null),
    draft: draft(
      { ...about, units: 'log-odds per log-odds of π', claimed: 'positive' },
      {
        estimate: trend.slope,
        low: trend.student?.low ?? null,
        high: trend.student?.high ?? null,
        n: trend.n,
        of: "the mean over seeds of each seed's slope, Student's t",
        test: trend.test,
      },
    ),
  };
}

function levelChart(arms: readonly Arm[], title: string, of: (view: RunView) => number | null): LedgerChart {
  const priors = [...new Set(arms.flatMap(({ runs }) => runs.map((view) => priorOf(view)!)))].sort(
    (a, b) => a - b,
  );
  return {
    type: 'trend',
    title,
    xName: 'prior π (at its log-odds)',
    yName: 'log-odds',
    xScale: 'linear',
    lines: arms.map(({ name, runs }) => ({
      name,
      points: priors.flatMap((prior) => {
        const summary = summaryOf(
          bySeed(
            runs.filter((view) => priorOf(view) === prior),
            of,
          ),
        );
        return summary.n === 0 ? [] : [{ x: logOdds(prior), label: `π ${prior}`, ...summary }];
      }),
    })),
    references: [
      {
        name: 'an anchor: the prior itself',
        points: priors.map((prior) => [logOdds(prior), logOdds(prior)]),
      },
    ],
  };
}

export function anchor(all: readonly RunView[], fitOf: (view: RunView) => FittedRun | null): ClaimDraft {
  const views = all.filter((view) => isPlain(view) && priorOf(view) !== null);
  const breakOf = (view: RunView): number | null => {
    const fitted = fitOf(view);
    return fitted === null ? null : breakLevel(fitted);
  };
  const levels = (of: (view: RunView) => number | null): Level[] =>
    views.map((view) => ({ seed: view.seed, prior: priorOf(view)!, level: of(view) }));
  const measured = views.some((view) => view.behaviour('unalign', 'logOdds') !== null);
  const note = measured ? null : neverMeasured('behaviour.logOdds', 'unalign');
  const breaks = levels(breakOf);
  const broken = slopeDraft(breaks, {
    id: 'breakpoint',
    name: 'Level where the decline breaks, slope on the log-odds of π',
    note,
  });
  const end = slopeDraft(levels(finalLevel), {
    id: 'finalLevel',
    name: 'Level at the end of unalignment, slope on the log-odds of π',
    note,
  });
  const same = { units: 'log-odds per log-odds of π', claimed: 'positive', margin, note } as const;
  const moves = breakpointMoves(breaks, { seed: drawSeed, margin });
  const arms = armsOf(views, axes);
  return {
    title: 'Anchor at the pretrained distribution',
    statement:
      'What holds the model is its pretrained distribution: the level where the decline slows moves with the prior π of pretraining.',
    estimators: [
      broken.draft,
      equalityEstimator(broken.slopes, {
        ...same,
        id: 'breakpointIsAnchor',
        name: 'The same slope is 1: an anchor',
        center: 1,
      }),
      equalityEstimator(broken.slopes, {
        ...same,
        id: 'breakpointIsFloor',
        name: 'The same slope is 0: a floor',
        center: 0,
      }),
      end.draft,
    ],
    tables: [],
    charts: [
      levelChart(arms, 'Level where the decline breaks', breakOf),
      levelChart(arms, 'Level at the end of unalignment', finalLevel),
    ].filter((chart) => chart.type === 'trend' && chart.lines.some(({ points }) => points.length > 0)),
    notes: [
      `The level where the decline breaks ${moves.reading === 'undecided' ? 'neither moves with the prior nor stays, as far as these runs can tell' : moves.reading}.`,
      'A level held only by the floor of the score would have slope 0; "is a floor" supported speaks against the claim.',
    ],
    paper: [],
  };
}
