// A deck being presented: it fills the window (and the screen, where the browser lets it), and is driven by keys, a
// clicker, a pointer or touch. It shows frozen data and asks the host for nothing.
import { type PointerEvent, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Theme } from '../../charts/color.ts';
import { explanationOf, laterSteps } from '../../charts/deck/slide-chart.ts';
import type { Deck } from '../../core/deck.ts';
import { useColors } from '../colors.tsx';
import { ShowBar } from './show-bar.tsx';
import type { ShowCommand } from './show-keys.ts';
import { HelpPanel, NotesPanel } from './show-panels.tsx';
import { moveShow, openShow, type ShowMove, type ShowState } from './show-state.ts';
import { SlideCanvas } from './slide-canvas.tsx';
import { SpeakerWindow } from './speaker-window.tsx';
import { useFullscreen } from './use-fullscreen.ts';
import { useShowKeys } from './use-show-keys.ts';

interface Props {
  readonly deck: Deck;
  /** The slide that the address says. */
  readonly start: number;
  /** Called with the slide that is shown, whenever it changes. */
  onSlide(slide: number): void;
  onLeave(slide: number): void;
}
const jumpAfterMilliseconds = 900;

export function Show({ deck, start, onSlide, onLeave }: Props) {
  const steps = useMemo(() => deck.slides.map(laterSteps), [deck]);
  const [state, move] = useReducer(
    (old: ShowState, by: ShowMove) => moveShow(old, by, steps),
    openShow(steps, start),
  );
  const [theme, setTheme] = useState<Theme>(useColors());
  const [speaker, setSpeaker] = useState<Window | null>(null);
  const [began] = useState(() => performance.now());
  const leave = useCallback(() => onLeave(state.slide), [onLeave, state.slide]);
  const fullscreen = useFullscreen(leave);
  const closeSpeaker = useCallback(() => setSpeaker(null), []);
  const openSpeaker = (): void => {
    fullscreen.expectEnd();
    const opened = window.open('', 'springback-speaker', 'popup,width=900,height=640');
    if (opened === null) move('notes');
    else setSpeaker(opened);
  };
  const act = (command: ShowCommand): void => {
    if (command === 'fullscreen') fullscreen.toggle();
    else if (command === 'theme') setTheme((old) => (old === 'dark' ? 'light' : 'dark'));
    else if (command === 'speaker') openSpeaker();
    else if (command === 'leave') {
      if (state.panel !== 'none' || state.blank || state.typed !== '') move('close');
      else fullscreen.close(leave);
    } else move(command);
  };
  useShowKeys(act);
  const told = useRef(start);
  useEffect(() => {
    told.current = state.slide;
    onSlide(state.slide);
  }, [onSlide, state.slide]);
  // An address that the show did not write itself: the browser went back or forward, or a link was followed.
  useEffect(() => {
    if (start !== told.current) move({ slide: start });
  }, [start]);
  useEffect(() => {
    if (state.typed === '') return;
    const timer = setTimeout(() => move('jump'), jumpAfterMilliseconds);
    return () => clearTimeout(timer);
  }, [state.typed]);
  const slide = deck.slides[state.slide];
  const awake = useAwake();
  const swipe = useSwipe(act);
  if (slide === undefined) return null;
  const place = { index: state.slide, count: deck.slides.length, name: deck.name };
  const panels = { deck, state, steps, began, act };
  return (
    <section
      className="show"
      data-theme={theme}
      data-awake={awake.on}
      aria-label={`Presenting ${deck.name}`}
      {...awake.props}
    >
      <div className="show-stage" key={slide.id} {...swipe}>
        <SlideCanvas slide={slide} step={state.step} theme={theme} place={place} level={1} />
      </div>
      <Progress state={state} steps={steps} />
      <ShowBar state={state} count={deck.slides.length} full={fullscreen.on} act={act} />
      {state.typed !== '' && <div className="show-typed">{state.typed}</div>}
      {state.panel === 'help' && <HelpPanel act={act} />}
      {state.panel === 'notes' && <NotesPanel {...panels} />}
      {state.blank && <BlackScreen act={act} />}
      {speaker !== null && <SpeakerWindow target={speaker} onClosed={closeSpeaker} {...panels} />}
      <div className="unseen" aria-live="polite">
        {announcement(deck, state, steps)}
      </div>
    </section>
  );
}

const BlackScreen = ({ act }: { act(command: ShowCommand): void }) => (
  <button
    type="button"
    className="show-black"
    aria-label="Black screen; show the slide again"
    onClick={() => act('blank')}
  />
);

function announcement({ slides }: Deck, { slide, step, blank }: ShowState, steps: readonly number[]): string {
  if (blank) return 'The screen is black.';
  const there = slides[slide]!;
  const said = explanationOf(there)[step];
  const later = steps[slide] ?? 0;
  const part =
    said !== undefined
      ? ` ${said.title} ${said.text}`
      : later > 0
        ? ` ${step} of ${later} series shown.`
        : '';
  return `Slide ${slide + 1} of ${slides.length}: ${there.title}.${part}`;
}

function Progress({ state, steps }: { state: ShowState; steps: readonly number[] }) {
  const done = (state.slide + (state.step + 1) / ((steps[state.slide] ?? 0) + 1)) / steps.length;
  return (
    <div className="show-progress" aria-hidden>
      <div style={{ width: `${100 * done}%` }} />
    </div>
  );
}

/** Awake for a while after the pointer moved or a control got the focus. */
function useAwake() {
  const [on, setOn] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wake = (): void => {
    setOn(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOn(false), 2500);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { on, props: { onPointerMove: wake, onFocus: wake } };
}

/** A swipe, or a press: on the left quarter back, elsewhere on. */
function useSwipe(act: (command: ShowCommand) => void) {
  const down = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown({ clientX, clientY, button }: PointerEvent) {
      down.current = button === 0 ? { x: clientX, y: clientY } : null;
    },
    onPointerUp({ clientX, clientY }: PointerEvent) {
      if (down.current === null) return;
      const [across, along] = [clientX - down.current.x, Math.abs(clientY - down.current.y)];
      down.current = null;
      if (Math.abs(across) > 50 && along < 80) act(across < 0 ? 'next' : 'back');
      else if (Math.abs(across) < 8 && along < 8) act(clientX < innerWidth / 4 ? 'back' : 'next');
    },
  };
}
