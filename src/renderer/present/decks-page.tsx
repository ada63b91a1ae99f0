// All decks, the one that changed last first, and the ways to begin one.
import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { PlusIcon, StackIcon } from '@radix-ui/react-icons';
import { useCallback, useMemo, useState } from 'react';
import { addSlide, textSlide } from '../../charts/deck/deck-edits.ts';
import type { Deck } from '../../core/deck.ts';
import { counted } from '../../core/number-text.ts';
import type { PageProps } from '../page-props.ts';
import { go, hashOf } from '../router.ts';
import { useActions } from '../shell/actions.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { DeckMenu } from './deck-menu.tsx';
import { type DeckSummary, hostShelf, isTemporary, newShelf, shelfOf, temporaryShelf } from './deck-shelf.ts';
import { MakeDeck } from './make-deck.tsx';
import './present.css';
import { Term } from '../shell/term.tsx';
import { momentText } from '../words.ts';

export function DecksPage({ store, workbench }: PageProps<'decks'>) {
  const readOnly = workbench.info?.readOnly === true;
  const [own, setOwn] = useState(0);
  const [making, setMaking] = useState(false);
  const version = `${workbench.kept.decks}/${workbench.kept.all}/${workbench.epoch}/${own}`;
  const { value: decks, failure } = useLive('decks', version, 200, async () => {
    const [kept, temporary] = await Promise.all([hostShelf(store.link).list(), temporaryShelf.list()]);
    return [...kept, ...temporary].toSorted((a, b) => (a.changed < b.changed ? 1 : -1));
  });
  const changed = useCallback(() => setOwn((count) => count + 1), []);
  const begin = useCallback(() => {
    const deck = addSlide({ deck: 1, name: 'New deck', slides: [] }, textSlide('New deck'));
    newShelf(store.link, readOnly)
      .save({ id: null, deck })
      .then(({ id }) => go({ page: 'deck', id }))
      .catch(store.notify);
  }, [store, readOnly]);
  const make = useCallback(() => setMaking(true), []);
  useActions(
    useMemo(
      () => [
        { id: 'decks.new', label: 'New deck', group: 'Present', run: begin },
        { id: 'decks.make', label: 'Make a deck from an experiment', group: 'Present', run: make },
      ],
      [begin, make],
    ),
  );
  return (
    <Stack gap="md" className="decks">
      <Group justify="space-between">
        <Title order={1} size="h3">
          Present
        </Title>
        {decks !== null && decks.length > 0 && <Begin onNew={begin} onMake={make} />}
      </Group>
      {readOnly && <ReadOnlyNote />}
      {failure !== null && (
        <Alert color="red" role="alert">
          {failure.message}
        </Alert>
      )}
      {decks === null && failure === null && <Loader role="progressbar" aria-label="Reading the decks" />}
      {decks?.length === 0 && (
        <EmptyState
          title="A deck tells what your runs say"
          icon={<StackIcon />}
          actions={<Begin onNew={begin} onMake={make} />}
        >
          A <Term name="deck" /> is a <Term name="view" /> or more of your runs in the order you tell them,
          each with a caption. Its data are frozen when a view is added, so it shows the same tomorrow, even
          when the runs are gone. Present it full screen with keys or a clicker, or save it as one HTML file
          or a PDF.
        </EmptyState>
      )}
      {decks !== null && decks.length > 0 && (
        <DeckList decks={decks} store={store} readOnly={readOnly} onChanged={changed} />
      )}
      <MakeDeck opened={making} store={store} workbench={workbench} onClose={() => setMaking(false)} />
    </Stack>
  );
}

const ReadOnlyNote = () => (
  <Text size="sm" className="quiet">
    These results are read-only: their decks can be shown and saved as files, not changed. A deck that you
    make here stays in this window until it is closed.
  </Text>
);

const Begin = ({ onNew, onMake }: { onNew(): void; onMake(): void }) => (
  <Group gap="xs">
    <Button onClick={onMake}>Make a deck from an experiment</Button>
    <Button variant="default" leftSection={<PlusIcon />} onClick={onNew}>
      New deck
    </Button>
  </Group>
);

interface ListProps {
  readonly decks: readonly DeckSummary[];
  readonly store: WorkbenchStore;
  readonly readOnly: boolean;
  onChanged(): void;
}
function DeckList({ decks, store, readOnly, onChanged }: ListProps) {
  const edit = async (id: number, change: (deck: Deck) => Deck): Promise<void> => {
    const shelf = shelfOf(store.link, id);
    const { deck, revision } = await shelf.get(id);
    await shelf.save({ id, revision, deck: change(deck) });
  };
  const duplicate = async (id: number): Promise<void> => {
    const { deck } = await shelfOf(store.link, id).get(id);
    const name = `Copy of ${deck.name}`.slice(0, 200);
    await newShelf(store.link, readOnly).save({ id: null, deck: { ...deck, name } });
  };
  const remove = async (id: number): Promise<void> => {
    const shelf = shelfOf(store.link, id);
    const { deck } = await shelf.get(id);
    await shelf.delete(id);
    const note = notifications.show({
      autoClose: 12_000,
      message: (
        <Group gap="sm">
          <span>“{deck.name}” was deleted.</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(note);
              shelf.save({ id: null, deck }).then(onChanged, store.notify);
            }}
          >
            Undo
          </Button>
        </Group>
      ),
    });
  };
  const done = (work: Promise<void>): void => void work.then(onChanged, store.notify);
  return (
    <ul className="deck-list" aria-label="Decks">
      {decks.map((deck) => (
        <li key={deck.id} className="card deck-row">
          <a className="row-link" href={hashOf({ page: 'deck', id: deck.id })}>
            <Text fw={600} className="row-name">
              {deck.name}
            </Text>
            <Text size="sm" className="quiet">
              {counted(deck.slides, 'slide')} · changed {momentText(deck.changed)}
              {isTemporary(deck.id) && ' · in this window only'}
            </Text>
          </a>
          <Group gap="xs" wrap="nowrap">
            <DeckMenu
              onPresent={() => go({ page: 'deck', id: deck.id, slide: 0, show: true })}
              deck={deck}
              locked={readOnly && !isTemporary(deck.id)}
              onRename={(name) => done(edit(deck.id, (old) => ({ ...old, name })))}
              onDuplicate={() => done(duplicate(deck.id))}
              onDelete={() => done(remove(deck.id))}
            />
          </Group>
        </li>
      ))}
    </ul>
  );
}
