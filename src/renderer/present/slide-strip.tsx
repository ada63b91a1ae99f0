// The slides of a deck as a strip of small pictures: chosen with arrow keys, moved by dragging, by the handle and arrow
// keys, or with Alt and an arrow.
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { useInViewport } from '@mantine/hooks';
import { DragHandleDots2Icon } from '@radix-ui/react-icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Theme } from '../../charts/color.ts';
import type { Deck, Slide } from '../../core/deck.ts';
import { useColors } from '../colors.tsx';
import { useCommands, useKeyHints } from '../shell/actions.ts';
import { doneBy, type KeyRow } from '../shell/key-table.ts';
import { SlideCanvas } from './slide-canvas.tsx';

interface Props {
  readonly deck: Deck;
  readonly at: number;
  readonly locked: boolean;
  onChoose(index: number): void;
  onMove(id: string, to: number): void;
}

export function SlideStrip({ deck, at, locked, onChoose, onMove }: Props) {
  const theme = useColors();
  useKeyHints('On the strip of slides', thumbKeys);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  useCommands(
    'Slides',
    deck.slides.map(({ id, title }, index) => ({
      id: `deck.slide.${id}`,
      label: `Slide ${index + 1}: ${title === '' ? 'without a title' : title}`,
      run: () => onChoose(index),
    })),
  );
  const place = (id: string | number): number => deck.slides.findIndex((slide) => slide.id === id);
  const end = ({ active, over }: DragEndEvent): void => {
    if (over !== null && over.id !== active.id) onMove(String(active.id), place(over.id));
  };
  const said = (id: string | number): string => `slide ${place(id) + 1}`;
  const announcements = {
    onDragStart: ({ active }: { active: { id: string | number } }) => `Picked up ${said(active.id)}.`,
    onDragOver: ({ over }: { over: { id: string | number } | null }) =>
      over === null ? undefined : `To the place of ${said(over.id)} of ${deck.slides.length}.`,
    onDragEnd: ({ over }: { over: { id: string | number } | null }) =>
      over === null ? 'Put back.' : `Dropped at place ${place(over.id) + 1}.`,
    onDragCancel: () => 'Put back.',
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements }}
    >
      <SortableContext items={deck.slides.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ol className="strip-slides" aria-label="Slides">
          {deck.slides.map((slide, index) => (
            <Thumb
              key={slide.id}
              slide={slide}
              place={{ index, count: deck.slides.length, name: deck.name }}
              chosen={index === at}
              locked={locked}
              theme={theme}
              onChoose={onChoose}
              onMove={onMove}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

const thumbKeys: readonly KeyRow<'previous' | 'next' | 'up' | 'down'>[] = [
  { label: 'To the slide before or after', keys: { ArrowUp: 'previous', ArrowDown: 'next' } },
  { label: 'Move the slide', keys: { 'alt+ArrowUp': 'up', 'alt+ArrowDown': 'down' } },
];

interface ThumbProps extends Pick<Props, 'locked' | 'onChoose' | 'onMove'> {
  readonly slide: Slide;
  readonly place: { readonly index: number; readonly count: number; readonly name: string };
  readonly chosen: boolean;
  readonly theme: Theme;
}
function Thumb({ slide, place, chosen, locked, theme, onChoose, onMove }: ThumbProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({
      id: slide.id,
      disabled: locked,
    });
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const [seen, setSeen] = useState(false);
  const button = useRef<HTMLButtonElement | null>(null);
  if (inViewport && !seen) setSeen(true);
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const { index } = place;
  const key = (event: KeyboardEvent): void => {
    const does = doneBy(thumbKeys, event);
    if (does === null) return;
    event.preventDefault();
    if (does === 'previous' || does === 'next') walk(event.currentTarget, does === 'next' ? 1 : -1);
    else if (!locked) onMove(slide.id, index + (does === 'down' ? 1 : -1));
  };
  const title = slide.title === '' ? 'without a title' : slide.title;
  return (
    <li
      ref={setNodeRef}
      className="thumb"
      data-chosen={chosen}
      data-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <div className="thumb-side">
        <span>{index + 1}</span>
        {!locked && (
          <button
            type="button"
            ref={setActivatorNodeRef}
            className="thumb-handle"
            {...attributes}
            {...listeners}
            aria-label={`Move slide ${index + 1}`}
          >
            <DragHandleDots2Icon />
          </button>
        )}
      </div>
      <div className="thumb-picture" ref={ref}>
        <div className="thumb-inner" inert aria-hidden>
          {seen && <SlideCanvas slide={slide} step={null} theme={theme} place={place} level={3} />}
        </div>
        <button
          type="button"
          ref={button}
          className="thumb-cover"
          aria-label={`Slide ${index + 1}: ${title}`}
          aria-current={chosen ? 'true' : undefined}
          onClick={() => onChoose(index)}
          onKeyDown={key}
        />
      </div>
    </li>
  );
}

/** To the picture above or below. */
function walk(from: Element, by: number): void {
  const all = [...(from.closest('ol')?.querySelectorAll<HTMLElement>('.thumb-cover') ?? [])];
  const next = all[all.indexOf(from as HTMLElement) + by];
  next?.focus();
  next?.click();
}
