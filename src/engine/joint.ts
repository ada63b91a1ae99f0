// A joint step for the loop (SCIENCE §2, the law of k): fixed rows of D_p and D_a in every update, weighted k : 1 by token,
// then the same with D_t at small weights of either sign. What k̂ is made of it is `core/elasticity/joint-k.ts`.
import type { Batch, Corpus } from '../core/corpus.ts';
import { jointCycle, jointShares, jointStages } from '../core/plan-tuning.ts';
import type { Behaviour } from '../core/schedule.ts';
import type { StepSpec } from '../core/step.ts';
import { type Dials, stable } from './dials.ts';
import type { Subject } from './evaluate.ts';
import { countedMean, type Measures } from './metrics.ts';
import type { Phase } from './phase.ts';
import { indexValue, realData, realValue } from './values.ts';

type JointSpec = Extract<StepSpec, { kind: 'joint' }>;

interface Sets {
  readonly pretrain: Batch;
  readonly align: Batch;
  /** D_t of each cycle in turn. */
  readonly perturb: readonly Batch[];
}

/** Far from what pretraining or a tuning phase ever shows. */
const unseen = 200_000_000;

export function jointPhase(spec: JointSpec, corpus: Corpus): Phase {
  const sets = jointSets(spec, corpus);
  const two = joinSets([sets.pretrain, sets.align]);
  const three = sets.perturb.map((perturb) => joinSets([sets.pretrain, sets.align, perturb]));
  const stages = new Map(jointStages(spec.joint).map((update, stage) => [update, stage]));
  return {
    name: 'joint',
    to: spec.to,
    tokens: three[0]!.size * three[0]!.context,
    batch(update) {
      const stage = stageOf(spec, update);
      const rows = stage === 0 ? two : three[cycleOf(stage) % three.length]!;
      return { ...rows, weights: rowWeights(sets, spec, stage) };
    },
    program: 'trainStep',
    dials: (update) => dialsAt(spec, update),
    evaluateAt: new Set(spec.evaluateAt),
    sampleAt: new Set(),
    measure: (subject, update) => measureJoint(subject, sets, { spec, stage: stages.get(update) ?? 0 }),
  };
}

function jointSets({ joint, seed, model }: JointSpec, corpus: Corpus): Sets {
  const { pretrainRows, alignExamples, perturbExamples, toward, perturb } = joint;
  const examples = (behaviour: Behaviour, size: number, stream: string): Batch =>
    corpus.tuningBatch(
      behaviour,
      { seed, stream, index: 0, examples: size, epochs: 1 },
      { batch: size, context: model.context },
    );
  const shown: readonly Behaviour[] = perturb === 'both' ? ['negative', 'positive'] : [perturb];
  return {
    pretrain: corpus.pretrainBatch(seed, unseen, { batch: pretrainRows, context: model.context }),
    align: examples(toward, alignExamples, 'joint align'),
    perturb: shown.map((behaviour) => examples(behaviour, perturbExamples, 'joint perturb')),
  };
}

function joinSets(parts: readonly Batch[]): Batch {
  const ints = (field: 'tokens' | 'targets') => Int32Array.from(parts.flatMap((part) => [...part[field]]));
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    context: parts[0]!.context,
    tokens: ints('tokens'),
    targets: ints('targets'),
    mask: Float32Array.from(parts.flatMap((part) => [...part.mask])),
    weights: new Float32Array(size),
  };
}

const countedTokens = ({ mask }: Batch): number => mask.reduce((sum, one) => sum + one, 0);

/** 0 up to the end of the first stage, then 1, 2, … for those with D_t. */
const stageOf = ({ joint }: JointSpec, update: number): number =>
  Math.max(0, Math.ceil((update - joint.updates) / joint.stageUpdates));

/** Which cycle a stage with D_t belongs to, from 0. */
const cycleOf = (stage: number): number => Math.floor((stage - 1) / jointCycle.length);

/** l in a stage. */
const shareIn = ({ joint }: JointSpec, stage: number): number =>
  stage === 0 ? 0 : jointShares(joint)[stage - 1]!;

/**
 * A weight for each row so that the tokens of D_p, D_a and D_t together weigh k : 1 : l, scaled so that k and 1 sum to 1:
 * the rate means the same for every k.
 */
function rowWeights(sets: Sets, spec: JointSpec, stage: number): Float32Array {
  const { ratio } = spec.joint;
  const each = (batch: Batch, weight: number): number[] =>
    new Array<number>(batch.size).fill(weight / (ratio + 1) / countedTokens(batch));
  const first = [...each(sets.pretrain, ratio), ...each(sets.align, 1)];
  return Float32Array.from(
    stage === 0 ? first : [...first, ...each(perturbIn(sets, stage), shareIn(spec, stage))],
  );
}

/** D_t of a stage; before all of them, that of the first. */
const perturbIn = ({ perturb }: Sets, stage: number): Batch =>
  perturb[Math.max(0, cycleOf(stage)) % perturb.length]!;

/**
 * The first stage in four parts, by share of its updates: the whole rate, a linear fall to a tenth of it, that tenth,
 * and descent without momentum at 1/250 with v kept as it is. The stages with D_t are made as the last part: v kept
 * and no momentum make an update a fixed linear map of the gradient, so that what D_t does in a stage is proportional
 * to l. Short stages move θ along the stiff directions alone, which the first stage has brought to a standstill.
 */
const parts = { fall: 0.6, hold: 0.9, descend: 0.95 } as const;
const [low, lowest] = [1 / 10, 1 / 250];

function dialsAt(spec: JointSpec, update: number): Dials {
  const { joint } = spec;
  const done = (update - 1) / joint.updates;
  const fixed = { warmup: 0, weightDecay: 0, clip: 0, ...stable };
  if (done < parts.hold) {
    const fallen = Math.max(0, done - parts.fall) / (parts.hold - parts.fall);
    return { ...fixed, rate: joint.rate * (1 - (1 - low) * fallen), beta1: 0.9, beta2: 0.999 };
  }
  if (done < parts.descend) return { ...fixed, rate: joint.rate * low, beta1: 0.9, beta2: 0.999 };
  // v is an average of the squares already: what Adam would correct for, the rate makes up.
  const beta2 = 0.9999;
  const rate = (joint.rate * lowest) / Math.sqrt(1 - beta2 ** update);
  // The loss is a mean, over k + 1 + l: D_p and D_a must pull as hard in every stage, or the drift depends on l.
  const total = 1 + shareIn(spec, stageOf(spec, update)) / (joint.ratio + 1);
  return { ...fixed, rate: rate * total, beta1: 0, beta2 };
}

async function measureJoint(
  subject: Subject,
  sets: Sets,
  { spec, stage }: { spec: JointSpec; stage: number },
): Promise<Measures> {
  return {
    'joint.share': shareIn(spec, stage),
    'joint.pretrainNats': await natsOf(subject, sets.pretrain),
    'joint.alignNats': await natsOf(subject, sets.align),
    'joint.perturbNats': await natsOf(subject, perturbIn(sets, stage)),
  };
}

/** Cross-entropy, nats per counted token. */
async function natsOf({ executables, model, theta }: Subject, batch: Batch): Promise<number> {
  const { size, context } = batch;
  const program = await executables.get('logProbabilities', model, { batch: size, context });
  const result = await program.run({
    theta: realValue(theta),
    tokens: indexValue(batch.tokens, [size, context]),
    targets: indexValue(batch.targets, [size, context]),
  });
  return -countedMean(realData(result.logProbabilities, 'logProbabilities'), batch);
}
