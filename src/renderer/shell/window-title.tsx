// The title of the window, as it changes. Draws nothing.
import { useEffect } from 'react';
import { progressTitle } from '../monitor/progress-title.ts';
import type { Route } from '../router.ts';
import { useSelected, type WorkbenchStore } from '../workbench-store.ts';
import { shownAs, windowTitle } from './page-names.ts';
import { useShownName } from './shown-name.ts';

export function WindowTitle({ route, store }: { route: Route; store: WorkbenchStore }) {
  const shown = shownAs(route, useShownName(route, store));
  // While something trains, its progress first: the title is what is seen of a window that is behind others.
  const progress = useSelected(store, ({ experiments }) => progressTitle(experiments ?? [], shown));
  const title = progress ?? windowTitle(shown);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
