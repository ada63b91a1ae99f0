// What else can be done with an experiment. What its entries open is loaded when one is first pressed.
import { Button, Menu } from '@mantine/core';
import { ChevronDownIcon } from '@radix-ui/react-icons';
import { lazy, Suspense, useState } from 'react';
import { go, hashOf, type Route } from './router.ts';
import { useCommands } from './shell/actions.ts';
import type { StillSummary } from './still-summary.ts';
import { isOver } from './words.ts';
import { useSelected, type WorkbenchStore } from './workbench-store.ts';

const ExperimentDialogs = lazy(async () => ({
  default: (await import('./experiment-dialogs.tsx')).ExperimentDialogs,
}));

interface Props {
  readonly summary: StillSummary;
  readonly store: WorkbenchStore;
}
export type ExperimentDialog = 'details' | 'export';

export function ExperimentMenu({ summary, store }: Props) {
  const [dialog, setDialog] = useState<ExperimentDialog | null>(null);
  const [used, setUsed] = useState(false);
  const { id, name, archived, state, measured } = summary;
  const readOnly = useSelected(store, ({ info }) => info?.readOnly !== false);
  const open = (next: ExperimentDialog): void => {
    setUsed(true);
    setDialog(next);
  };
  const monitor: Route = { page: 'monitor', experiment: id };
  const row: Route = { page: 'history', row: `e${id}` };
  const turn = archived ? 'Unarchive' : 'Archive';
  useCommands('Experiment', [
    {
      id: 'experiment.deck',
      label: `Make a deck: ${name}`,
      keywords: 'present slides',
      disabled: !measured,
      run: () => void deckOf(store, id, readOnly),
    },
    {
      id: 'experiment.monitor',
      label: `Plan and live curves in the Monitor: ${name}`,
      run: () => go(monitor),
    },
    { id: 'experiment.row', label: `Show in the history: ${name}`, run: () => go(row) },
    ...(readOnly
      ? []
      : [
          {
            id: 'experiment.details',
            label: `Name, notes and tags of ${name} …`,
            run: () => open('details'),
          },
          { id: 'experiment.export', label: `Export a bundle of ${name} …`, run: () => open('export') },
          {
            id: 'experiment.archive',
            label: `${turn} ${name}`,
            run: () => annotate(store, id, { archived: !archived }),
          },
          {
            id: 'experiment.trash',
            label: `Move ${name} to trash`,
            disabled: !isOver(state),
            run: () => void trash(store, id),
          },
        ]),
  ]);
  return (
    <>
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<ChevronDownIcon />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!readOnly && <Menu.Item onClick={() => open('details')}>Name, notes and tags…</Menu.Item>}
          <Menu.Item disabled={!measured} onClick={() => void deckOf(store, id, readOnly)}>
            Make a deck
          </Menu.Item>
          <Menu.Item component="a" href={hashOf(monitor)}>
            Plan and live curves in the Monitor
          </Menu.Item>
          <Menu.Item component="a" href={hashOf(row)}>
            Show in the history
          </Menu.Item>
          {!readOnly && (
            <>
              <Menu.Item onClick={() => open('export')}>Export a bundle…</Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={() => annotate(store, id, { archived: !archived })}>{turn}</Menu.Item>
              <Menu.Item
                c="var(--mantine-color-error)"
                disabled={!isOver(state)}
                onClick={() => void trash(store, id)}
              >
                Move to trash
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {used && (
        <Suspense>
          <ExperimentDialogs
            dialog={dialog}
            summary={summary}
            store={store}
            onClose={() => setDialog(null)}
          />
        </Suspense>
      )}
    </>
  );
}

async function deckOf(store: WorkbenchStore, id: number, readOnly: boolean): Promise<void> {
  const { makeDeck } = await import('./present/make-deck.tsx');
  await makeDeck(store, id, readOnly).catch(store.notify);
}

function annotate(store: WorkbenchStore, id: number, change: { archived: boolean }): void {
  store.link.call('experiment.annotate', { ids: [id], ...change }).catch(store.notify);
}

/** The page of what is in the trash is gone with it: the trash is shown. */
async function trash(store: WorkbenchStore, id: number): Promise<void> {
  const { trashFromPage } = await import('./experiment-dialogs.tsx');
  await trashFromPage(store, id).catch(store.notify);
}
