// A quiet word on whether the deck is saved.
import type { DeckState } from './deck-session.ts';

interface Props {
  readonly state: DeckState;
  readonly locked: boolean;
  readonly temporary: boolean;
}
const words: Readonly<Record<DeckState['status'], string>> = {
  reading: '',
  saved: 'Saved',
  waiting: 'Saving …',
  saving: 'Saving …',
  conflict: 'Not saved',
  gone: 'Not saved',
  failed: 'Not saved',
};

export function SavedState({ state, locked, temporary }: Props) {
  const text = locked
    ? 'Read-only: saved results can be shown, not changed'
    : temporary
      ? 'In this window only, until it is closed'
      : words[state.status];
  return (
    <span className="quiet deck-saved" role="status" data-saved={state.status}>
      {text}
    </span>
  );
}
