// A tuning step for the loop: align, unalign, realign, on examples of a behaviour or on one of the controls.
import type { Corpus } from '../core/corpus.ts';
import type { StepSpec } from '../core/step.ts';
import { decay, stable } from './dials.ts';
import { tuningBatches } from './perturbation.ts';
import type { Phase } from './phase.ts';

type TuneSpec = Extract<StepSpec, { kind: 'tune' }>;

export function tuningPhase(spec: TuneSpec, corpus: Corpus): Phase {
  const { batch, rate, warmup, weightDecay, beta1, beta2, clip, data, frozenLayers } = spec.tuning;
  const { cooldown, optimizer, anchor } = spec.tuning;
  const cooling = Math.round(cooldown * spec.to);
  const dials = {
    ...{ rate, warmup, weightDecay, beta1, beta2, clip },
    ...(cooling > 0 ? decay(spec.to - cooling, spec.to) : stable),
  };
  return {
    name: spec.phase,
    to: spec.to,
    tokens: batch * spec.model.context,
    batch: tuningBatches(spec, corpus),
    program: optimizer === 'sgd' ? 'descentStep' : anchor === undefined ? 'trainStep' : 'anchoredStep',
    ...(anchor === undefined ? {} : { anchor }),
    dials: () => dials,
    ...(data?.kind === 'weightNoise' ? { noise: data.norm } : {}),
    ...(frozenLayers === undefined ? {} : { frozenLayers }),
    evaluateAt: new Set([...(spec.from === undefined ? [0] : []), ...spec.evaluateAt, spec.to]),
    sampleAt: samplesOf(spec),
  };
}

/** Where the way back may be read in the model's own words: after 1, 4, 16, … updates, where it is measured anyway. */
function samplesOf({ phase, to, evaluateAt }: TuneSpec): ReadonlySet<number> {
  const along =
    phase === 'align' ? [] : evaluateAt.filter((update) => Number.isInteger(Math.log2(update) / 2));
  return new Set([0, ...along, to]);
}
