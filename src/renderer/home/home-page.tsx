// Home: the newest experiments and those at work, and the ways to begin one.
import { Anchor, Button, Group, Loader, Stack, Title } from '@mantine/core';
import type { ExperimentSummary } from '../../contract/window.ts';
import { go, hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { isOver } from '../words.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { ExperimentRow, OverRow } from './experiment-row.tsx';
import './home.css';
import { SavedResults } from './saved-results.tsx';
import { SubmitPanel } from './submit-panel.tsx';
import { TourOffer } from './tour-offer.tsx';
import { Welcome } from './welcome.tsx';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
}
/** Beyond these the history is the better list. */
const mostShown = 40;

export function HomePage({ store, workbench }: Props) {
  const { experiments, info } = workbench;
  const readOnly = info?.readOnly === true;
  useCommands(
    'Home',
    readOnly ? [] : [{ id: 'home.design', label: 'Design an experiment', run: () => go({ page: 'design' }) }],
  );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Experiments
        </Title>
        {!readOnly && (
          <Button component="a" href={hashOf({ page: 'design' })} size="xs" variant="default">
            Design an experiment
          </Button>
        )}
      </Group>
      {experiments === null ? (
        <Group justify="center" py={80}>
          <Loader role="progressbar" aria-label="Asking the host" />
        </Group>
      ) : (
        <>
          {!readOnly && experiments.length === 0 && <Welcome store={store} workbench={workbench} />}
          {experiments.length > 0 && <TourOffer />}
          {readOnly && experiments.length === 0 && (
            <EmptyState title="No experiments in here">The bundle that is shown holds none.</EmptyState>
          )}
          <List experiments={experiments} store={store} />
          {!readOnly && <SubmitPanel store={store} />}
          {!readOnly && <SavedResults store={store} />}
        </>
      )}
    </Stack>
  );
}

function List({ experiments, store }: { experiments: readonly ExperimentSummary[]; store: WorkbenchStore }) {
  const atWork = experiments.filter(({ state }) => !isOver(state));
  const over = experiments.filter(({ state, archived }) => isOver(state) && !archived).slice(0, mostShown);
  return (
    <>
      {atWork.length > 0 && (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label="At work">
          {atWork.map((summary) => (
            <ExperimentRow key={summary.id} summary={summary} store={store} />
          ))}
        </Stack>
      )}
      {over.length > 0 && (
        <ul className="card over-list" aria-label="Experiments that are over">
          {over.map((summary) => (
            <OverRow key={summary.id} summary={summary} store={store} />
          ))}
        </ul>
      )}
      {experiments.length > atWork.length + over.length && (
        <Anchor href={hashOf({ page: 'history' })} size="sm">
          All {experiments.length} experiments are in the history
        </Anchor>
      )}
    </>
  );
}
