// What every chart of an experiment's page is given.
import type { CommandOutput, ExperimentSummary } from '../contract/window.ts';
import type { ExperimentChoices } from './router.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

type Experiment = CommandOutput<'experiment.get'>;
export interface ChartProps {
  readonly summary: ExperimentSummary;
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly schedule: Experiment['schedule'];
  readonly runs: Experiment['runs'];
  /** What the address says of the charts. */
  readonly choices: ExperimentChoices;
  /** Puts choices into the address. */
  choose(change: ExperimentChoices): void;
}

/** Changes when there may be new points. */
export function pointsVersion({ summary, workbench }: Pick<ChartProps, 'summary' | 'workbench'>): string {
  return `${workbench.points.get(summary.id) ?? 0}/${workbench.epoch}/${summary.state}`;
}
