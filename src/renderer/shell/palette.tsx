// The command palette: everything that can be done here and now, and everything that has a name.
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useMemo, useState } from 'react';
import { go, parseRoute } from '../router.ts';
import { useSelected, type Workbench, type WorkbenchStore } from '../workbench-store.ts';
import { type Action, useOffered } from './actions.ts';
import { useFrameActions } from './frame-actions.ts';
import { Keys } from './keycaps.tsx';
import {
  fitting,
  grouped,
  linkedHash,
  type PaletteEntry,
  type PaletteGroup,
  pageFirst,
} from './palette-entries.ts';
import { type Library, readLibrary } from './palette-library.ts';

const [paletteStore, palette] = createSpotlight();
export const openPalette = (): void => palette.open();

const nothing: Library = { views: [], decks: [], templates: [] };

export function Palette({ store }: { store: WorkbenchStore }) {
  useFrameActions(openPalette);
  const [opened, setOpened] = useState(false);
  // A closed palette does not follow what trains, nor what pages offer.
  const experiments = useSelected(store, (workbench) => (opened ? workbench.experiments : null));
  const readOnly = useSelected(store, ({ info }) => info?.readOnly === true);
  const offered = useOffered(opened);
  const [query, setQuery] = useState('');
  const [library, setLibrary] = useState(nothing);
  const entries = useMemo(
    () => [
      ...pageFirst(once(offered.filter(isCommand)).map(entryOf)),
      ...named(experiments ?? [], library, readOnly),
    ],
    [offered, experiments, library, readOnly],
  );
  const groups = useMemo(() => grouped([...linked(query), ...fitting(entries, query)]), [entries, query]);
  return (
    <Spotlight
      store={paletteStore}
      actions={groups.map(shown)}
      query={query}
      onQueryChange={setQuery}
      filter={(_, actions) => actions}
      shortcut={null}
      scrollable
      maxHeight={440}
      size={640}
      // A blurred page that goes on drawing behind it takes seconds a frame where there is no graphics card.
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      onSpotlightClose={() => setOpened(false)}
      onSpotlightOpen={() => {
        setOpened(true);
        setQuery('');
        readLibrary(store.link).then(setLibrary);
      }}
      nothingFound="Nothing of that name"
      searchProps={{
        'aria-label': 'Search or do',
        placeholder: 'An action, a page, an experiment, a view …',
        leftSection: <MagnifyingGlassIcon aria-hidden />,
      }}
    />
  );
}

/** The palette does not offer itself. */
const isCommand = ({ id, disabled }: Action): boolean => disabled !== true && id !== 'window.palette';

/** Two places of a page may offer the same. */
const once = (actions: readonly Action[]): Action[] => [
  ...new Map(actions.map((action) => [action.id, action])).values(),
];

/** Milliseconds in which the closing palette gives the focus back; what is run afterwards may move it. */
const focusReturns = 40;

const entryOf = (action: Action): PaletteEntry => ({
  id: action.id,
  group: action.group,
  label: action.label,
  keywords: action.keywords ?? '',
  shortcut: action.shortcut ?? '',
  run: action.run,
});

const shown = ({ title, entries }: PaletteGroup): SpotlightActionGroupData => ({
  group: title,
  actions: entries.map((entry) => ({
    id: entry.id,
    label: entry.label,
    ...(entry.shortcut === '' ? {} : { rightSection: <Keys shortcut={entry.shortcut} /> }),
    onClick: () => setTimeout(entry.run, focusReturns),
  })),
});

/** A link that was pasted: the desktop window has no other line for it. */
function linked(query: string): PaletteEntry[] {
  const hash = linkedHash(query);
  if (hash === null) return [];
  const run = (): void => go(parseRoute(hash));
  return [{ id: 'link', group: 'Go to', label: 'Open this link', keywords: '', shortcut: '', run }];
}

function named(
  experiments: NonNullable<Workbench['experiments']>,
  { views, decks, templates }: Library,
  readOnly: boolean,
): PaletteEntry[] {
  const entry = (id: string, group: string, label: string, keywords: string, run: () => void) => ({
    id,
    group,
    label,
    keywords,
    shortcut: '',
    run,
  });
  return [
    ...experiments.map(({ id, name, tags, state }) =>
      entry(`experiment.${id}`, 'Experiments', name, [state, ...tags].join(' '), () =>
        go({ page: 'experiment', id }),
      ),
    ),
    ...views.map(({ id, name }) =>
      entry(`view.${id}`, 'Saved views', name, 'compare', () => go({ page: 'compare', saved: id })),
    ),
    ...decks.map(({ id, name }) =>
      entry(`deck.${id}`, 'Decks', name, 'present slides', () => go({ page: 'deck', id })),
    ),
    ...(readOnly
      ? []
      : templates.map(({ id, name, notes }) =>
          entry(`template.${id}`, 'New experiment from a template', name, `${id} ${notes}`, () =>
            go({ page: 'design', template: id }),
          ),
        )),
  ];
}
