// The speaker's own window: notes, time, the slide and the one that follows. It is an empty window of this page that the
// show draws into, so the two can never be apart.
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { type PanelProps, SpeakerNotes } from './show-panels.tsx';
import { SlideCanvas } from './slide-canvas.tsx';
import { useShowKeys } from './use-show-keys.ts';

export function SpeakerWindow({
  target,
  onClosed,
  ...props
}: PanelProps & { target: Window; onClosed(): void }) {
  const { name } = props.deck;
  const [root, setRoot] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const page = target.document;
    page.title = `Speaker: ${name}`;
    page.documentElement.lang = document.documentElement.lang;
    page.body.replaceChildren();
    page.body.className = 'speaker';
    for (const style of document.querySelectorAll('style, link[rel=stylesheet]'))
      page.head.append(page.importNode(style, true));
    setRoot(page.body);
    return () => target.close();
  }, [target, name]);
  useEffect(() => {
    const gone = setInterval(() => target.closed && onClosed(), 500);
    return () => clearInterval(gone);
  }, [target, onClosed]);
  useShowKeys(props.act, target);
  return root === null ? null : createPortal(<Speaker {...props} />, root);
}

function Speaker(props: PanelProps) {
  const { deck, state } = props;
  const place = { index: state.slide, count: deck.slides.length, name: deck.name };
  const [slide, following] = [deck.slides[state.slide], deck.slides[state.slide + 1]];
  return (
    <main className="speaker-page">
      {slide && <SlideCanvas slide={slide} step={state.step} theme="light" place={place} level={1} />}
      {following && (
        <SlideCanvas
          slide={following}
          step={null}
          theme="light"
          place={{ ...place, index: place.index + 1 }}
        />
      )}
      <section aria-label="Speaker notes">
        <SpeakerNotes {...props} />
      </section>
    </main>
  );
}
