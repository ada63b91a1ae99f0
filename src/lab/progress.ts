// What a window is shown of an experiment: summaries counted from the states of its steps. Pure.
import type { ExperimentSummary, RunSummary, StepState } from '../contract/window.ts';
import type { ExperimentRow, RunRow, StepRow } from './ports.ts';
import type { Experiment } from './records.ts';

export interface Outlook {
  readonly tokensPerSecond: number;
  readonly etaSeconds: number | null;
}
type Steps = (key: string) => StepRow;

/** The updates of its own that a step has made: a cool-down and a trunk's later piece don't start at 0. */
export function updatesDone({ state, update, updates, spec }: StepRow): number {
  if (state === 'finished') return updates;
  return Math.max(0, Math.min(updates, update - (spec.to - updates)));
}

/** Training tokens still to do in a step. */
export function tokensLeft(step: StepRow): number {
  if (step.updates === 0) return 0;
  return step.tokens * (1 - updatesDone(step) / step.updates);
}

export function summarise({ row, runs, keys }: Experiment, step: Steps, outlook: Outlook): ExperimentSummary {
  const steps = keys.map(step);
  const tokens = steps.reduce((sum, { tokens }) => sum + tokens, 0);
  const left = steps.reduce((sum, each) => sum + tokensLeft(each), 0);
  const finished = ({ steps }: RunRow) => steps.every((key) => step(key).state === 'finished');
  return {
    id: row.id,
    name: row.name,
    notes: row.notes,
    tags: [...row.tags],
    starred: row.starred,
    archived: row.archived,
    state: row.state,
    priority: row.priority,
    created: row.created,
    axes: Object.keys(row.schedule.axes),
    seeds: row.schedule.seeds.length,
    progress: {
      steps: steps.length,
      stepsFinished: steps.filter(({ state }) => state === 'finished').length,
      stepsFailed: steps.filter(({ state }) => state === 'failed').length,
      runs: runs.length,
      runsFinished: runs.filter(finished).length,
      tokens,
      tokensDone: Math.round(tokens - left),
      ...outlook,
    },
    error: row.error,
  };
}

/** In a cancelled experiment what is not finished counts as cancelled, though another experiment may still want it. */
export function stateWithin(experiment: ExperimentRow, { state }: StepRow): StepState {
  const unfinished = state === 'waiting' || state === 'interrupted';
  return experiment.state === 'cancelled' && unfinished ? 'cancelled' : state;
}

export function summariseRun(run: RunRow, experiment: ExperimentRow, step: Steps): RunSummary {
  const steps = run.steps.map(step).map((each) => ({ ...each, state: stateWithin(experiment, each) }));
  return {
    id: run.id,
    experiment: run.experiment,
    seed: run.seed,
    values: { ...run.values } as RunSummary['values'],
    state: runState(steps.map(({ state }) => state)),
    steps: steps.map((each) => ({
      key: each.key,
      kind: each.spec.kind === 'tune' ? each.spec.phase : each.spec.kind,
      state: each.state,
      update: updatesDone(each),
      updates: each.updates,
      error: each.error,
    })),
  };
}

/** A run is as its most telling step: failed before running before interrupted before cancelled before waiting. */
export function runState(states: readonly StepState[]): StepState {
  const telling: StepState[] = ['failed', 'running', 'interrupted', 'cancelled', 'waiting'];
  return telling.find((state) => states.includes(state)) ?? 'finished';
}
