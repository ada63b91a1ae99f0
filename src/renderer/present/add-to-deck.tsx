// "Add to deck" for any page that shows a view: into a kept deck, a new one, or back into the slide it was taken from.
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { FilePlusIcon } from '@radix-ui/react-icons';
import { useEffect, useState } from 'react';
import { viewTitle } from '../../charts/deck/view-title.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { ReasonedButton } from '../compare/reasoned-button.tsx';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { useSelected, type WorkbenchStore } from '../workbench-store.ts';
import { type DeckSummary, hostShelf, newShelf, shelfOf, temporaryShelf } from './deck-shelf.ts';
import { forgetPending, pendingSlide } from './pending-slide.ts';
import { putInDeck, putInNewDeck, replaceInDeck } from './put-in-deck.ts';

interface Props {
  readonly view: View;
  /** What is drawn now; null while it is being read. */
  readonly data: FrozenData | null;
  readonly store: WorkbenchStore;
  /** Why there is nothing to add, '' where there is. */
  readonly why: string;
}

export function AddToDeck({ view, data, store, why }: Props) {
  const readOnly = useSelected(store, ({ info }) => info?.readOnly === true);
  const version = useSelected(store, ({ kept, epoch }) => `${kept.decks}/${kept.all}/${epoch}`);
  const [decks, setDecks] = useState<readonly DeckSummary[]>([]);
  const pending = pendingSlide();
  const read = (): void => {
    const shelf = readOnly ? temporaryShelf : hostShelf(store.link);
    shelf.list().then(setDecks).catch(store.notify);
  };
  const put = (work: (what: { view: View; data: FrozenData }) => Promise<number>, said: string): void => {
    if (data === null) return;
    work({ view, data })
      .then((deck) => tell(said, deck))
      .catch(store.notify);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette needs the names before the menu is opened
  useEffect(read, [store, readOnly, version]);
  const putBack = (): void => {
    if (pending === null) return;
    put(async (what) => {
      await replaceInDeck(shelfOf(store.link, pending.deck), pending.deck, pending.slide, what);
      forgetPending();
      return pending.deck;
    }, 'The slide shows this view now.');
  };
  const putInto = ({ id, name }: DeckSummary): void =>
    put(async (what) => {
      await putInDeck(shelfOf(store.link, id), id, what);
      return id;
    }, `Added to “${name}”.`);
  const putInNew = (): void =>
    put(
      (what) => putInNewDeck(newShelf(store.link, readOnly), what, viewTitle(view, data ?? undefined)),
      'A new deck was made.',
    );
  const disabled = data === null || why !== '';
  const newName = readOnly ? 'A new deck, in this window only' : 'A new deck';
  useCommands('Compare', [
    ...(pending === null
      ? []
      : [
          { id: 'compare.back', label: `Put back into the slide “${pending.title}”`, disabled, run: putBack },
        ]),
    { id: 'compare.deck.new', label: `Add to deck: ${newName}`, disabled, run: putInNew },
    ...decks.map((deck) => ({
      id: `compare.deck.${deck.id}`,
      label: `Add to deck: ${deck.name}`,
      disabled,
      run: () => putInto(deck),
    })),
  ]);
  return (
    <Menu position="bottom-end" shadow="md" withinPortal disabled={why !== ''} onOpen={read}>
      <Menu.Target>
        <ReasonedButton size="xs" variant="default" leftSection={<FilePlusIcon />} why={why}>
          Add to deck
        </ReasonedButton>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {pending !== null && (
          <Menu.Item onClick={putBack}>Put back into the slide “{pending.title}”</Menu.Item>
        )}
        {decks.map((deck) => (
          <Menu.Item key={deck.id} onClick={() => putInto(deck)}>
            {deck.name}
          </Menu.Item>
        ))}
        {(decks.length > 0 || pending !== null) && <Menu.Divider />}
        <Menu.Item onClick={putInNew}>{newName}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function tell(said: string, deck: number): void {
  const message = (
    <>
      {said} <a href={hashOf({ page: 'deck', id: deck })}>Open the deck</a>
    </>
  );
  notifications.show({ message });
}
