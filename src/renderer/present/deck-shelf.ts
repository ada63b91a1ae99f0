// Where decks are kept: by the host, or, where the host only reads, in this window until it is closed.
import type { CommandInput, CommandOutput, HostLink } from '../../contract/window.ts';
import type { Deck } from '../../core/deck.ts';
import { HostFailure } from '../host-failure.ts';

export type DeckSummary = CommandOutput<'deck.list'>[number];
export interface DeckShelf {
  list(): Promise<readonly DeckSummary[]>;
  get(id: number): Promise<CommandOutput<'deck.get'>>;
  save(input: CommandInput<'deck.save'>): Promise<CommandOutput<'deck.save'>>;
  delete(id: number): Promise<void>;
}

/** Ids of decks that only this window has. */
const firstTemporary = 1e12;
export const isTemporary = (id: number): boolean => id >= firstTemporary;

export const hostShelf = (link: HostLink): DeckShelf => ({
  list: () => link.call('deck.list', {}),
  get: (id) => link.call('deck.get', { id }),
  save: (input) => link.call('deck.save', input),
  delete: async (id) => void (await link.call('deck.delete', { id })),
});

/** `now` as ISO 8601. */
export function createTemporaryShelf(now: () => string): DeckShelf {
  const kept = new Map<number, { deck: Deck; revision: number; changed: string }>();
  const missing = (id: number) => new HostFailure('missing', `there is no deck ${id} in this window`);
  let next = firstTemporary;
  return {
    async list() {
      return [...kept].map(([id, { deck, revision, changed }]) => ({
        id,
        name: deck.name,
        revision,
        changed,
        slides: deck.slides.length,
      }));
    },
    async get(id) {
      const there = kept.get(id);
      if (there === undefined) throw missing(id);
      return { id, revision: there.revision, deck: there.deck };
    },
    async save({ id, deck }) {
      const place = id ?? next++;
      const revision = (kept.get(place)?.revision ?? 0) + 1;
      kept.set(place, { deck: deck as Deck, revision, changed: now() });
      return { id: place, revision };
    },
    async delete(id) {
      if (!kept.delete(id)) throw missing(id);
    },
  };
}

export const temporaryShelf = createTemporaryShelf(() => new Date().toISOString());

/** The shelf that a deck stands on. */
export const shelfOf = (link: HostLink, id: number): DeckShelf =>
  isTemporary(id) ? temporaryShelf : hostShelf(link);
/** The shelf that a new deck is put on. */
export const newShelf = (link: HostLink, readOnly: boolean): DeckShelf =>
  readOnly ? temporaryShelf : hostShelf(link);
