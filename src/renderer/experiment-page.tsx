// One experiment: how far it is, what it shows, its runs, its schedule. Everything moves while it trains.
import { Alert, Anchor, Code, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { axisName } from '../charts/format.ts';
import type { ExperimentSummary } from '../contract/window.ts';
import { ClaimsSection } from './claims-section.tsx';
import { Controls } from './controls.tsx';
import { ElasticitySection } from './elasticity-section.tsx';
import { LossSection } from './loss-section.tsx';
import { ProgressLine, StateBadge } from './progress-line.tsx';
import { hashOf } from './router.ts';
import { RunsTable } from './runs-table.tsx';
import { TrainersCard } from './trainers-card.tsx';
import { useLive } from './use-live.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

interface Props {
  id: number;
  store: WorkbenchStore;
  workbench: Workbench;
}

export function ExperimentPage({ id, store, workbench }: Props) {
  const version = `${workbench.changes.get(id) ?? 0}/${workbench.epoch}`;
  const { value, failure } = useLive(`experiment ${id}`, version, 800, () =>
    store.link.call('experiment.get', { id }),
  );
  if (failure !== null)
    return (
      <Alert color="red" role="alert" title={`Experiment ${id}`}>
        {failure.message} <Anchor href={hashOf({ page: 'experiments' })}>All experiments</Anchor>
      </Alert>
    );
  if (value === null)
    return (
      <Group justify="center" py={80}>
        <Loader aria-label="Reading the experiment" />
      </Group>
    );
  // Events are newer than the last answer.
  const summary = workbench.experiments?.find((other) => other.id === id) ?? value.summary;
  const charts = { summary, store, workbench, schedule: value.schedule, runs: value.runs };
  return (
    <Stack gap="md">
      <Header summary={summary} store={store} />
      <ElasticitySection {...charts} />
      <ClaimsSection {...charts} />
      <LossSection {...charts} />
      <RunsTable runs={value.runs} axes={summary.axes} />
      {!workbench.info?.readOnly && <TrainersCard trainers={workbench.trainers} />}
      <section className="card" aria-label="Schedule">
        <details>
          <summary>Schedule as it was submitted</summary>
          <Code block mt="sm">
            {JSON.stringify(value.schedule, null, 2)}
          </Code>
        </details>
      </section>
    </Stack>
  );
}

function Header({ summary, store }: { summary: ExperimentSummary; store: WorkbenchStore }) {
  return (
    <section className="card" aria-label="Progress">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb={10}>
        <div style={{ minWidth: 0 }}>
          <Group gap="sm">
            <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
              {summary.name}
            </Title>
            <StateBadge state={summary.state} />
          </Group>
          <Text size="sm" className="quiet">
            {[...summary.axes.map(axisName), `${summary.seeds} seeds`].join(' × ')}
            {summary.notes === '' ? '' : ` · ${summary.notes}`}
          </Text>
        </div>
        <Controls summary={summary} store={store} />
      </Group>
      <ProgressLine summary={summary} />
      {summary.error !== '' && (
        <Alert color="red" mt="sm" py={8} role="alert">
          {summary.error}
        </Alert>
      )}
    </section>
  );
}
