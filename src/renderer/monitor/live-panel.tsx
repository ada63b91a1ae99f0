// Three small charts of an experiment while it trains: loss, behaviour, distance from θ0 in KL.
import { Title } from '@mantine/core';
import { memo, useCallback, useMemo, useState } from 'react';
import { liveChart, mostLines } from '../../charts/live-chart.ts';
import type { Series } from '../../contract/window.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { Chart, type Draw } from '../chart.tsx';
import { pointsVersion } from '../chart-props.ts';
import { Segmented } from '../shell/segmented.tsx';
import { Term } from '../shell/term.tsx';
import { useFollowing, useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly id: number;
  /** How many the experiment has. */
  readonly runs: number;
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
  const { store, id } = props;
  const [picked, setPicked] = useState<{ id: number; metric: string } | null>(null);
  const declared = usePrimaryMetric(store, id);
  const behaviour = picked?.id === id ? picked.metric : declared;
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
          choose={(metric) => setPicked({ id, metric })}
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

function Live({ store, id, runs, active, title, heading, metric, phases, children }: LiveProps) {
  const pace = runs > 60 ? 3000 : 1000;
  const first = useMemo(() => active.split(',').filter(Boolean).map(Number), [active]);
  const asked = { id, metric, phases: [...phases], buckets: 80, only: { most: mostLines, first } };
  const followed = { store, version: pointsVersion(id) };
  const { value } = useFollowing(`${id} ${metric} ${phases.join()}`, followed, pace, () =>
    store.link.call('experiment.series', asked),
  );
  const series = value ?? none;
  const draw: Draw = useCallback(
    (size) => liveChart(series, { ...size, metric, active: new Set(first), runs }),
    [series, metric, first, runs],
  );
  return (
    <section className="card" aria-label={title}>
      <div className="panel-head">
        <Title order={2} size="h5">
          {heading ?? title}
        </Title>
        {children}
      </div>
      <Chart draw={draw} height={236} />
    </section>
  );
}
