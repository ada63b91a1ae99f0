// A word of the field that explains itself: on hover, on focus, on a tap; Esc closes it, and the pointer may move into it.
import { Popover } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type GlossaryEntry, glossary, type TermName } from '../../core/glossary.ts';

/** Milliseconds that the pointer may need from the word to its explanation. */
const crossing = 160;

/** Shows the entry's sign, or `children` in its place. Not inside links, buttons or summaries: it is a button itself. */
export function Term({ name, children }: { name: TermName; children?: ReactNode }) {
  const entry: GlossaryEntry = glossary[name];
  const id = useId();
  const { opened, open, close, closeSoon } = useOpening();
  useEscape(opened, close);
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

/** Wherever the focus is: the pointer may have opened it. Nothing else hears that key, so that no dialog closes with it. */
function useEscape(opened: boolean, close: () => void): void {
  const newest = useRef(close);
  useEffect(() => {
    newest.current = close;
  });
  useEffect(() => {
    if (!opened) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      newest.current();
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [opened]);
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
