// Plans as a window draws them: of an experiment, and of a schedule that was not submitted.
import type { PlanNode } from '../contract/monitor.ts';
import { type Plan, type PlannedStep, phaseOfSpec } from '../core/step.ts';
import type { History, RunRow, StepRow } from './ports.ts';
import { stateWithin, updatesDone } from './progress.ts';
import type { Experiment } from './records.ts';
import { stepLabel } from './step-label.ts';

/** Every step of an experiment, in the order of the plan. */
export function planOfExperiment(
  { row, runs, keys }: Experiment,
  step: (key: string) => StepRow,
): PlanNode[] {
  const counts = runsByStep(runs);
  return keys.map((key) => {
    const each = step(key);
    return nodeOf(each, {
      state: stateWithin(row, each),
      update: updatesDone(each),
      runs: counts.get(key) ?? 0,
    });
  });
}

/** The first `most` steps of a plan, as far as the history knows them. */
export function planOfSchedule(
  plan: Plan,
  most: number,
  history: Pick<History, 'standings'>,
): { steps: PlanNode[]; total: number } {
  const counts = runsByStep(plan.runs);
  const shown = plan.steps.slice(0, most);
  const known = history.standings(shown.map(({ key }) => key));
  const steps = shown.map((step) => {
    const standing = known.get(step.key);
    const runs = counts.get(step.key) ?? 0;
    if (standing === undefined) return nodeOf(step, { state: 'new', update: 0, runs });
    return nodeOf(step, {
      state: standing.state,
      update: updatesDone({ ...step, ...standing, error: '' }),
      runs,
    });
  });
  return { steps, total: plan.steps.length };
}

function nodeOf(
  { key, spec, parent, updates, tokens }: PlannedStep,
  standing: Pick<PlanNode, 'state' | 'update' | 'runs'>,
): PlanNode {
  return {
    key,
    kind: spec.kind === 'tune' ? spec.phase : spec.kind,
    phase: phaseOfSpec(spec),
    parent,
    seed: spec.seed,
    label: stepLabel(spec),
    updates,
    tokens,
    ...standing,
  };
}

function runsByStep(runs: readonly Pick<RunRow, 'steps'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { steps } of runs) for (const key of new Set(steps)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
