// Which component shows which page. Each is loaded when it is first shown.
import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { ExperimentPage } from './experiment-page.tsx';
import { HomePage } from './home/home-page.tsx';
import type { Route } from './router.ts';
import { UnknownPage } from './shell/unknown-page.tsx';
import { useWorkbench, type WorkbenchStore } from './workbench-store.ts';

const DesignPage = lazy(async () => ({ default: (await import('./design/design-page.tsx')).DesignPage }));
const MonitorPage = lazy(async () => ({ default: (await import('./monitor/monitor-page.tsx')).MonitorPage }));
const ComparePage = lazy(async () => ({ default: (await import('./compare/compare-page.tsx')).ComparePage }));
const HistoryPage = lazy(async () => ({ default: (await import('./history/history-page.tsx')).HistoryPage }));
const DecksPage = lazy(async () => ({ default: (await import('./present/decks-page.tsx')).DecksPage }));
const DeckPage = lazy(async () => ({ default: (await import('./present/deck-page.tsx')).DeckPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('./settings/settings-page.tsx')).SettingsPage,
}));
const DoctorPage = lazy(async () => ({ default: (await import('./settings/doctor-page.tsx')).DoctorPage }));
const HelpPage = lazy(async () => ({ default: (await import('./shell/help-page.tsx')).HelpPage }));

const noChoices = {};

interface Props {
  readonly route: Route;
  readonly store: WorkbenchStore;
}

export function Page(props: Props) {
  const waiting = (
    <Center py={80}>
      <Loader role="progressbar" aria-label="Opening the page" />
    </Center>
  );
  // By page, so that a page that is left does not stay in the document, hidden, while the next one is loaded.
  return (
    <Suspense key={props.route.page} fallback={waiting}>
      {pageOf(props)}
    </Suspense>
  );
}

/** These follow parts of the workbench themselves. */
function pageOf({ route, store }: Props) {
  if (route.page === 'compare') return <ComparePage route={route} store={store} />;
  return <LivePage route={route} store={store} />;
}

type LiveRoute = Exclude<Route, { page: 'compare' }>;

/** Drawn again with every event. */
function LivePage({ route, store }: { route: LiveRoute; store: WorkbenchStore }) {
  const common = { store, workbench: useWorkbench(store) };
  switch (route.page) {
    case 'home':
      return <HomePage {...common} />;
    case 'experiment':
      return <ExperimentPage key={route.id} id={route.id} choices={route.choices ?? noChoices} {...common} />;
    case 'design':
      return <DesignPage route={route} {...common} />;
    case 'monitor':
      return <MonitorPage route={route} {...common} />;
    case 'history':
      return <HistoryPage route={route} {...common} />;
    case 'decks':
      return <DecksPage route={route} {...common} />;
    case 'deck':
      return <DeckPage key={route.id} route={route} {...common} />;
    case 'settings':
      return <SettingsPage route={route} {...common} />;
    case 'doctor':
      return <DoctorPage route={route} {...common} />;
    case 'help':
      return <HelpPage route={route} {...common} />;
    case 'unknown':
      return <UnknownPage address={route.address} />;
  }
}
