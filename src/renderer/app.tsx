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
import { placeOf, skipToPage, useFocusOnArrival } from './shell/navigation.ts';
import { openPalette, Palette } from './shell/palette.tsx';
import { Rail } from './shell/rail.tsx';
import { ShortcutsDialog } from './shell/shortcuts.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useShortcuts } from './shell/use-shortcuts.ts';
import { WindowTitle } from './shell/window-title.tsx';
import { useSelected, type Workbench, type WorkbenchStore } from './workbench-store.ts';

/** Pages of reading width; the others take all there is. */
const reading: ReadonlySet<string> = new Set(['home', 'experiment', 'settings', 'doctor', 'help', 'unknown']);

/** The id of the only experiment there is. */
const onlyExperiment = ({ experiments }: Workbench): number | undefined =>
  experiments?.length === 1 ? experiments[0]!.id : undefined;

/** Draws nothing of the workbench itself: each part is drawn again when what it shows of it changed. */
export function App({ store }: { store: WorkbenchStore }) {
  const route = useRoute();
  const place = placeOf(route);
  useFocusOnArrival(place);
  useKeptFocus();
  useShortcuts();
  const only = useSelected(store, onlyExperiment);
  // A window opened without an address shows the one experiment there is: on a first start, the quickstart.
  useEffect(() => {
    if (location.hash === '' && only !== undefined) go({ page: 'experiment', id: only });
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
          <Rail route={route} store={store} />
          <header className="bar">
            <TopBar route={route} store={store} openPalette={openPalette} />
            <SavedBanner store={store} />
            <Banners store={store} />
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
          <Page route={route} store={store} />
        </ErrorBoundary>
      </main>
      {/* The keys of a show are the show's: no palette listens beside it. */}
      {!bare && (
        <>
          <Palette store={store} />
          <ShortcutsDialog />
        </>
      )}
      <Notifications position="bottom-right" />
      <WindowTitle route={route} store={store} />
      <ProgressWatch store={store} />
    </div>
  );
}
