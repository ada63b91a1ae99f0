// A user's schedule on its way into the queue: checked, expanded, reckoned. Changes nothing.
import type { Cost } from '../contract/window.ts';
import { vocabularyOf } from '../core/corpora/create-corpus.ts';
import { estimateCost } from '../core/cost.ts';
import { inputError } from '../core/errors.ts';
import { modelParameters } from '../core/model-shape.ts';
import { parseSchedule } from '../core/parse-schedule.ts';
import { planSchedule } from '../core/plan.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Plan, StepSpec } from '../core/step.ts';
import type { HostPorts } from './ports.ts';

export interface Submission {
  readonly schedule: Schedule;
  readonly plan: Plan;
  readonly cost: Cost;
}

/** Throws an InputError that names what is wrong with the schedule or with its corpus files. */
export function prepareSubmission(source: unknown, folder: string, ports: HostPorts): Submission {
  const schedule = parseSchedule(source);
  const plan = planSchedule(schedule, { corpusKey: (resolved) => ports.corpusKey(resolved, folder) });
  const cost = estimateCost(plan, {
    finished: ports.history.finished(plan.steps.map(({ key }) => key)),
    speeds: ports.history.speeds(schedule.device),
    workers: ports.workers,
    vocabulary: ({ corpus, tokenizer }) => vocabularyOf(corpus, tokenizer),
  });
  return { schedule, plan, cost };
}

/** Throws an InputError where the disk cannot hold what the plan will write. */
export function requireDisk({ diskBytes }: Cost, freeBytes: number): void {
  if (diskBytes <= freeBytes) return;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  throw inputError(
    '',
    `this schedule writes about ${megabytes(diskBytes)}, but the disk of the data folder has ${megabytes(freeBytes)} free`,
  );
}

export const parametersOf = ({ model, corpus, tokenizer }: StepSpec): number =>
  modelParameters(model, vocabularyOf(corpus, tokenizer));
