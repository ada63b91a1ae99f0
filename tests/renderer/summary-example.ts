import type { ExperimentSummary } from '../../src/contract/window.ts';

/** One that is being trained. */
export function summary(id: number, change: Partial<ExperimentSummary> = {}): ExperimentSummary {
  return {
    id,
    name: `experiment ${id}`,
    notes: '',
    tags: [],
    starred: false,
    archived: false,
    state: 'running',
    priority: 0,
    created: '2026-08-01T00:00:00Z',
    axes: [],
    seeds: 1,
    progress: {
      steps: 4,
      stepsFinished: 1,
      stepsFailed: 0,
      runs: 1,
      runsFinished: 0,
      tokens: 100,
      tokensDone: 25,
      tokensPerSecond: 10,
      etaSeconds: 7.5,
    },
    error: '',
    ...change,
  };
}
