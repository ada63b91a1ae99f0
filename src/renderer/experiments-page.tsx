// All experiments, newest first, and the place to start one.
import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { axisName } from '../charts/format.ts';
import type { ExperimentSummary } from '../contract/window.ts';
import { Controls } from './controls.tsx';
import { asFailure } from './host-failure.ts';
import { ProgressLine, StateBadge } from './progress-line.tsx';
import { go, hashOf } from './router.ts';
import { SubmitPanel } from './submit-panel.tsx';
import type { Workbench, WorkbenchStore } from './workbench-store.ts';

export function ExperimentsPage({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  const { experiments } = workbench;
  if (experiments === null)
    return (
      <Group justify="center" py={80}>
        <Loader aria-label="Asking the host" />
      </Group>
    );
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Experiments
      </Title>
      {!workbench.info?.readOnly && <Beginning store={store} workbench={workbench} />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Experiments">
        {experiments.map((summary) => (
          <ExperimentRow key={summary.id} summary={summary} store={store} />
        ))}
      </Stack>
    </Stack>
  );
}

/** The ways to begin: the quickstart on an empty history, a file of one's own, results that were saved. */
function Beginning({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  return (
    <>
      {workbench.experiments?.length === 0 && <Welcome store={store} workbench={workbench} />}
      <SubmitPanel store={store} />
      <Text size="xs" className="quiet">
        Saved results open beside these, read-only: <code>springback serve --open --showcase</code>, or{' '}
        <code>--bundle FILE</code> for a file of <code>springback export</code>.
      </Text>
    </>
  );
}

function ExperimentRow({ summary, store }: { summary: ExperimentSummary; store: WorkbenchStore }) {
  const seeds = `${summary.seeds} ${summary.seeds === 1 ? 'seed' : 'seeds'}`;
  const facts = [...summary.axes.map(axisName), seeds].join(' × ');
  return (
    <li className="card">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb={10}>
        <a className="row-link" href={hashOf({ page: 'experiment', id: summary.id })}>
          <Group gap="sm" wrap="wrap">
            <Text fw={600} className="row-name">
              {summary.name}
            </Text>
            <StateBadge state={summary.state} />
          </Group>
          <Text size="sm" className="quiet">
            {facts} · started {new Date(summary.created).toLocaleString()}
          </Text>
        </a>
        <Controls summary={summary} store={store} />
      </Group>
      <ProgressLine summary={summary} />
      {summary.error !== '' && (
        <Text size="sm" c="red" mt={6}>
          {summary.error}
        </Text>
      )}
    </li>
  );
}

function Welcome({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const schedule = workbench.info?.quickstart ?? null;
  const start = (): void => {
    setBusy(true);
    store.link
      .call('experiment.submit', { schedule })
      .then(({ id }) => go({ page: 'experiment', id }))
      .catch((error) => setFailure(asFailure(error).message))
      .finally(() => setBusy(false));
  };
  return (
    <section className="card" aria-labelledby="welcome">
      <Title order={2} size="h4" id="welcome" mb={6}>
        Does a language model spring back?
      </Title>
      <Text maw={760} mb="md">
        Springback <b>pretrains</b> small language models from nothing on this machine, <b>aligns</b> them
        with a few examples of one behaviour, then <b>unaligns</b> them with examples of the opposite, and
        measures after every few updates how far the behaviour has gone. The quickstart does this for several
        model sizes, pretraining amounts and seeds in about two minutes, and draws the curves while they grow.
      </Text>
      {failure !== '' && (
        <Alert color="red" mb="md" role="alert">
          {failure}
        </Alert>
      )}
      <Button onClick={start} loading={busy} disabled={schedule === null}>
        Run the quickstart
      </Button>
    </section>
  );
}
