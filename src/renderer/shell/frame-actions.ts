// What the frame itself offers: every page by name and key, the palette, the colours, the tour.
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { go } from '../router.ts';
import { type Action, useActions } from './actions.ts';
import { lowerPages, mainPages, type RailPage } from './page-names.ts';
import { startTour } from './tour.ts';

/** What people look for that is done on a page. */
const alsoFound: Partial<Record<RailPage['page'], string>> = {
  design: 'schedule template recipe new',
  monitor: 'log progress pause cancel reorder',
  compare: 'filter chart view export svg png csv',
  history: 'filter delete trash restore clean up backup import export bundle tags notes',
  decks: 'export pdf html slides speaker show',
  settings: 'theme text size keys notifications',
  help: 'glossary terms definitions keyboard',
};

const pages: readonly Action[] = [...mainPages, ...lowerPages].map(({ page, label, purpose, shortcut }) => ({
  id: `go.${page}`,
  label,
  group: 'Go to',
  keywords: `${purpose} ${alsoFound[page] ?? ''}`,
  shortcut,
  run: () => go({ page }),
}));

export function useFrameActions(openPalette: () => void): void {
  const { setColorScheme } = useMantineColorScheme();
  // It is another function at every rendering; the list of actions must stay the same one.
  const setScheme = useRef(setColorScheme);
  useEffect(() => {
    setScheme.current = setColorScheme;
  });
  const actions = useMemo((): Action[] => {
    const colours = (scheme: 'light' | 'dark' | 'auto', label: string): Action => ({
      id: `window.colours.${scheme}`,
      label,
      group: 'Window',
      keywords: 'theme colors dark light mode',
      run: () => setScheme.current(scheme),
    });
    return [
      { id: 'window.palette', label: 'Search or do …', group: 'Window', shortcut: 'mod+K', run: openPalette },
      colours('light', 'Light colours'),
      colours('dark', 'Dark colours'),
      colours('auto', 'Colours as the system'),
      {
        id: 'window.tour',
        label: 'Show me around',
        group: 'Window',
        keywords: 'tour help introduction',
        run: startTour,
      },
      ...pages,
    ];
  }, [openPalette]);
  useActions(actions);
}
