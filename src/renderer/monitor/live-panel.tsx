// Three small charts of an experiment while it trains: loss, behaviour, distance from θ0 in KL.
import { Title } from '@mantine/core';
import { memo, useCallback, useState } from 'react';
import { liveChart } from '../../charts/live-chart.ts';
import type { ExperimentSummary, Series } from '../../contract/window.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { Chart, type Draw } from '../chart.tsx';
import { Segmented } from '../shell/segmented.tsx';
import { Term } from '../shell/term.tsx';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly summary: ExperimentSummary;
  /** Changes when there may be new points. */
  readonly version: string;
  /** Ids of the runs that are being trained, joined by commas. */
  readonly active: string;
}
const tuned: readonly PhaseName[] = ['align', 'unalign', 'realign', 'transfer', 'joint'];
const behaviours = [
  { value: 'behaviour.score', label: 'Score' },
  { value: 'behaviour.logOdds', label: 'Log-odds' },
];
const losses = [
  { value: 'pretrain', label: 'Pretraining' },
  { value: 'tuned', label: 'After it' },
];

export const LivePanel = memo(function LivePanel(props: Props) {
  const { store, summary } = props;
  const [picked, setPicked] = useState<{ id: number; metric: string } | null>(null);
  const declared = usePrimaryMetric(store, summary.id);
  const behaviour = picked?.id === summary.id ? picked.metric : declared;
  const [loss, setLoss] = useState('pretrain');
  return (
    <div className="live">
      <Live
        {...props}
        title="Training loss"
        metric="train.loss"
        phases={loss === 'tuned' ? tuned : ['pretrain']}
      >
        <Segmented
          group="Monitor"
          id="monitor.loss"
          label="Phases of the loss"
          options={losses}
          value={loss}
          choose={setLoss}
        />
      </Live>
      <Live
        {...props}
        title="Behaviour"
        heading={
          <>
            Behaviour: <Term name={behaviour === 'behaviour.score' ? 'score' : 'logOdds'} />
          </>
        }
        metric={behaviour}
        phases={tuned}
      >
        <Segmented
          group="Monitor"
          id="monitor.behaviour"
          label="Metric of the behaviour"
          options={behaviours}
          value={behaviour}
          choose={(metric) => setPicked({ id: summary.id, metric })}
        />
      </Live>
      <Live
        {...props}
        title="KL to θ0"
        heading={
          <>
            <Term name="kl" /> to <Term name="theta0" />
          </>
        }
        metric="kl.fromBase"
        phases={tuned}
      />
    </div>
  );
});

/** What the experiment's schedule declared as its primary metric. */
function usePrimaryMetric(store: WorkbenchStore, id: number): string {
  const { value } = useLive(`primary metric ${id}`, 0, 0, () => store.link.call('experiment.get', { id }));
  const schedule = value?.schedule as { metric?: string } | null | undefined;
  return schedule?.metric ?? 'behaviour.logOdds';
}

interface LiveProps extends Props {
  readonly title: string;
  /** The title with its words explained. */
  readonly heading?: React.ReactNode;
  readonly metric: string;
  readonly phases: readonly PhaseName[];
  readonly children?: React.ReactNode;
}
const none: Series[] = [];

function Live({ store, summary, version, active, title, heading, metric, phases, children }: LiveProps) {
  const { id, progress } = summary;
  const pace = progress.runs > 60 ? 3000 : 1000;
  const { value } = useLive(`${id} ${metric} ${phases.join()}`, version, pace, () =>
    store.link.call('experiment.series', { id, metric, phases: [...phases], buckets: 80 }),
  );
  const series = value ?? none;
  const draw: Draw = useCallback(
    (size) => {
      const runs = new Set(active.split(',').filter(Boolean).map(Number));
      return liveChart(series, { ...size, metric, active: runs });
    },
    [series, metric, active],
  );
  return (
    <section className="card" aria-label={title}>
      <div className="panel-head">
        <Title order={2} size="h5">
          {heading ?? title}
        </Title>
        {children}
      </div>
      <Chart draw={draw} height={210} />
    </section>
  );
}
