// What may lie over a show: its keys, and the speaker's notes with the time and what comes next.
import { useEffect, useState } from 'react';
import type { Deck } from '../../core/deck.ts';
import { type ShowCommand, shownKeys } from './show-keys.ts';
import type { ShowState } from './show-state.ts';

export interface PanelProps {
  readonly deck: Deck;
  readonly state: ShowState;
  readonly steps: readonly number[];
  /** When the show began, milliseconds of the window’s steady clock. */
  readonly began: number;
  act(command: ShowCommand): void;
}

export function HelpPanel({ act }: Pick<PanelProps, 'act'>) {
  return (
    <section className="show-panel" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {shownKeys.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => act('help')}>
        Close
      </button>
    </section>
  );
}

export function NotesPanel(props: PanelProps) {
  return (
    <section className="show-panel show-notes" aria-label="Speaker notes">
      <SpeakerNotes {...props} />
    </section>
  );
}

export function SpeakerNotes({ deck, state, steps, began }: PanelProps) {
  const slide = deck.slides[state.slide];
  const following = deck.slides[state.slide + 1];
  const later = steps[state.slide] ?? 0;
  return (
    <>
      <p className="speaker-line">
        <Elapsed began={began} />
        <span>
          Slide {state.slide + 1} of {deck.slides.length}
          {later > 0 && `, step ${state.step} of ${later}`}
        </span>
      </p>
      <div className="speaker-text">{slide?.notes.trim() ? slide.notes : 'No notes for this slide.'}</div>
      <p className="quiet">
        Next: {following === undefined ? 'the end' : following.title || 'without a title'}
      </p>
    </>
  );
}

function Elapsed({ began }: { began: number }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <b role="timer" aria-label="Time since the show began">
      {clockText(now - began)}
    </b>
  );
}

/** 65 000 -> "1:05"; 3 725 000 -> "1:02:05". */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
