// What every chart of an experiment's page is given: nothing that moves with each event, so that an event draws no chart.
import type { CommandOutput, ExperimentSummary } from '../contract/window.ts';
import type { ExperimentChoices } from './router.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

type Experiment = CommandOutput<'experiment.get'>;
export interface ChartProps {
  readonly id: number;
  readonly axes: readonly string[];
  readonly state: ExperimentSummary['state'];
  readonly store: WorkbenchStore;
  readonly schedule: Experiment['schedule'];
  readonly runs: Experiment['runs'];
  /** What the address says of the charts. */
  readonly choices: ExperimentChoices;
  /** Puts choices into the address. */
  readonly choose: (change: ExperimentChoices) => void;
}

/** Changes when there may be new points of an experiment. */
export const pointsVersion = (id: number) => (workbench: Workbench) => {
  const state = workbench.experiments?.find((one) => one.id === id)?.state;
  return `${workbench.points.get(id) ?? 0}/${workbench.epoch}/${state}`;
};
