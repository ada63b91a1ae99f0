// Fast, then slow (SCIENCE §6): does the decline slow once it is back at the pretrained level? Without a model: the next
// as many updates lose less than those until the level. With models: fits by AICc, and where a broken stick breaks.
import { between, type Curve, type CurvePoint, curvePoints } from '../elasticity/curve.ts';
import { type DeclineFits, fitDecline } from '../elasticity/decline-fits.ts';
import { declineModelNames } from '../elasticity/decline-models.ts';
import { firstBelow } from '../elasticity/recovery.ts';
import {
  type About,
  bySeed,
  type ClaimDraft,
  type Draft,
  equalityEstimator,
  meanEstimator,
  neverMeasured,
  seedMeans,
  summaryOf,
} from './estimate.ts';
import type { LedgerChart, LedgerTable } from './ledger-schema.ts';
import { isPlain } from './rebound.ts';
import { type Arm, armsOf, type BehaviourScale, type RunView } from './run-views.ts';

/** How near a breakpoint must be to the pretrained level to be at it, log-odds. */
const levelMargin = 0.25;

export interface Decline {
  /** Lost per update until the pretrained level, and over as many updates after it. */
  readonly before: number;
  readonly after: number;
}

/** Null where the level is not reached, or the curve ends before as many updates again. */
export function declineAround(curve: Curve, base: number): Decline | null {
  const points = curvePoints(curve);
  const crossing = firstBelow(curve, base);
  const start = points[0];
  if (start === undefined || crossing === null || crossing.update === null) return null;
  if (crossing.update <= 0 || start.value <= base) return null;
  const later = valueAt(points, 2 * crossing.update);
  if (later === null) return null;
  return {
    before: (start.value - base) / crossing.update,
    after: (base - later) / crossing.update,
  };
}

function valueAt(points: readonly CurvePoint[], update: number): number | null {
  const next = points.findIndex((point) => point.update >= update);
  if (next < 0) return null;
  const b = points[next]!;
  const a = points[next - 1];
  if (a === undefined) return b.value;
  return between(a, b, (update - a.update) / (b.update - a.update)).value;
}

function around(view: RunView, scale: BehaviourScale): Decline | null {
  const curve = view.behaviour('unalign', scale);
  const base = view.base(scale);
  return curve === null || base === null ? null : declineAround(curve, base);
}

function slowdown(views: readonly RunView[], scale: BehaviourScale): Draft {
  const values = bySeed(views, (view) => {
    const found = around(view, scale);
    return found === null ? null : found.before - found.after;
  });
  const measured = views.some((view) => view.behaviour('unalign', scale) !== null);
  const about: About = {
    id: scale === 'score' ? 'slowdownScore' : 'slowdownLogOdds',
    name: `${scale === 'score' ? 'Score' : 'Log-odds'} lost per update until the pretrained level, less that over as many updates after it`,
    units: scale === 'score' ? 'score per update' : 'log-odds per update',
    claimed: 'positive',
    note: !measured
      ? neverMeasured(`behaviour.${scale}`, 'unalign')
      : values.size === 0
        ? 'no run reached the pretrained level and went on for as many updates again'
        : null,
  };
  return meanEstimator(values, about);
}

export interface FittedRun {
  readonly seed: number;
  readonly base: number | null;
  readonly fits: DeclineFits;
}

/** Fits of the log-odds over updates, each run by itself. */
export function fitRun(view: RunView): FittedRun | null {
  const curve = view.behaviour('unalign', 'logOdds');
  if (curve === null) return null;
  const base = view.base('logOdds');
  const points = curvePoints(curve).map(({ update, value }) => ({ x: update, y: value }));
  return { seed: view.seed, base, fits: fitDecline(points, { scale: 'log-odds', level: base }) };
}

/** Where the free broken stick breaks, in log-odds; null where it could not be fitted or breaks at an edge. */
export function breakLevel({ fits }: FittedRun): number | null {
  const stick = fits.fits.find(({ model }) => model === 'broken stick');
  return stick === undefined || stick.atEdge ? null : (stick.breakpoint?.level ?? null);
}

const aiccOf = ({ fits }: FittedRun, model: string): number | null =>
  fits.fits.find((fit) => fit.model === model)?.aicc ?? null;

function fitTable(arms: readonly { name: string; runs: readonly FittedRun[] }[]): LedgerTable {
  const rows = arms.flatMap(({ name, runs }) =>
    declineModelNames.flatMap((model) => {
      const found = runs.flatMap(({ fits }) => fits.fits.filter((fit) => fit.model === model));
      if (found.length === 0) return [];
      const average = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const breaks = found.flatMap(({ breakpoint }) => (breakpoint === null ? [] : [breakpoint]));
      return [
        [
          name,
          model === 'logistic' ? 'straight in log-odds' : model,
          runs.filter(({ fits }) => fits.best === model).length,
          average(found.map(({ weight }) => weight)),
          average(found.map(({ rSquared }) => rSquared)),
          breaks.length === 0 ? null : average(breaks.map(({ update }) => update)),
          breaks.length === 0 ? null : average(breaks.map((one) => one.level)),
          found.length,
        ],
      ];
    }),
  );
  return {
    id: 'fits',
    title: 'Forms of the decline, fitted to the log-odds of each run',
    columns: ['arm', 'form', 'best in', 'AICc weight', 'R²', 'breaks at update', 'breaks at log-odds', 'n'],
    rows,
    note: 'Least squares per run, compared by AICc; means over seeds.',
  };
}

function declineChart(arms: readonly Arm[], scale: BehaviourScale): LedgerChart {
  const side = (runs: readonly RunView[], key: keyof Decline) =>
    summaryOf(bySeed(runs, (view) => around(view, scale)?.[key] ?? null));
  return {
    type: 'pairs',
    title: `Decline until the pretrained level and after it, ${scale === 'score' ? 'score' : 'log-odds'}`,
    unit: scale === 'score' ? 'score per update' : 'log-odds per update',
    firstName: 'after the pretrained level',
    secondName: 'until the pretrained level',
    cells: arms
      .map(({ name, runs }) => ({
        group: '',
        label: name,
        first: side(runs, 'after'),
        second: side(runs, 'before'),
      }))
      .filter(({ first }) => first.n > 0),
  };
}

export function fastThenSlow(
  all: readonly RunView[],
  fitOf: (view: RunView) => FittedRun | null,
): ClaimDraft {
  const views = all.filter(isPlain);
  const arms = armsOf(views, []);
  const runs = views.map(fitOf).filter((one) => one !== null);
  const none = runs.length === 0 ? neverMeasured('behaviour.logOdds', 'unalign') : null;
  const atBase = bySeed(runs, (run) => {
    const at = breakLevel(run);
    return at === null || run.base === null ? null : at - run.base;
  });
  const gain = bySeed(runs, (run) => {
    const [line, stick] = [aiccOf(run, 'logistic'), aiccOf(run, 'broken stick at level')];
    return line === null || stick === null ? null : line - stick;
  });
  return {
    title: 'Fast, then slow',
    statement:
      'The decline is fast until the model is back near its pretrained distribution, and slows once it is there.',
    estimators: [
      slowdown(views, 'logOdds'),
      slowdown(views, 'score'),
      equalityEstimator(seedMeans(atBase), {
        id: 'breakpointAtBase',
        name: 'Where a broken stick breaks, less the pretrained level',
        units: 'log-odds',
        claimed: 'positive',
        center: 0,
        margin: levelMargin,
        note: none,
      }),
      meanEstimator(gain, {
        id: 'stickBeatsLine',
        name: 'AICc of a straight line less that of a stick that breaks at the pretrained level',
        units: 'AICc',
        claimed: 'positive',
        note: none,
      }),
    ],
    tables: [
      fitTable(
        arms.map((arm) => ({ name: arm.name, runs: arm.runs.map(fitOf).filter((one) => one !== null) })),
      ),
    ].filter(({ rows }) => rows.length > 0),
    charts: [declineChart(arms, 'logOdds'), declineChart(arms, 'score')].filter(
      (chart) => chart.type === 'pairs' && chart.cells.length > 0,
    ),
    notes: [
      'A score levels off at 0 whatever happens: log-odds have no floor, so they are the fairer scale for slowing down.',
      'A stick that breaks can break anywhere: it speaks for the claim only if it breaks at the pretrained level.',
    ],
    paper: [],
  };
}
