// What a step's spec means for the loop: which updates, which data, which rate, where to evaluate. Pure.
import type { Batch, Corpus } from '../core/corpus.ts';
import type { StepSpec } from '../core/step.ts';

export interface Phase {
  readonly name: 'pretrain' | 'align' | 'unalign' | 'realign';
  /** The last update. */
  readonly to: number;
  /** Tokens per update as plans count them: batch · context, padding included. */
  readonly tokens: number;
  /** The data of an update, counted from 1: a pure function of it. */
  batch(update: number): Batch;
  /** The scalar inputs of the program `trainStep` that stay the same over the phase. */
  readonly dials: Readonly<
    Record<'rate' | 'warmup' | 'decayFrom' | 'decayTo' | 'weightDecay' | 'beta1' | 'beta2' | 'clip', number>
  >;
  readonly evaluateAt: ReadonlySet<number>;
  /** Evaluations that are the first or the last of their phase, where responses are sampled. */
  readonly sampleAt: ReadonlySet<number>;
}

export function phaseOf(spec: StepSpec, corpus: Corpus): Phase {
  return spec.kind === 'tune' ? tuningPhase(spec, corpus) : pretrainingPhase(spec, corpus);
}

/** Trunk and cool-down share one data order and count updates from the initial weights. */
function pretrainingPhase(spec: Exclude<StepSpec, { kind: 'tune' }>, corpus: Corpus): Phase {
  const { batch, ...dials } = spec.optimizer;
  const { context } = spec.model;
  const cools = spec.kind === 'cooldown';
  return {
    name: 'pretrain',
    to: spec.to,
    tokens: batch * context,
    batch: (update) => corpus.pretrainBatch(spec.seed, update - 1, { batch, context }),
    dials: { ...dials, ...(cools ? decay(spec.from, spec.to) : stable) },
    evaluateAt: new Set(cools ? [...spec.evaluateAt, spec.to] : spec.evaluateAt),
    sampleAt: new Set(cools ? [spec.to] : [0]),
  };
}

function tuningPhase(spec: Extract<StepSpec, { kind: 'tune' }>, corpus: Corpus): Phase {
  const { batch, rate, warmup, weightDecay, beta1, beta2, clip, toward, cooldown, examples, epochs } =
    spec.tuning;
  const { context } = spec.model;
  const cooling = Math.round(cooldown * spec.to);
  const where = { seed: spec.seed, stream: spec.phase, examples, epochs };
  return {
    name: spec.phase,
    to: spec.to,
    tokens: batch * context,
    batch: (update) => corpus.tuningBatch(toward, { ...where, index: update - 1 }, { batch, context }),
    dials: {
      ...{ rate, warmup, weightDecay, beta1, beta2, clip },
      ...(cooling > 0 ? decay(spec.to - cooling, spec.to) : stable),
    },
    evaluateAt: new Set([0, ...spec.evaluateAt, spec.to]),
    sampleAt: new Set([0, spec.to]),
  };
}

const stable = { decayFrom: 0, decayTo: 0 };

/**
 * The rate is whole at update `from` and would be 0 at update `to` + 1: `to` − `from` equal steps, none of them
 * wasted on a rate of 0.
 */
const decay = (from: number, to: number) => ({ decayFrom: from, decayTo: to });
