// One step of a plan from its spec: its key, and what it counts for. Which steps there are is `plan.ts`.
import { hashOf } from './canonical-json.ts';
import type { PlannedStep, StepSpec } from './step.ts';

/** What every spec of a run says alike. */
export type CommonSpec = Omit<
  Extract<StepSpec, { kind: 'trunk' }>,
  'kind' | 'to' | 'optimizer' | 'evaluateAt'
>;
export type Ancestry = Pick<PlannedStep, 'parent' | 'base' | 'aligned' | 'updates'>;

export function plannedStep(spec: StepSpec, ancestry: Ancestry): PlannedStep {
  return {
    key: hashOf(spec),
    spec,
    ...ancestry,
    tokens: ancestry.updates * batchOf(spec) * spec.model.context,
  };
}

/** Sequences in an update. */
export function batchOf(spec: StepSpec): number {
  if (spec.kind === 'tune') return spec.tuning.batch;
  if (spec.kind === 'transfer') return spec.transfer.batch;
  if (spec.kind !== 'joint') return spec.optimizer.batch;
  const { pretrainRows, alignExamples, perturbExamples } = spec.joint;
  return pretrainRows + alignExamples + perturbExamples;
}

/** Distinct, in rising order. */
export const rising = (updates: readonly number[]): number[] => [...new Set(updates)].sort((a, b) => a - b);
