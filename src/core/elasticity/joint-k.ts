// The law of k from joint training (SCIENCE §2, §6): k̂ of one run from what its stages measured, and the slope of log k̂
// on log k over runs. Training is `engine/joint.ts`.
import { jointCycle } from '../plan-tuning.ts';
import { type Interval, tInterval } from './interval.ts';

/** What was measured at the end of a stage, the first of which is without D_t. Nats per token. */
export interface JointStage {
  /** l, the weight of D_t in units of D_a's, in this stage. */
  readonly share: number;
  readonly pretrainNats: number;
  readonly alignNats: number;
}

/** What one D_t did. */
export interface JointCycle {
  /** −(dγ_a/dl) / (dγ_p/dl); null where γ_p did not move, or l did not vary. */
  readonly kHat: number | null;
  /** Change of γ in one stage per unit of l, nats per token. Of opposite signs: the published form of the theorem. */
  readonly alignSlope: number;
  readonly pretrainSlope: number;
}

export interface JointEstimate {
  /** −dγ_a/dγ_p by least squares over the cycles, so that a D_t that hardly moves γ_p hardly counts; null as above. */
  readonly kHat: number | null;
  readonly cycles: readonly JointCycle[];
}

/**
 * k̂ of one run, from its stages in the order of training. Within a cycle what a stage changes is regressed on its l: the
 * intercept takes up what training goes on to change without D_t, and what is even in l cancels.
 * Throws where there is not one whole cycle after the first stage.
 */
export function estimateJointK(stages: readonly JointStage[]): JointEstimate {
  const { length } = jointCycle;
  const count = (stages.length - 1) / length;
  if (count < 1 || !Number.isInteger(count)) {
    throw new Error(`joint k: expected a first stage and cycles of ${length}, got ${stages.length} stages`);
  }
  const cycles = Array.from({ length: count }, (_, i) =>
    slopesOf(stages.slice(i * length, (i + 1) * length + 1)),
  );
  const sum = (of: (slopes: Slopes) => number) => cycles.reduce((total, slopes) => total + of(slopes), 0);
  const product = sum(({ alignSlope, pretrainSlope }) => alignSlope * pretrainSlope);
  return {
    kHat: finite(-product / sum(({ pretrainSlope }) => pretrainSlope ** 2)),
    cycles: cycles.map((slopes) => ({ ...slopes, kHat: finite(-slopes.alignSlope / slopes.pretrainSlope) })),
  };
}

type Slopes = Omit<JointCycle, 'kHat'>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function slopesOf(stages: readonly JointStage[]): Slopes {
  const shares = stages.slice(1).map(({ share }) => share);
  const changes = (nats: (stage: JointStage) => number) =>
    stages.slice(1).map((stage, i) => nats(stage) - nats(stages[i]!));
  return {
    alignSlope: slopeOf(
      shares,
      changes(({ alignNats }) => alignNats),
    ),
    pretrainSlope: slopeOf(
      shares,
      changes(({ pretrainNats }) => pretrainNats),
    ),
  };
}

/** Least squares, y = a + b x: b; 0 / 0 where x does not vary. */
function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [x, y].map(
    (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  );
  const covariance = x.reduce((sum, value, i) => sum + (value - meanX!) * (y[i]! - meanY!), 0);
  return covariance / x.reduce((sum, value) => sum + (value - meanX!) ** 2, 0);
}

export interface JointRun {
  readonly seed: number;
  /** k. */
  readonly ratio: number;
  readonly kHat: number | null;
}

export interface KLaw {
  /** For each seed, the least-squares slope of log k̂ on log k; 1 where the law holds. */
  readonly slopes: readonly { readonly seed: number; readonly slope: number }[];
  /** Student's interval of their mean; null where no seed has two ratios. */
  readonly slope: Interval | null;
  /** Runs whose k̂ is not positive and so has no logarithm: evidence against the law that a slope cannot show. */
  readonly excluded: readonly JointRun[];
}

/** The law over runs of several ratios and seeds. Every seed counts once, however many ratios it has. */
export function kLaw(runs: readonly JointRun[], level = 0.95): KLaw {
  const counts = (run: JointRun): run is JointRun & { kHat: number } => run.kHat !== null && run.kHat > 0;
  const bySeed = Map.groupBy(runs.filter(counts), ({ seed }) => seed);
  const slopes = [...bySeed]
    .filter(([, of]) => new Set(of.map(({ ratio }) => ratio)).size > 1)
    .map(([seed, of]) => ({
      seed,
      slope: slopeOf(
        of.map(({ ratio }) => Math.log(ratio)),
        of.map(({ kHat }) => Math.log(kHat)),
      ),
    }));
  return {
    slopes,
    slope:
      slopes.length === 0
        ? null
        : tInterval(
            slopes.map(({ slope }) => slope),
            level,
          ),
    excluded: runs.filter((run) => !counts(run)),
  };
}
