// The message that has a trainer train a step.
import type { Task } from '../contract/trainer.ts';
import { inputError } from '../core/errors.ts';
import type { ExperimentRow, HostPorts, StepRow } from './ports.ts';
import type { Start } from './start-point.ts';

/** Throws an InputError where the user's corpus is not what it was when the experiment was submitted. */
export function makeTask(
  step: StepRow,
  start: Extract<Start, { kind: 'task' }>,
  { ports, experiment }: { ports: HostPorts; experiment: ExperimentRow },
): Task {
  const schedule = { ...experiment.schedule, corpus: step.spec.corpus };
  if (ports.corpusKey(schedule, experiment.folder) !== step.spec.corpusKey) {
    throw inputError('corpus', 'its files changed after the experiment was submitted; submit it again');
  }
  return {
    key: step.key,
    spec: step.spec,
    files: ports.corpusFiles(schedule, experiment.folder),
    start: start.start,
    base: start.base,
    aligned: start.aligned,
    checkpointFolder: ports.checkpointFolder,
    checkpointSeconds: ports.checkpointSeconds,
    threads: 1,
  };
}
