// The frame around the pages: the rail, the bar, what is wrong right now, the palette; and the page itself.
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { ProgressWatch } from './monitor/progress-watch.tsx';
import { Page } from './pages.tsx';
import { go, hashOf, useRoute } from './router.ts';
import { SavedBanner } from './saved-banner.tsx';
import { Banners } from './shell/banners.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { useKeptFocus } from './shell/kept-focus.ts';
import { placeOf, skipToPage, useFocusOnArrival, useWindowTitle } from './shell/navigation.ts';
import { openPalette, Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { ShortcutsDialog } from './shell/shortcuts.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { useWorkbench, type WorkbenchStore } from './workbench-store.ts';

/** Pages of reading width; the others take all there is. */
const reading: ReadonlySet<string> = new Set(['home', 'experiment', 'settings', 'doctor', 'help', 'unknown']);

export function App({ store }: { store: WorkbenchStore }) {
  const workbench = useWorkbench(store);
  const route = useRoute();
  const place = placeOf(route);
  useWindowTitle(route, workbench);
  useFocusOnArrival(place);
  useKeptFocus();
  useShortcuts();
  const only = workbench.experiments?.length === 1 ? workbench.experiments[0] : undefined;
  // A window opened without an address shows the one experiment there is: on a first start, the quickstart.
  useEffect(() => {
    if (location.hash === '' && only !== undefined) go({ page: 'experiment', id: only.id });
  }, [only]);
  // A deck that is being presented has the screen to itself.
  const bare = route.page === 'deck' && route.show === true;
  return (
    <div className="frame" data-bare={bare}>
      {!bare && (
        <>
          <a className="skip" href={hashOf(route)} onClick={skipToPage}>
            Skip to the page
          </a>
          <Rail route={route} workbench={workbench} />
          <header className="bar">
            <TopBar route={route} workbench={workbench} openPalette={openPalette} />
            <SavedBanner info={workbench.info} />
            <Banners store={store} workbench={workbench} />
          </header>
        </>
      )}
      <main
        className="page"
        data-page={route.page}
        data-width={reading.has(route.page) ? 'reading' : 'full'}
        tabIndex={-1}
      >
        <ErrorBoundary place={place}>
          <Page route={route} store={store} workbench={workbench} />
        </ErrorBoundary>
      </main>
      <Palette store={store} workbench={workbench} />
      <ShortcutsDialog />
      <Notifications position="bottom-right" />
      <ProgressWatch workbench={workbench} />
    </div>
  );
}
