// One deck: edited, or, with `show` in the address, presented.
import { Alert, Anchor, Button, Group, Loader, Title } from '@mantine/core';
import { useCallback, useEffect, useRef } from 'react';
import type { Deck } from '../../core/deck.ts';
import type { PageProps } from '../page-props.ts';
import { amend, go, hashOf } from '../router.ts';
import { useTellName } from '../shell/shown-name.ts';
import { DeckEditor } from './deck-editor.tsx';
import { isTemporary, newShelf } from './deck-shelf.ts';
import { Show } from './show.tsx';
import { useDeck } from './use-deck.ts';
import './present.css';

export function DeckPage({ route, store, workbench }: PageProps<'deck'>) {
  const { id, slide = 0, show } = route;
  const [state, session] = useDeck(id, store, workbench);
  const readOnly = workbench.info?.readOnly === true;
  const onSlide = useCallback((at: number) => amend({ page: 'deck', id, slide: at, show: true }), [id]);
  const onLeave = useCallback((at: number) => amend({ page: 'deck', id, slide: at }), [id]);
  useWakeLock(show === true);
  useTellName(state.deck?.name ?? null);
  const missing = state.deck === null && state.status !== 'reading';
  // A show has the screen to itself; that there is nothing to show is said in the window.
  useEffect(() => {
    if (missing && show) amend({ page: 'deck', id });
  }, [missing, show, id]);
  if (state.deck === null)
    return state.status === 'reading' ? (
      <Group justify="center" py={80}>
        <Loader role="progressbar" aria-label="Reading the deck" />
      </Group>
    ) : (
      <>
        <Title order={1} size="h3" mb="sm">
          There is no such deck
        </Title>
        <Alert color="red" role="alert" title={`Deck ${id}`}>
          {isTemporary(id)
            ? 'A deck of a read-only history is gone when its window is closed or reloaded.'
            : state.failure}{' '}
          <Anchor href={hashOf({ page: 'decks' })}>All decks</Anchor>
        </Alert>
      </>
    );
  if (show && state.deck.slides.length > 0)
    return <Show deck={state.deck} start={slide} onSlide={onSlide} onLeave={onLeave} />;
  const saveCopy = (deck: Deck): void => {
    newShelf(store.link, readOnly)
      .save({ id: null, deck })
      .then((saved) => go({ page: 'deck', id: saved.id }))
      .catch(store.notify);
  };
  return (
    <DeckEditor
      id={id}
      at={slide}
      deck={state.deck}
      state={state}
      session={session}
      store={store}
      locked={readOnly && !isTemporary(id)}
      trouble={
        <Trouble
          status={state.status}
          failure={state.failure}
          session={session}
          onCopy={() => saveCopy(state.deck!)}
        />
      }
    />
  );
}

interface TroubleProps {
  readonly status: string;
  readonly failure: string;
  readonly session: ReturnType<typeof useDeck>[1];
  onCopy(): void;
}
/** What stands in the way of saving, and the ways out of it. */
function Trouble({ status, failure, session, onCopy }: TroubleProps) {
  const copy = (
    <Button size="xs" variant="default" onClick={onCopy}>
      Save mine as a new deck
    </Button>
  );
  if (status === 'conflict')
    return (
      <Alert color="orange" role="alert" title="Another window changed this deck">
        Yours is not saved. Which one should stay?
        <Group gap="xs" mt="xs">
          <Button size="xs" onClick={() => void session.keepOurs()}>
            Keep mine
          </Button>
          <Button size="xs" variant="default" onClick={() => void session.takeTheirs()}>
            Take the other one
          </Button>
          {copy}
        </Group>
      </Alert>
    );
  if (status === 'gone')
    return (
      <Alert color="orange" role="alert" title="This deck was deleted in another window">
        What you see is still here, but not kept.
        <Group mt="xs">{copy}</Group>
      </Alert>
    );
  if (status === 'failed')
    return (
      <Alert color="red" role="alert" title="Not saved">
        {failure}
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={() => void session.flush()}>
            Try again
          </Button>
        </Group>
      </Alert>
    );
  return null;
}

/** A projector's screen stays on, where the browser allows it. */
function useWakeLock(on: boolean): void {
  const lock = useRef<WakeLockSentinel | null>(null);
  useEffect(() => {
    if (!on || !('wakeLock' in navigator)) return;
    let over = false;
    // Refused by a policy or a low battery: the show goes on without.
    navigator.wakeLock.request('screen').then(
      (taken) => {
        if (over) void taken.release();
        else lock.current = taken;
      },
      () => undefined,
    );
    return () => {
      over = true;
      void lock.current?.release();
      lock.current = null;
    };
  }, [on]);
}
