// One setting: what it is, what it does, its control, and what became of the last change.
import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useCommands } from '../shell/actions.ts';
import type { Note } from './use-settings.ts';

interface Props {
  readonly name: string;
  readonly about: ReactNode;
  readonly note?: Note | null;
  readonly undo?: () => void;
  readonly children: ReactNode;
}

const control = 'input:not([type=radio]), input:checked, select, button';

export function SettingRow({ name, about, note, undo, children }: Props) {
  const row = useRef<HTMLDivElement>(null);
  useCommands('Settings', [
    {
      id: `settings.row.${name}`,
      label: `Go to the setting ${name}`,
      keywords: 'change set',
      run: () => row.current?.querySelector<HTMLElement>(control)?.focus(),
    },
    ...(note?.state === 'saved' && undo !== undefined
      ? [{ id: `settings.undo.${name}`, label: `Undo the change of ${name}`, run: undo }]
      : []),
  ]);
  return (
    <div className="setting" ref={row}>
      <div className="setting-words">
        <div className="setting-name">{name}</div>
        <div className="quiet setting-about">{about}</div>
      </div>
      <div className="setting-control">
        {children}
        {note !== undefined && (
          <div className="setting-note" role="status">
            {note !== null && <NoteLine note={note} undo={undo} />}
          </div>
        )}
      </div>
    </div>
  );
}

function NoteLine({ note, undo }: { note: Note; undo: (() => void) | undefined }) {
  switch (note.state) {
    case 'saving':
      return <span className="quiet">Saving …</span>;
    case 'restored':
      return <span className="quiet">As it was.</span>;
    case 'refused':
      return <span className="setting-problem">Not saved: {note.message}</span>;
    case 'saved':
      return (
        <>
          <span>Saved.</span>
          <Button size="compact-xs" variant="subtle" onClick={undo}>
            Undo
          </Button>
        </>
      );
  }
}
