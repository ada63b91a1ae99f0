// A word of the field that explains itself: on hover, on focus, on a tap; Esc closes it, and the pointer may move into it.
import { Popover } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type GlossaryEntry, glossary, type TermName } from '../../core/glossary.ts';

/** Milliseconds that the pointer may need from the word to its explanation. */
const crossing = 160;

/** Shows the entry's sign, or `children` in its place. Not inside links, buttons or summaries: it is a button itself. */
export function Term({ name, children }: { name: TermName; children?: ReactNode }) {
  const entry: GlossaryEntry = glossary[name];
  const id = useId();
  const { opened, open, close, closeSoon } = useOpening();
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !opened) return;
    event.stopPropagation();
    close();
  };
  return (
    <Popover opened={opened} width={320} withArrow withRoles={false} position="top" shadow="md">
      <Popover.Target>
        <button
          type="button"
          className="term"
          aria-describedby={opened ? id : undefined}
          onPointerEnter={open}
          onPointerLeave={closeSoon}
          onFocus={open}
          onBlur={close}
          onClick={open}
          onKeyDown={key}
        >
          {children ?? entry.sign}
        </button>
      </Popover.Target>
      <Popover.Dropdown
        id={id}
        role="tooltip"
        className="term-note"
        onPointerEnter={open}
        onPointerLeave={closeSoon}
      >
        <b>{entry.sign}</b>
        {entry.name !== '' && <span className="quiet"> {entry.name}</span>}
        <br />
        {entry.meaning}
      </Popover.Dropdown>
    </Popover>
  );
}

function useOpening() {
  const [opened, setOpened] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const set = (to: boolean): void => {
    clearTimeout(timer.current);
    setOpened(to);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    opened,
    open: () => set(true),
    close: () => set(false),
    closeSoon: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setOpened(false), crossing);
    },
  };
}
