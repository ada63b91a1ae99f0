// A transfer step for the loop: one slice of alignment trained on what another slice wrote.
import { decay, stable } from './dials.ts';
import type { Subject } from './evaluate.ts';
import { type GeneratedData, generatedBatch, type TransferSpec } from './generated.ts';
import { countedMean, type Measures } from './metrics.ts';
import type { Phase } from './phase.ts';
import { indexValue, realData, realValue } from './values.ts';

export function transferPhase(spec: TransferSpec, generated: GeneratedData): Phase {
  const { batch, rate, warmup, weightDecay, beta1, beta2, clip, cooldown, optimizer, frozenLayers } =
    spec.transfer;
  const cooling = Math.round(cooldown * spec.to);
  const dials = {
    ...{ rate, warmup, weightDecay, beta1, beta2, clip },
    ...(cooling > 0 ? decay(spec.to - cooling, spec.to) : stable),
  };
  return {
    name: 'transfer',
    to: spec.to,
    tokens: batch * spec.model.context,
    batch: (update) => generatedBatch(spec, generated, update - 1),
    program: optimizer === 'sgd' ? 'descentStep' : 'trainStep',
    dials: () => dials,
    ...(frozenLayers === undefined ? {} : { frozenLayers }),
    evaluateAt: new Set([0, ...spec.evaluateAt, spec.to]),
    sampleAt: new Set([0, spec.to]),
    measure: (subject, update) => measureGenerated(subject, generated, update),
  };
}

/** Cross-entropy on the generator's held-out responses, its floor, and KL(generator ‖ p_θ), nats per token. */
async function measureGenerated(
  { executables, model, theta }: Subject,
  { heldOut, trainFloor }: GeneratedData,
  update: number,
): Promise<Measures> {
  const { batch, distributions, floor } = heldOut;
  const shape = [batch.size, batch.context] as const;
  const program = await executables.get('compare', model, { batch: batch.size, context: batch.context });
  const result = await program.run({
    theta: realValue(theta),
    tokens: indexValue(batch.tokens, shape),
    targets: indexValue(batch.targets, shape),
    baseLogDistributions: realValue(distributions, [...shape, model.vocabulary]),
  });
  return {
    'generated.nats': -countedMean(realData(result.logProbabilities, 'logProbabilities'), batch),
    'generated.floor': floor,
    'generated.kl': countedMean(realData(result.toBase, 'toBase'), batch),
    ...(update === 0 ? { 'generated.trainFloor': trainFloor } : {}),
  };
}
