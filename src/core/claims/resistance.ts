// Resistance (SCIENCE §3, Table 1): training slice l on what slice k < l wrote (inverse) against training slice k on what
// slice l wrote (forward), of the same alignment. Everything is forward − inverse, paired within a seed.
import { type Curve, curvePoints } from '../elasticity/curve.ts';
import { holm } from '../elasticity/holm.ts';
import { mean } from '../elasticity/interval.ts';
import { typeset } from '../number-text.ts';
import {
  bySeed,
  type ClaimDraft,
  type Draft,
  finite,
  hierarchicalEstimator,
  meanEstimator,
  neverMeasured,
  summaryOf,
} from './estimate.ts';
import type { LedgerChart, LedgerTable } from './ledger-schema.ts';
import { paperResistance, paperResistanceKl } from './paper.ts';
import { type Arm, armsOf, type RunView } from './run-views.ts';

const ends = ['transfer', 'transfer.from', 'transfer.onto'];

/** Forward and inverse of one pair of slices, one seed, one arm. */
interface Pair {
  readonly seed: number;
  readonly arm: string;
  readonly from: number;
  readonly onto: number;
  readonly forward: RunView;
  readonly inverse: RunView;
}
interface Measure {
  readonly id: string;
  readonly name: string;
  readonly metrics: readonly string[];
  /** Of one transfer run. */
  of(run: RunView): number | null;
  /** How a pair's two numbers are joined: forward − inverse. */
  readonly hierarchical?: true;
}

const transferCurve = (run: RunView, metric: string): Curve | null => run.curve('transfer', metric);
const last = (curve: Curve | null): number | null =>
  curve === null ? null : (curvePoints(curve).at(-1)?.value ?? null);
const first = (curve: Curve | null): number | null =>
  curve === null ? null : (curvePoints(curve)[0]?.value ?? null);

function meanOf(curve: Curve | null, share = 1): number | null {
  if (curve === null) return null;
  const values = curvePoints(curve).map(({ value }) => value);
  return mean(values.slice(-Math.max(1, Math.round(values.length * share))));
}
const less = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);

const measures: readonly Measure[] = [
  {
    id: 'loss',
    name: 'Training loss, mean over the epoch (as in the paper)',
    metrics: ['train.loss'],
    of: (run) => meanOf(transferCurve(run, 'train.loss')),
  },
  {
    id: 'lossFinal',
    name: 'Training loss, mean over the last tenth',
    metrics: ['train.loss'],
    of: (run) => meanOf(transferCurve(run, 'train.loss'), 0.1),
  },
  {
    id: 'heldOut',
    name: 'Cross-entropy on held-out prompts, at the end',
    metrics: ['generated.nats'],
    of: (run) => last(transferCurve(run, 'generated.nats')),
  },
  {
    id: 'corrected',
    name: "Training loss less the generator's own on that set",
    metrics: ['train.loss', 'generated.trainFloor'],
    of: (run) =>
      less(meanOf(transferCurve(run, 'train.loss')), first(transferCurve(run, 'generated.trainFloor'))),
    hierarchical: true,
  },
  {
    id: 'heldOutCorrected',
    name: "Held-out cross-entropy less the generator's own",
    metrics: ['generated.nats', 'generated.floor'],
    of: (run) =>
      less(last(transferCurve(run, 'generated.nats')), last(transferCurve(run, 'generated.floor'))),
    hierarchical: true,
  },
  {
    id: 'kl',
    name: 'KL(generator ‖ model) left at the end',
    metrics: ['generated.kl'],
    of: (run) => last(transferCurve(run, 'generated.kl')),
    hierarchical: true,
  },
  {
    id: 'klChange',
    name: 'KL(generator ‖ model) trained away',
    metrics: ['generated.kl'],
    of: (run) => less(first(transferCurve(run, 'generated.kl')), last(transferCurve(run, 'generated.kl'))),
  },
];

function pairsOf(arms: readonly Arm[]): Pair[] {
  const end = ({ schedule: { transfer } }: RunView) => ({ from: transfer!.from, onto: transfer!.onto });
  return arms.flatMap(({ name, runs }) =>
    runs.flatMap((forward) => {
      const { from, onto } = end(forward);
      if (from >= onto) return [];
      const inverse = runs.find(
        (run) => run.seed === forward.seed && end(run).from === onto && end(run).onto === from,
      );
      return inverse === undefined ? [] : [{ seed: forward.seed, arm: name, from, onto, forward, inverse }];
    }),
  );
}

const difference =
  (measure: Measure) =>
  ({ forward, inverse }: Pair): number | null =>
    less(measure.of(forward), measure.of(inverse));

function estimatorOf(measure: Measure, pairs: readonly Pair[]): Draft {
  const values = bySeed(pairs, difference(measure));
  const missing = measure.metrics.find((metric) =>
    pairs.every(({ forward }) => transferCurve(forward, metric) === null),
  );
  const make = measure.hierarchical === undefined ? meanEstimator : hierarchicalEstimator;
  return make(values, {
    id: measure.id,
    name: `${measure.name}: forward − inverse`,
    units: 'nats per token',
    claimed: 'positive',
    of: 'the mean over seeds of their mean over cells',
    note:
      pairs.length === 0
        ? 'no pair of slices has both its ways finished'
        : missing === undefined
          ? null
          : neverMeasured(missing, 'transfer'),
  });
}

const pairName = ({ from, onto }: Pick<Pair, 'from' | 'onto'>): string =>
  `θ${onto}→θ${from} / θ${from}→θ${onto}`;

interface Cell {
  readonly arm: string;
  readonly pair: string;
  readonly pairs: readonly Pair[];
}
function cellsOf(pairs: readonly Pair[]): Cell[] {
  const order = (pair: Pair): string => `${pair.arm}\n${pairName(pair)}`;
  return [...Map.groupBy(pairs, order).values()].map((cell) => ({
    arm: cell[0]!.arm,
    pair: pairName(cell[0]!),
    pairs: cell,
  }));
}

interface JudgedCell extends Cell {
  readonly inverse: number | null;
  readonly forward: number | null;
  readonly estimator: Draft;
  readonly verdict: string;
}

/** Every cell by itself, corrected over the cells. */
function judgeCells(measure: Measure, cells: readonly Cell[]): JudgedCell[] {
  const about = { id: measure.id, name: '', units: 'nats per token', claimed: 'positive' } as const;
  const drafts = cells.map((cell) => meanEstimator(bySeed(cell.pairs, difference(measure)), about));
  const adjusted = holm(drafts.map(({ p }) => p));
  return cells.map((cell, i) => ({
    ...cell,
    inverse: summaryOf(bySeed(both(cell, measure), ({ inverse }) => measure.of(inverse))).mean,
    forward: summaryOf(bySeed(both(cell, measure), ({ forward }) => measure.of(forward))).mean,
    estimator: drafts[i]!,
    verdict: drafts[i]!.judge(adjusted[i]!).verdict,
  }));
}

const both = ({ pairs }: Cell, measure: Measure): Pair[] =>
  pairs.filter((pair) => difference(measure)(pair) !== null);

const four = (value: number | null): string => (value === null ? '–' : typeset(value.toFixed(4)));

/** Rows are arms, columns pairs of slices, as in the paper's Table 1. */
function layoutTable(measure: Measure, cells: readonly JudgedCell[]): LedgerTable {
  const pairs = [...new Set(cells.map(({ pair }) => pair))];
  const arms = [...new Set(cells.map(({ arm }) => arm))];
  const text = (cell: JudgedCell | undefined): string | null => {
    if (cell === undefined) return null;
    const { interval, estimate, n } = cell.estimator;
    const range = interval === null ? '' : ` [${four(interval.low)}, ${four(interval.high)}]`;
    return `${four(cell.inverse)} / ${four(cell.forward)}\nΔ ${four(estimate)}${range}, n = ${n}\n${cell.verdict}`;
  };
  return {
    id: `layout-${measure.id}`,
    title: `${measure.name}: inverse / forward`,
    columns: ['', ...pairs],
    rows: arms.map((arm) => [
      arm,
      ...pairs.map((pair) => text(cells.find((cell) => cell.arm === arm && cell.pair === pair))),
    ]),
    note: 'Means over seeds, nats per token; Δ is forward − inverse with its 95 % Student interval; verdicts are corrected (Holm) over the cells of this table.',
  };
}

function longTable(judged: readonly (readonly [Measure, readonly JudgedCell[]])[]): LedgerTable {
  return {
    id: 'cells',
    title: 'Every cell under every metric',
    columns: ['metric', 'arm', 'pair', 'inverse', 'forward', 'difference', 'low', 'high', 'n', 'verdict'],
    rows: judged.flatMap(([measure, cells]) =>
      cells.map(({ arm, pair, inverse, forward, estimator, verdict }) => [
        measure.id,
        arm,
        pair,
        finite(inverse),
        finite(forward),
        estimator.estimate,
        estimator.interval?.low ?? null,
        estimator.interval?.high ?? null,
        estimator.n,
        verdict,
      ]),
    ),
    note: 'Verdicts are corrected (Holm) over the cells of one metric.',
  };
}

function chartOf(measure: Measure, cells: readonly Cell[]): LedgerChart {
  return {
    type: 'pairs',
    title: measure.name,
    unit: 'nats per token',
    firstName: 'inverse',
    secondName: 'forward',
    cells: cells.map((cell) => ({
      group: cell.arm,
      label: cell.pair.split(' / ')[1]!,
      first: summaryOf(bySeed(both(cell, measure), ({ inverse }) => measure.of(inverse))),
      second: summaryOf(bySeed(both(cell, measure), ({ forward }) => measure.of(forward))),
    })),
  };
}

/** `views`: transfer runs of any slices; those from a slice onto itself take no part. */
export function resistance(views: readonly RunView[]): ClaimDraft {
  const pairs = pairsOf(armsOf(views, ends));
  const cells = cellsOf(pairs);
  const judged = measures
    .map((measure) => [measure, judgeCells(measure, cells)] as const)
    .filter(([, of]) => of.some(({ estimator }) => estimator.estimate !== null));
  const shown = judged.filter(([{ id }]) => id === 'loss' || id === 'heldOutCorrected' || id === 'kl');
  return {
    title: 'Resistance',
    statement:
      'After alignment, training back toward an earlier state (inverse) is easier than training forward: its loss is lower.',
    estimators: measures.map((measure) => estimatorOf(measure, pairs)),
    tables: [
      ...judged.filter(([{ id }]) => id === 'loss').map(([measure, of]) => layoutTable(measure, of)),
      ...(judged.length === 0 ? [] : [longTable(judged)]),
    ],
    charts: shown.map(([measure]) => chartOf(measure, cells)),
    notes: [
      `${cells.length} cells: pairs of slices in each arm. A seed counts once, by its mean over the cells.`,
      ...judged.map(([measure, of]) => {
        const positive = of.filter(({ estimator }) => (estimator.estimate ?? 0) > 0).length;
        return `${measure.name}: forward above inverse in ${positive} of ${of.length} cells.`;
      }),
      'The loss on a set falls no lower than the set is regular: where later slices write more regular responses, raw losses differ without any resistance. The corrected forms take that out.',
      "The generator's own loss is at temperature 1: on responses that were sampled at a lower one a model can end below it. KL is free of that.",
    ],
    paper: [paperResistance, paperResistanceKl],
  };
}
