// What a step's spec means for the loop: which updates, which data, which rate, where to evaluate.
import type { Batch, Corpus } from '../core/corpus.ts';
import type { PhaseName } from '../core/schedule.ts';
import { phaseOfSpec, type StepSpec } from '../core/step.ts';
import { type Dials, decay, stable } from './dials.ts';
import type { Subject } from './evaluate.ts';
import type { GeneratedData } from './generated.ts';
import { jointPhase } from './joint.ts';
import type { Measures } from './metrics.ts';
import { shuffledRows } from './perturbation.ts';
import { transferPhase } from './transfer.ts';
import { tuningPhase } from './tuning.ts';

export interface Phase {
  readonly name: PhaseName;
  /** The last update. */
  readonly to: number;
  /** Tokens per update as plans count them: batch · context, padding included. */
  readonly tokens: number;
  /** The data of an update, counted from 1: a pure function of it. */
  batch(update: number): Batch;
  /** The program that makes an update: AdamW, AdamW held to θ0, or plain gradient descent. */
  readonly program: 'trainStep' | 'anchoredStep' | 'descentStep';
  /** λ of the penalty of `anchoredStep`. */
  readonly anchor?: number;
  /** The scalar inputs of that program besides the counts of updates. */
  dials(update: number): Dials;
  /** Where no data is trained on: the length of the random vector that an update adds to θ. */
  readonly noise?: number;
  /** Blocks whose weights stay, counted from the input. */
  readonly frozenLayers?: number;
  readonly evaluateAt: ReadonlySet<number>;
  /** Evaluations where responses are sampled: the first and the last of a phase, and some on the way back. */
  readonly sampleAt: ReadonlySet<number>;
  /** What this phase measures besides what every phase does. */
  measure?(subject: Subject, update: number): Promise<Measures>;
}

/** `generated` is what the generator of a transfer wrote, null for other steps. */
export function phaseOf(spec: StepSpec, corpus: Corpus, generated: GeneratedData | null): Phase {
  if (spec.kind === 'tune') return tuningPhase(spec, corpus);
  if (spec.kind === 'joint') return jointPhase(spec, corpus);
  if (spec.kind !== 'transfer') return pretrainingPhase(spec, corpus);
  if (generated === null) throw new Error('a transfer needs the responses of its generator');
  return transferPhase(spec, generated);
}

type PretrainSpec = Extract<StepSpec, { kind: 'trunk' | 'cooldown' }>;

/** Trunk and cool-down share one data order and count updates from the initial weights. */
function pretrainingPhase(spec: PretrainSpec, corpus: Corpus): Phase {
  const { batch, shuffled, ...settings } = spec.optimizer;
  const { context } = spec.model;
  const cools = spec.kind === 'cooldown';
  const dials = { ...settings, ...(cools ? decay(spec.from, spec.to) : stable) };
  const rows = (update: number) => corpus.pretrainBatch(spec.seed, update - 1, { batch, context });
  return {
    name: phaseOfSpec(spec),
    to: spec.to,
    tokens: batch * context,
    batch: shuffled ? (update) => shuffledRows(rows(update), { seed: spec.seed, index: update }) : rows,
    program: 'trainStep',
    dials: () => dials,
    evaluateAt: new Set(cools ? [...spec.evaluateAt, spec.to] : spec.evaluateAt),
    sampleAt: new Set(cools ? [spec.to] : [0]),
  };
}
