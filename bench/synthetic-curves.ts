// Curves that look like training: functions of the update and of a few numbers of the step, with reproducible noise.
import type { PhaseName } from '../src/core/schedule.ts';

/** What a step's curves depend on. */
export interface Shape {
  /** First and last update. */
  readonly from: number;
  readonly to: number;
  /** log-odds of the positive behaviour where the step begins and where it tends to. */
  readonly begin: number;
  readonly end: number;
  /** Updates after which a tuning has come most of its way. */
  readonly pace: number;
  /** This step's own shift, from its seed; about ±1. */
  readonly jitter: number;
  /** Uniform in [-0.5, 0.5). */
  readonly noise: () => number;
}

/** Measured after every update, as SQL over `at`, with @from, @to, @pace, @jitter and `noise`. */
export const perUpdate: readonly { readonly metric: string; readonly sql: string }[] = [
  { metric: 'train.loss', sql: '1.6 + 0.1 * @jitter + 2.4 * exp(-sqrt(at / @pace)) + 0.3 * noise' },
  { metric: 'train.rate', sql: '0.003 * min(1.0, at / 20.0)' },
  { metric: 'train.gradientNorm', sql: '0.4 + 1.5 * exp(-at / @pace) + 0.4 * noise' },
];

type Curve = (at: number, shape: Shape) => number;
export interface EvaluatedMetric {
  readonly metric: string;
  readonly value: Curve;
}

/** How much of its way a step has gone, 0 … 1. */
const progress: Curve = (at, { from, pace }) => 1 - Math.exp(-(at - from) / pace);
const logOdds: Curve = (at, shape) =>
  shape.begin + (shape.end - shape.begin) * progress(at, shape) + 0.2 * shape.jitter + 0.15 * shape.noise();
const bits =
  (low: number, fall: number): Curve =>
  (at, shape) =>
    low + fall * (1 - progress(at, shape)) + 0.05 * shape.jitter + 0.03 * shape.noise();

const everywhere: readonly EvaluatedMetric[] = [
  { metric: 'behaviour.logOdds', value: logOdds },
  { metric: 'behaviour.score', value: (at, shape) => 1 / (1 + Math.exp(-logOdds(at, shape))) },
  { metric: 'pretrain.bitsPerToken', value: bits(3.1, 1.2) },
  { metric: 'positive.bitsPerToken', value: bits(2.2, 0.9) },
  { metric: 'negative.bitsPerToken', value: bits(2.4, 0.8) },
  { metric: 'pretrain.gamma', value: bits(0.42, 0.2) },
];
const tuned: readonly EvaluatedMetric[] = [
  ...everywhere,
  { metric: 'kl.fromBase', value: (at, shape) => 0.3 * progress(at, shape) + 0.01 * (0.5 + shape.noise()) },
  { metric: 'kl.toBase', value: (at, shape) => 0.25 * progress(at, shape) + 0.01 * (0.5 + shape.noise()) },
  {
    metric: 'weights.toBase',
    value: (at, shape) => 2.5 * Math.sqrt(progress(at, shape)) + 0.05 * shape.jitter ** 2,
  },
  { metric: 'weights.toAligned', value: (at, shape) => 3 * Math.sqrt(progress(at, shape)) },
];

/** By phase, what an evaluation measures. */
export const evaluations: Readonly<Record<PhaseName, readonly EvaluatedMetric[]>> = {
  pretrain: everywhere,
  align: tuned,
  unalign: tuned,
  realign: tuned,
  transfer: tuned,
  joint: everywhere,
};
