// A slide at any size: as a thumbnail, in the editor, filling a projector's screen. It is laid out in units of its own
// box, so that it looks the same everywhere; its chart is drawn at a virtual size and scaled, so that its type is large.
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import type { Theme } from '../../charts/color.ts';
import { slideStyle } from '../../charts/deck/deck-style.ts';
import {
  explanationOf,
  isRevealed,
  laterSteps,
  slideChart,
  slideNotes,
} from '../../charts/deck/slide-chart.ts';
import { slideFacts } from '../../charts/deck/slide-facts.ts';
import { type SlideCell, shade, slideTable } from '../../charts/deck/slide-table.ts';
import { textBlocks, textSize } from '../../charts/deck/text-blocks.ts';
import { virtualSize } from '../../charts/deck/virtual-size.ts';
import type { Slide } from '../../core/deck.ts';
import { SceneView } from '../scene-view.tsx';

interface Props {
  readonly slide: Slide;
  /** `null` shows all of it. */
  readonly step: number | null;
  readonly theme: Theme;
  readonly place: { readonly index: number; readonly count: number; readonly name: string };
  /** Level of the title's heading. */
  readonly level?: 1 | 2 | 3;
}
export const SlideCanvas = memo(function SlideCanvas({ slide, step, theme, place, level = 2 }: Props) {
  const Heading = `h${level}` as const;
  const title = slide.title === '' ? `Slide ${place.index + 1}` : slide.title;
  return (
    <div className="canvas">
      <style href="springback-slides" precedence="default">
        {slideStyle}
      </style>
      <div className="slides" data-theme={theme}>
        <div className={`slide ${slide.kind}`}>
          <Heading>{title}</Heading>
          {slide.kind === 'text' ? (
            <Caption text={slide.caption} />
          ) : (
            <Figure slide={slide} step={step} theme={theme} />
          )}
          <footer>
            <span>{place.name}</span>
            <span>{slideFacts(slide)}</span>
            <span>
              {place.index + 1} / {place.count}
            </span>
          </footer>
        </div>
      </div>
    </div>
  );
});

function Caption({ text }: { text: string }) {
  if (text.trim() === '') return null;
  return (
    <div className={`caption ${textSize(text)}`}>
      {textBlocks(text).map((block, index) =>
        block.kind === 'paragraph' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity, the text is their order
          <p key={index} style={{ whiteSpace: 'pre-line' }}>
            {block.text}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <ul key={index}>
            {block.items.map((item, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <li key={place}>{item}</li>
            ))}
          </ul>
        ),
      )}
    </div>
  );
}

type FigureProps = {
  slide: Extract<Slide, { kind: 'view' }>;
  step: number | null;
  theme: Theme;
};
function Figure({ slide, step, theme }: FigureProps) {
  const explained = useMemo(() => explanationOf(slide), [slide]);
  const last = useMemo(() => laterSteps(slide), [slide]);
  const at = Math.min(step ?? last, last);
  const notes = useMemo(() => slideNotes(slide, at), [slide, at]);
  return (
    <figure>
      <div className="drawing">
        {slideTable(slide) === null ? (
          <Drawing slide={slide} step={at} theme={theme} />
        ) : (
          <Rows slide={slide} />
        )}
      </div>
      {notes.last !== '' && (
        <div className="stack note">
          <p>{notes.now}</p>
          {notes.last !== notes.now && <p className="room">{notes.last}</p>}
        </div>
      )}
      {explained.length > 0 && (
        // The room of the longest is kept, so that the chart does not move from step to step.
        <div className="stack walk">
          {explained.map(({ id, title, text }, index) => (
            <p key={id} className={index === at ? undefined : 'room'}>
              <b>{title}</b> {text}
            </p>
          ))}
        </div>
      )}
      <figcaption style={isRevealed(slide) && at < last ? { visibility: 'hidden' } : undefined}>
        <Caption text={slide.caption} />
      </figcaption>
    </figure>
  );
}

function Drawing({ slide, step, theme }: { slide: Slide; step: number; theme: Theme }) {
  const { ref, width, height } = useElementSize();
  const scene = useMemo(() => {
    if (width < 1 || height < 1) return null;
    const size = { ...virtualSize(slide, { width, height }), theme };
    const drawn = slideChart(slide, step, size);
    if (drawn === null) return null;
    // Some charts are as high as what they show: those are made to fit.
    return { drawn, scale: Math.min(width / drawn.width, height / drawn.height) };
  }, [slide, step, theme, width, height]);
  return (
    <div ref={ref} className="scaled">
      {scene && (
        <div className="canvas-scene" style={{ transform: `scale(${scene.scale})` }}>
          <SceneView scene={scene.drawn} />
        </div>
      )}
    </div>
  );
}

function Rows({ slide }: { slide: Slide }) {
  const table = slideTable(slide);
  if (table === null) return null;
  return (
    <>
      {table.lead !== '' && <p className="lead">{table.lead}</p>}
      {table.rows.length > 0 && (
        <table className={table.rows.length < 7 ? 'roomy' : ''}>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are the data's order
              <tr key={index}>
                {row.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are the columns' order
                  <td key={place}>
                    <Cell {...cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {table.note !== '' && <p className="note">{table.note}</p>}
    </>
  );
}

function Cell({ text, verdict, strong, tokens, unbroken }: SlideCell) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
  if (tokens !== undefined) return tokens.map((token, place) => <Token key={place} {...token} />);
  if (verdict !== undefined) return <span className={`verdict ${verdict.replace(' ', '-')}`}>{text}</span>;
  if (unbroken !== undefined)
    return (
      <>
        <span className="unbroken">{unbroken}</span>
        <span className="unit">{text.slice(unbroken.length)}</span>
      </>
    );
  return strong ? <b>{text}</b> : text;
}

const Token = ({ text, surprise }: { text: string; surprise: number }) => (
  <>
    <span className="token" style={{ '--surprise': shade(surprise) } as React.CSSProperties}>
      {text}
    </span>{' '}
  </>
);
