// One experiment: how far it is, what it shows, its runs, its schedule. Everything moves while it trains.
import { Alert, Anchor, Code, Group, Loader, Stack, Title } from '@mantine/core';
import { useCallback, useMemo, useRef } from 'react';
import type { CommandOutput } from '../contract/window.ts';
import { ClaimsSection } from './claims-section.tsx';
import { ElasticitySection } from './elasticity-section.tsx';
import { ExperimentHead } from './experiment-head.tsx';
import { readMilliseconds } from './live-pace.ts';
import { LossSection } from './loss-section.tsx';
import { amend, type ExperimentChoices, hashOf } from './router.ts';
import { RunsTable } from './runs-table.tsx';
import { SamplesSection } from './samples-section.tsx';
import { TrainersCard } from './trainers-card.tsx';
import { useLive } from './use-live.ts';
import { useSame } from './use-same.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

interface Props {
  id: number;
  choices: ExperimentChoices;
  store: WorkbenchStore;
  workbench: Workbench;
}

const none: Runs = [];
const noAxes: readonly string[] = [];
type Runs = CommandOutput<'experiment.get'>['runs'];

/** The runs as they are planned: the same value while only their progress moves, so that no chart is drawn for that. */
function usePlanned(runs: Runs): Runs {
  const kept = useRef({ key: '', runs });
  const key = useMemo(() => JSON.stringify(runs.map(({ id, values, seed }) => [id, values, seed])), [runs]);
  if (kept.current.key !== key) kept.current = { key, runs };
  return kept.current.runs;
}

/** The address follows what is chosen, and keeps only what is not as the page begins. */
function useChoose(id: number, choices: ExperimentChoices): (change: ExperimentChoices) => void {
  const now = useRef(choices);
  now.current = choices;
  return useCallback(
    (change) => amend({ page: 'experiment', id, choices: { ...now.current, ...change } }),
    [id],
  );
}

export function ExperimentPage({ id, choices, store, workbench }: Props) {
  const version = `${workbench.changes.get(id) ?? 0}/${workbench.epoch}`;
  const known = workbench.experiments?.find((other) => other.id === id);
  const pause = readMilliseconds(known?.progress.runs ?? 0);
  const { value, failure } = useLive(`experiment ${id}`, version, pause, () =>
    store.link.call('experiment.get', { id }),
  );
  const runs = usePlanned(value?.runs ?? none);
  const choose = useChoose(id, choices);
  const axes = useSame(value?.summary.axes ?? noAxes);
  const schedule = useSame(value?.schedule ?? null);
  if (failure !== null)
    return (
      <Alert color="red" role="alert" title={`Experiment ${id}`}>
        <Title order={1} size="h5">
          There is no such experiment
        </Title>
        {failure.message} <Anchor href={hashOf({ page: 'home' })}>All experiments</Anchor>
      </Alert>
    );
  if (value === null)
    return (
      <Group justify="center" py={80}>
        <Loader role="progressbar" aria-label="Reading the experiment" />
      </Group>
    );
  // Events are newer than the last answer.
  const summary = known ?? value.summary;
  const charts = { id, axes, state: summary.state, store, schedule, runs, choices, choose };
  return (
    <Stack gap="md">
      <ExperimentHead summary={summary} store={store} />
      {unaligns(schedule) && <ElasticitySection {...charts} />}
      <ClaimsSection id={id} store={store} />
      <LossSection {...charts} />
      <SamplesSection {...charts} current={value.runs} />
      <RunsTable runs={value.runs} axes={axes} />
      {!workbench.info?.readOnly && <TrainersCard trainers={workbench.trainers} of={id} />}
      <section className="card" aria-label="Schedule">
        <details>
          <summary>Schedule as it was submitted</summary>
          <Code block mt="sm">
            {JSON.stringify(schedule, null, 2)}
          </Code>
        </details>
      </section>
    </Stack>
  );
}

/** Only what is trained back has a curve of elasticity; transfers and joint training speak through their claims. */
const unaligns = (schedule: unknown): boolean =>
  (schedule as { unalign?: unknown } | null)?.unalign !== undefined;
