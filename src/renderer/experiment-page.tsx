// One experiment: how far it is, what it shows, its runs, its schedule. Everything moves while it trains.
import { Alert, Anchor, Button, Code, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { axisName } from '../charts/format.ts';
import type { CommandOutput, ExperimentSummary } from '../contract/window.ts';
import { ClaimsSection } from './claims-section.tsx';
import { encodeView } from './compare/view-link.ts';
import { Controls } from './controls.tsx';
import { ElasticitySection } from './elasticity-section.tsx';
import { readMilliseconds } from './live-pace.ts';
import { LossSection } from './loss-section.tsx';
import { ProgressLine, StateBadge } from './progress-line.tsx';
import { hashOf } from './router.ts';
import { RunsTable } from './runs-table.tsx';
import { SamplesSection } from './samples-section.tsx';
import { type Action, useActions, useCommands } from './shell/actions.ts';
import { TrainersCard } from './trainers-card.tsx';
import { useLive } from './use-live.ts';
import { seedsText } from './words.ts';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

interface Props {
  id: number;
  store: WorkbenchStore;
  workbench: Workbench;
}

const none: Runs = [];
type Runs = CommandOutput<'experiment.get'>['runs'];

/** The runs as they are planned: the same value while only their progress moves, so that no chart is drawn for that. */
function usePlanned(runs: Runs): Runs {
  const kept = useRef({ key: '', runs });
  const key = useMemo(() => JSON.stringify(runs.map(({ id, values, seed }) => [id, values, seed])), [runs]);
  if (kept.current.key !== key) kept.current = { key, runs };
  return kept.current.runs;
}

export function ExperimentPage({ id, store, workbench }: Props) {
  const version = `${workbench.changes.get(id) ?? 0}/${workbench.epoch}`;
  const known = workbench.experiments?.find((other) => other.id === id);
  const pause = readMilliseconds(known?.progress.runs ?? 0);
  const { value, failure } = useLive(`experiment ${id}`, version, pause, () =>
    store.link.call('experiment.get', { id }),
  );
  const runs = usePlanned(value?.runs ?? none);
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
  const charts = { summary, store, workbench, schedule: value.schedule, runs };
  return (
    <Stack gap="md">
      <Header summary={summary} store={store} readOnly={workbench.info?.readOnly === true} />
      {unaligns(value.schedule) && <ElasticitySection {...charts} />}
      <ClaimsSection {...charts} />
      <LossSection {...charts} />
      <SamplesSection {...charts} current={value.runs} />
      <RunsTable runs={value.runs} axes={value.summary.axes} />
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

/** Where one goes on from here, as links and as commands. */
function useWaysOn({ id, name }: ExperimentSummary, readOnly: boolean) {
  const compare = hashOf({ page: 'compare', view: encodeView({ selection: { experiments: [id] } }) });
  const design = readOnly ? null : hashOf({ page: 'design', from: id });
  const actions = useMemo((): Action[] => {
    const go = (action: string, label: string, hash: string): Action => ({
      id: `experiment.${action}`,
      label: `${label}: ${name}`,
      group: 'Experiment',
      run: () => {
        location.hash = hash;
      },
    });
    return [
      go('compare', 'Compare these runs', compare),
      ...(design === null ? [] : [go('design', 'New experiment from this one', design)]),
    ];
  }, [name, compare, design]);
  useActions(actions);
  return { compare, design };
}

/** Another try of what ended unfinished, and a deck of what was measured. */
function useExperimentCommands(summary: ExperimentSummary, store: WorkbenchStore, readOnly: boolean): void {
  const { id, name, state, progress } = summary;
  const retry = {
    id: 'experiment.retry',
    label: `Retry ${name}`,
    keywords: 'again resume',
    run: () => void store.link.call('experiment.resume', { id }).catch(store.notify),
  };
  const deck = {
    id: 'experiment.deck',
    label: `Make a deck: ${name}`,
    keywords: 'present slides',
    disabled: progress.stepsFinished === 0,
    run: () =>
      void import('./present/make-deck.tsx')
        .then(({ makeDeck }) => makeDeck(store, id, readOnly))
        .catch(store.notify),
  };
  const unfinished = state === 'failed' || state === 'cancelled';
  useCommands('Experiment', unfinished && !readOnly ? [deck, retry] : [deck]);
}

function Header(props: { summary: ExperimentSummary; store: WorkbenchStore; readOnly: boolean }) {
  const { summary, store } = props;
  useExperimentCommands(summary, store, props.readOnly);
  const { compare, design } = useWaysOn(summary, props.readOnly);
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
            {[...summary.axes.map(axisName), seedsText(summary.seeds)].join(' × ')}
            {summary.notes === '' ? '' : ` · ${summary.notes}`}
          </Text>
        </div>
        <Group gap="xs" justify="flex-end" style={{ flexShrink: 0 }}>
          <Button component="a" href={compare} size="xs" variant="default">
            Compare these runs
          </Button>
          {design !== null && (
            <Button component="a" href={design} size="xs" variant="default">
              New experiment from this one
            </Button>
          )}
          <Controls summary={summary} store={store} />
        </Group>
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

/** Only what is trained back has a curve of elasticity; transfers and joint training speak through their claims. */
const unaligns = (schedule: unknown): boolean =>
  (schedule as { unalign?: unknown } | null)?.unalign !== undefined;
