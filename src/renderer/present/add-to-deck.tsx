// "Add to deck" for any page that shows a view: into a kept deck, a new one, or back into the slide it was taken from.
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { FilePlusIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { viewTitle } from '../../charts/deck/view-title.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { ReasonedButton } from '../compare/reasoned-button.tsx';
import { hashOf } from '../router.ts';
import { useWorkbench, type WorkbenchStore } from '../workbench-store.ts';
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
  const { info } = useWorkbench(store);
  const readOnly = info?.readOnly === true;
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
  return (
    <Menu position="bottom-end" shadow="md" withinPortal disabled={why !== ''} onOpen={read}>
      <Menu.Target>
        <ReasonedButton size="xs" variant="default" leftSection={<FilePlusIcon />} why={why}>
          Add to deck
        </ReasonedButton>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {pending !== null && (
          <Menu.Item
            onClick={() =>
              put(async (what) => {
                await replaceInDeck(shelfOf(store.link, pending.deck), pending.deck, pending.slide, what);
                forgetPending();
                return pending.deck;
              }, 'The slide shows this view now.')
            }
          >
            Put back into the slide “{pending.title}”
          </Menu.Item>
        )}
        {decks.map((deck) => (
          <Menu.Item
            key={deck.id}
            onClick={() =>
              put(async (what) => {
                await putInDeck(shelfOf(store.link, deck.id), deck.id, what);
                return deck.id;
              }, `Added to “${deck.name}”.`)
            }
          >
            {deck.name}
          </Menu.Item>
        ))}
        {(decks.length > 0 || pending !== null) && <Menu.Divider />}
        <Menu.Item
          onClick={() =>
            put(
              (what) =>
                putInNewDeck(newShelf(store.link, readOnly), what, viewTitle(view, data ?? undefined)),
              'A new deck was made.',
            )
          }
        >
          {readOnly ? 'A new deck, in this window only' : 'A new deck'}
        </Menu.Item>
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
