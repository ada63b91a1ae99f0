// What a window is shown of a trainer.
import type { TrainerStatus } from '../contract/window.ts';
import { phaseOfSpec } from '../core/step.ts';
import type { StepRow } from './ports.ts';
import { tokensLeft, updatesDone } from './progress.ts';
import type { Trainer } from './trainer-pool.ts';

/** `step`: the one that the trainer holds. Time to go is of this step, at the speed of its last progress. */
export function trainerStatus(trainer: Trainer, step: StepRow | null): TrainerStatus {
  const { link, device, key, tokensPerSecond, experiment, lossNats, update } = trainer;
  const status = { pid: link.pid, device, step: key, tokensPerSecond, experiment, lossNats };
  if (step === null) return { ...status, update: 0, updates: 0, phase: null, etaSeconds: null };
  const reached = { ...step, update };
  return {
    ...status,
    update: updatesDone(reached),
    updates: step.updates,
    phase: phaseOfSpec(step.spec),
    etaSeconds: tokensPerSecond > 0 ? tokensLeft(reached) / tokensPerSecond : null,
  };
}
