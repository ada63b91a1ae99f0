// The monitor: what is trained, in which order, on which trainers, and what the machine does.
import './monitor.css';
import { Group, Loader, Select, Text, Title } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import type { PageProps } from '../page-props.ts';
import { amend } from '../router.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { LivePanel } from './live-panel.tsx';
import { LogPanel } from './log-panel.tsx';
import { MetersStrip } from './meters-strip.tsx';
import { NotifyButton } from './notify-button.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { mostInteresting, unfinishedOf } from './queue-order.ts';
import { QueuePanel } from './queue-panel.tsx';
import { TrainersPanel } from './trainers-panel.tsx';
import { UnfinishedPanel } from './unfinished-panel.tsx';
import { useActiveRuns } from './use-active-runs.ts';
import { useLog } from './use-log.ts';
import { useMeters } from './use-meters.ts';
import { useMonitorActions } from './use-monitor-actions.ts';
import { usePlan } from './use-plan.ts';
import { useQueue } from './use-queue.ts';

const none: readonly ExperimentSummary[] = [];

/** A reload keeps what is looked at. */
const setPicked = (experiment: number): void => amend({ page: 'monitor', experiment });

export function MonitorPage({ store, workbench, route }: PageProps<'monitor'>) {
  const experiments = workbench.experiments ?? none;
  const readOnly = workbench.info?.readOnly ?? false;
  const queue = useQueue(store, experiments);
  const readings = useMeters(store);
  const entries = useLog(store, workbench.epoch);
  const picked = experiments.find(({ id }) => id === route.experiment);
  const chosen = picked?.id ?? mostInteresting(experiments);
  useMonitorActions(queue, readOnly);
  if (workbench.experiments === null || workbench.info === null)
    return <Loader role="progressbar" aria-label="Asking the host" />;
  return (
    <div className="monitor">
      <div className="monitor-head">
        <Title order={1} size="h3">
          Monitor
        </Title>
        <Group gap="md">
          <ExperimentSelect experiments={experiments} value={chosen} onChange={setPicked} />
          {!readOnly && <NotifyButton />}
        </Group>
      </div>
      <MetersStrip readings={readings} />
      {readOnly ? <SavedOnly /> : <Work {...{ store, workbench, queue, chosen, choose: setPicked }} />}
      <Chosen store={store} workbench={workbench} id={chosen} />
      <LogPanel entries={entries} />
    </div>
  );
}

interface WorkProps {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly queue: ReturnType<typeof useQueue>;
  readonly chosen: number | null;
  readonly choose: (id: number) => void;
}

/** The queue and the trainers side by side. */
function Work({ store, workbench, queue, chosen, choose }: WorkProps) {
  const experiments = workbench.experiments ?? none;
  const nodes = usePlan(
    store,
    workbench,
    workbench.trainers.find((each) => each.experiment !== null)?.experiment ?? null,
  );
  const steps = useMemo(() => new Map((nodes ?? []).map((node) => [node.key, node])), [nodes]);
  const list = experiments.map(({ id, name }) => `${id} ${name}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names, not the progress
  const names = useMemo(() => new Map(experiments.map(({ id, name }) => [id, name])), [list]);
  const over = unfinishedOf(experiments);
  const overKey = over.map(({ id, state, error }) => `${id} ${state} ${error}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const unfinished = useMemo(() => over, [overKey]);
  const { send } = queue;
  const retry = useCallback((id: number) => send('resume', id), [send]);
  return (
    <div className="monitor-columns">
      <div className="monitor-column">
        <QueuePanel queue={queue} chosen={chosen} choose={choose} />
      </div>
      <div className="monitor-column">
        <TrainersPanel
          trainers={workbench.trainers}
          workers={workbench.info?.workers ?? 0}
          names={names}
          steps={steps}
        />
        <UnfinishedPanel list={unfinished} retry={retry} />
      </div>
    </div>
  );
}

/** The plan and the curves of the experiment that was chosen. */
function Chosen({
  store,
  workbench,
  id,
}: {
  store: WorkbenchStore;
  workbench: Workbench;
  id: number | null;
}) {
  const nodes = usePlan(store, workbench, id);
  const active = useActiveRuns(store, workbench, id);
  const summary = workbench.experiments?.find((each) => each.id === id);
  if (id === null || summary === undefined) return null;
  return (
    <>
      <PlanPanel id={id} name={summary.name} nodes={nodes} />
      <LivePanel store={store} id={id} runs={summary.progress.runs} active={active} />
    </>
  );
}

function SavedOnly() {
  return (
    <section className="card">
      <EmptyState title="Saved results are shown">
        Nothing is trained here, so there is no queue. Start the workbench without the saved file to train.
      </EmptyState>
    </section>
  );
}

interface SelectProps {
  readonly experiments: readonly ExperimentSummary[];
  readonly value: number | null;
  onChange(id: number): void;
}

function ExperimentSelect({ experiments, value, onChange }: SelectProps) {
  const list = experiments.map(({ id, name, state }) => `${id}\t${name}\t${state}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names and states, not the progress
  const data = useMemo(
    () => experiments.map(({ id, name, state }) => ({ value: String(id), label: `${name} (${state})` })),
    [list],
  );
  if (data.length === 0)
    return (
      <Text size="sm" className="quiet">
        No experiments yet
      </Text>
    );
  return (
    <Select
      size="xs"
      w={360}
      styles={{ input: { textOverflow: 'ellipsis' } }}
      title={data.find((one) => one.value === String(value))?.label}
      aria-label="Experiment whose plan and curves are shown"
      searchable
      allowDeselect={false}
      data={data}
      value={value === null ? null : String(value)}
      onChange={(next) => next !== null && onChange(Number(next))}
    />
  );
}
