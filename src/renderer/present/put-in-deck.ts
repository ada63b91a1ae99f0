// Puts a view with its data into a kept deck, or into a new one; where another window saved the deck meanwhile, into what
// that window saved.
import { addSlide, changeSlide } from '../../charts/deck/deck-edits.ts';
import { viewTitle } from '../../charts/deck/view-title.ts';
import type { Deck, Slide } from '../../core/deck.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { asFailure } from '../host-failure.ts';
import type { DeckShelf } from './deck-shelf.ts';

export interface ViewAndData {
  readonly view: View;
  readonly data: FrozenData;
}

export function slideOf({ view, data }: ViewAndData): Slide {
  const title = viewTitle(view, data);
  return {
    kind: 'view',
    id: 'new',
    title,
    caption: '',
    notes: '',
    view,
    data,
    reveal: false,
    explain: false,
  };
}

/** The id of the deck. */
export async function putInNewDeck(shelf: DeckShelf, what: ViewAndData, name: string): Promise<number> {
  const deck = addSlide({ deck: 1, name, slides: [] }, slideOf(what));
  return (await shelf.save({ id: null, deck })).id;
}

export const putInDeck = (shelf: DeckShelf, id: number, what: ViewAndData): Promise<void> =>
  changeKept(shelf, id, (deck) => addSlide(deck, slideOf(what)));

/** Another view in the place of a slide's; its words stay. */
export const replaceInDeck = (
  shelf: DeckShelf,
  id: number,
  slide: string,
  what: ViewAndData,
): Promise<void> => changeKept(shelf, id, (deck) => changeSlide(deck, slide, what));

async function changeKept(shelf: DeckShelf, id: number, change: (deck: Deck) => Deck): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { deck, revision } = await shelf.get(id);
    try {
      await shelf.save({ id, revision, deck: change(deck) });
      return;
    } catch (error) {
      if (asFailure(error).code !== 'conflict' || tries === 3) throw error;
    }
  }
}
