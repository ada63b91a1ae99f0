// A deck being written: the strip of its slides, the slide that is chosen, its words and its data. Everything is saved by
// itself, and everything can be undone.
import { Group, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import {
  addSlide,
  changeSlide,
  duplicateSlide,
  moveSlide,
  removeSlide,
  textSlide,
} from '../../charts/deck/deck-edits.ts';
import type { Deck } from '../../core/deck.ts';
import { useColors } from '../colors.tsx';
import { amend } from '../router.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import type { DeckSession, DeckState } from './deck-session.ts';
import { isTemporary } from './deck-shelf.ts';
import { DeckToolbar } from './deck-toolbar.tsx';
import { SavedState } from './saved-state.tsx';
import { SlideCanvas } from './slide-canvas.tsx';
import { SlideFields } from './slide-fields.tsx';
import { SlideStrip } from './slide-strip.tsx';
import { useEditorActions } from './use-editor-actions.ts';

interface Props {
  readonly id: number;
  readonly at: number;
  readonly deck: Deck;
  readonly state: DeckState;
  readonly session: DeckSession;
  readonly store: WorkbenchStore;
  /** It can be shown, not changed. */
  readonly locked: boolean;
  readonly trouble: ReactNode;
}

export function DeckEditor({ id, at, deck, state, session, store, locked, trouble }: Props) {
  const theme = useColors();
  const index = Math.max(0, Math.min(deck.slides.length - 1, at));
  const slide = deck.slides[index];
  const choose = (next: number): void => amend({ page: 'deck', id, slide: Math.max(0, next) });
  const edit: DeckSession['edit'] = (change, mark) => {
    if (!locked) session.edit(change, mark);
  };
  const place = { index, count: deck.slides.length, name: deck.name };
  const editor = {
    deck,
    id,
    index,
    locked,
    session,
    store,
    addText: () => {
      edit((old) => addSlide(old, textSlide('New slide'), index + 1));
      choose(deck.slides.length === 0 ? 0 : index + 1);
    },
    addView: (added: Parameters<typeof addSlide>[1]) => {
      edit((old) => addSlide(old, added, index + 1));
      choose(deck.slides.length === 0 ? 0 : index + 1);
    },
    duplicate: () => {
      if (slide === undefined) return;
      edit((old) => duplicateSlide(old, slide.id));
      choose(index + 1);
    },
    remove: () => {
      if (slide === undefined) return;
      edit((old) => removeSlide(old, slide.id));
      choose(Math.min(index, deck.slides.length - 2));
    },
    move: (slideId: string, to: number) => {
      edit((old) => moveSlide(old, slideId, to));
      if (slideId === slide?.id) choose(Math.max(0, Math.min(deck.slides.length - 1, to)));
    },
  };
  useEditorActions(editor, state);
  return (
    <div className="deck-editor">
      <h1 className="only-heard">{deck.name}</h1>
      <Group className="deck-head" justify="space-between" gap="sm">
        <DeckName
          name={deck.name}
          locked={locked}
          onName={(name) => edit((old) => ({ ...old, name }), 'name')}
        />
        <SavedState state={state} locked={locked} temporary={isTemporary(id)} />
        <DeckToolbar editor={editor} state={state} />
      </Group>
      {trouble}
      <aside className="deck-strip">
        <SlideStrip deck={deck} at={index} locked={locked} onChoose={choose} onMove={editor.move} />
      </aside>
      <section className="deck-slide" aria-label="Slide">
        {slide === undefined ? (
          <p className="quiet">No slide yet. Add a text or a saved view, or send a view here from Compare.</p>
        ) : (
          <>
            <div className="deck-preview">
              <SlideCanvas slide={slide} step={null} theme={theme} place={place} level={2} />
            </div>
            <SlideFields
              key={slide.id}
              slide={slide}
              editor={editor}
              onChange={(change, mark) =>
                edit((old) => changeSlide(old, slide.id, change), mark && `${mark} ${slide.id}`)
              }
            />
          </>
        )}
      </section>
    </div>
  );
}

/** An empty name is not kept: a deck has one. */
function DeckName({ name, locked, onName }: { name: string; locked: boolean; onName(name: string): void }) {
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  return (
    <TextInput
      className="deck-name"
      aria-label="Name of the deck"
      value={text}
      maxLength={200}
      readOnly={locked}
      onChange={(event) => {
        setText(event.currentTarget.value);
        if (event.currentTarget.value.trim() !== '') onName(event.currentTarget.value);
      }}
      onBlur={() => setText(name)}
    />
  );
}
