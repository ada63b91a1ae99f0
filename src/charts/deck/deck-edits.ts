// Changes of a deck as pure functions: each gives a new deck and leaves the old one as it was, which is what undo needs.
import type { Deck, Slide } from '../../core/deck.ts';

/** Free among these slides: `s1`, `s2`, … */
export function newSlideId(slides: readonly Slide[]): string {
  const taken = slides.map(({ id }) => Number(/^s(\d{1,12})$/.exec(id)?.[1] ?? 0));
  return `s${Math.max(0, ...taken) + 1}`;
}

/** `at` counts from 0; left out, the slide comes last. */
export function addSlide(deck: Deck, slide: Slide, at = deck.slides.length): Deck {
  return { ...deck, slides: deck.slides.toSpliced(at, 0, { ...slide, id: newSlideId(deck.slides) }) };
}

export const textSlide = (title = '', caption = ''): Slide => ({
  kind: 'text',
  id: 'new',
  title,
  caption,
  notes: '',
});

export function removeSlide(deck: Deck, id: string): Deck {
  return { ...deck, slides: deck.slides.filter((slide) => slide.id !== id) };
}

export function duplicateSlide(deck: Deck, id: string): Deck {
  const at = deck.slides.findIndex((slide) => slide.id === id);
  return at < 0 ? deck : addSlide(deck, deck.slides[at]!, at + 1);
}

/** To the place `to` of the new order; a place outside is the nearest end. */
export function moveSlide(deck: Deck, id: string, to: number): Deck {
  const from = deck.slides.findIndex((slide) => slide.id === id);
  if (from < 0) return deck;
  const place = Math.max(0, Math.min(deck.slides.length - 1, to));
  return place === from
    ? deck
    : { ...deck, slides: deck.slides.toSpliced(from, 1).toSpliced(place, 0, deck.slides[from]!) };
}

type Change = Partial<Pick<Slide, 'title' | 'caption' | 'notes'>> &
  Partial<Pick<Extract<Slide, { kind: 'view' }>, 'view' | 'data' | 'reveal' | 'explain'>>;
/** Fields of a view leave a text slide as it is. */
export function changeSlide(deck: Deck, id: string, change: Change): Deck {
  const { title, caption, notes } = change;
  const words = Object.fromEntries(
    Object.entries({ title, caption, notes }).filter(([, value]) => value !== undefined),
  );
  return {
    ...deck,
    slides: deck.slides.map((slide) => {
      if (slide.id !== id) return slide;
      return slide.kind === 'text' ? { ...slide, ...words } : { ...slide, ...change };
    }),
  };
}
