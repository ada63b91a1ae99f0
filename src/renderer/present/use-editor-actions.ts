// What can be done with a deck by name or by key.
import { useEffect, useMemo, useRef } from 'react';
import { deckFileName, deckHtml } from '../../charts/deck/deck-html.ts';
import type { Deck, Slide } from '../../core/deck.ts';
import { go } from '../router.ts';
import { type Action, useActions } from '../shell/actions.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import type { DeckSession, DeckState } from './deck-session.ts';
import { saveFile } from './save-file.ts';
import { fillScreen } from './use-fullscreen.ts';

export interface Editor {
  readonly deck: Deck;
  readonly id: number;
  readonly index: number;
  readonly locked: boolean;
  readonly session: DeckSession;
  readonly store: WorkbenchStore;
  addText(): void;
  addView(slide: Slide): void;
  duplicate(): void;
  remove(): void;
  move(id: string, to: number): void;
}

/** Must be called from a click or a key, for the sake of the full screen. */
export function present({ id }: Pick<Editor, 'id'>, slide: number): void {
  void fillScreen();
  go({ page: 'deck', id, slide, show: true });
}

export const saveHtml = ({ deck }: Pick<Editor, 'deck'>): void =>
  saveFile(deckHtml(deck), deckFileName(deck.name, 'html'), 'text/html');

export function useEditorActions(editor: Editor, { canUndo, canRedo }: DeckState): void {
  const newest = useRef(editor);
  useEffect(() => {
    newest.current = editor;
  });
  const { locked, index } = editor;
  const { length } = editor.deck.slides;
  const actions = useMemo((): Action[] => {
    const group = 'Deck';
    const act = (id: string, label: string, run: () => void, more: Partial<Action> = {}): Action => ({
      id: `deck.${id}`,
      label,
      group,
      run,
      ...more,
    });
    const fixed = { disabled: locked };
    const some = { disabled: locked || length === 0 };
    const moveBy = (by: number): void => {
      const { deck, index: at, move } = newest.current;
      const slide = deck.slides[at];
      if (slide !== undefined) move(slide.id, at + by);
    };
    return [
      act('present', 'Present from this slide', () => present(newest.current, newest.current.index), {
        shortcut: 'mod+Enter',
        disabled: length === 0,
      }),
      act('start', 'Present from the start', () => present(newest.current, 0), { disabled: length === 0 }),
      act('html', 'Save the deck as one HTML file', () => saveHtml(newest.current)),
      act('text', 'Add a text slide', () => newest.current.addText(), fixed),
      act('duplicate', 'Duplicate slide', () => newest.current.duplicate(), some),
      act('remove', 'Delete slide', () => newest.current.remove(), some),
      act('up', 'Move the slide up', () => moveBy(-1), {
        shortcut: 'alt+ArrowUp',
        disabled: locked || index === 0,
      }),
      act('down', 'Move the slide down', () => moveBy(1), {
        shortcut: 'alt+ArrowDown',
        disabled: locked || index >= length - 1,
      }),
      act('undo', 'Undo', () => newest.current.session.undo(), {
        shortcut: 'mod+Z',
        disabled: locked || !canUndo,
      }),
      act('redo', 'Redo', () => newest.current.session.redo(), {
        shortcut: 'mod+shift+Z',
        disabled: locked || !canRedo,
      }),
    ];
  }, [locked, index, length, canUndo, canRedo]);
  useActions(actions);
}
