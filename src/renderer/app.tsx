// The frame around the pages: name, trainers at work, colours, and what is wrong right now.
import { Alert, Group } from '@mantine/core';
import { useEffect } from 'react';
import { formatCount } from '../charts/format.ts';
import { ColorsButton } from './colors.tsx';
import { ExperimentPage } from './experiment-page.tsx';
import { ExperimentsPage } from './experiments-page.tsx';
import { go, hashOf, useRoute } from './router.ts';
import { SavedBanner } from './saved-banner.tsx';
import { useWorkbench, type Workbench, type WorkbenchStore } from './workbench-store.ts';

export function App({ store }: { store: WorkbenchStore }) {
  const workbench = useWorkbench(store);
  const route = useRoute();
  const only = workbench.experiments?.length === 1 ? workbench.experiments[0] : undefined;
  // A window opened without an address shows the one experiment there is: on a first start, the quickstart.
  useEffect(() => {
    if (location.hash === '' && only !== undefined) go({ page: 'experiment', id: only.id });
  }, [only]);
  return (
    <>
      <header className="bar">
        <Group justify="space-between" px={24} h={52} wrap="nowrap">
          <a className="brand" href={hashOf({ page: 'experiments' })}>
            <img src="./icon.svg" width={24} height={24} alt="" />
            Springback
          </a>
          <Group gap="md" wrap="nowrap">
            <TrainersAtWork workbench={workbench} />
            <ColorsButton />
          </Group>
        </Group>
        <SavedBanner info={workbench.info} />
        <Banners store={store} workbench={workbench} />
      </header>
      <main className="page">
        {route.page === 'experiments' ? (
          <ExperimentsPage store={store} workbench={workbench} />
        ) : (
          <ExperimentPage key={route.id} id={route.id} store={store} workbench={workbench} />
        )}
      </main>
    </>
  );
}

function TrainersAtWork({ workbench }: { workbench: Workbench }) {
  if (workbench.info === null || workbench.info.readOnly) return null;
  const busy = workbench.trainers.filter((trainer) => trainer.step !== null);
  const speed = busy.reduce((sum, trainer) => sum + trainer.tokensPerSecond, 0);
  const text =
    busy.length === 0
      ? `idle, ${workbench.info.workers} ${workbench.info.workers === 1 ? 'worker' : 'workers'}`
      : `${busy.length} training, ${formatCount(speed)} tokens/s`;
  return (
    <span className="quiet" style={{ fontSize: 13 }}>
      {text}
    </span>
  );
}

function Banners({ store, workbench }: { store: WorkbenchStore; workbench: Workbench }) {
  return (
    <div aria-live="assertive">
      {workbench.connection !== 'open' && <Disconnected connection={workbench.connection} />}
      {workbench.notice !== '' && (
        <Alert
          color="red"
          radius={0}
          px={24}
          py={8}
          role="alert"
          withCloseButton
          closeButtonLabel="Dismiss"
          onClose={store.dismissNotice}
        >
          {workbench.notice}
        </Alert>
      )}
    </div>
  );
}

function Disconnected({ connection }: { connection: 'gone' | 'refused' }) {
  const gone = connection === 'gone';
  const title = gone
    ? 'The host is gone, reconnecting …'
    : 'The host was started anew and does not know this window';
  return (
    <Alert color="orange" radius={0} px={24} py={8} role="alert" title={title}>
      {gone
        ? 'Runs go on from their last checkpoint once it is back. What you see is what it last said.'
        : 'Open the address that it printed when it started.'}
    </Alert>
  );
}
