// The buttons over a deck: undo, add, save as a file, print, present.
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { ChevronDownIcon, PlayIcon, PlusIcon, ResetIcon } from '@radix-ui/react-icons';
import { useCallback, useState } from 'react';
import { useCommands } from '../shell/actions.ts';
import type { DeckState } from './deck-session.ts';
import { PrintDeck } from './print-deck.tsx';
import { SavedViews } from './saved-views.tsx';
import { type Editor, present, saveHtml } from './use-editor-actions.ts';

export function DeckToolbar({ editor, state }: { editor: Editor; state: DeckState }) {
  const { deck, locked, index, session } = editor;
  const [choosing, setChoosing] = useState(false);
  const [printing, setPrinting] = useState(false);
  const printed = useCallback(() => setPrinting(false), []);
  const pdfName = editor.store.link.savePdf === undefined ? 'Print or save as PDF' : 'Save as PDF…';
  const empty = deck.slides.length === 0;
  useCommands('Deck', [
    { id: 'deck.view', label: 'Add a saved view…', disabled: locked, run: () => setChoosing(true) },
    { id: 'deck.pdf', label: pdfName, keywords: 'export', disabled: empty, run: () => setPrinting(true) },
  ]);
  const why = locked ? 'These results are read-only' : undefined;
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon.Group>
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Undo"
          title={why ?? 'Undo'}
          disabled={locked || !state.canUndo}
          onClick={session.undo}
        >
          <ResetIcon />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Redo"
          title={why ?? 'Redo'}
          disabled={locked || !state.canRedo}
          onClick={session.redo}
        >
          <ResetIcon style={{ transform: 'scaleX(-1)' }} />
        </ActionIcon>
      </ActionIcon.Group>
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<PlusIcon />} disabled={locked} title={why}>
            Add
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={editor.addText}>A text slide</Menu.Item>
          <Menu.Item onClick={() => setChoosing(true)}>A saved view…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<ChevronDownIcon />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => saveHtml(editor)}>One HTML file</Menu.Item>
          <Menu.Item onClick={() => setPrinting(true)} disabled={empty}>
            {pdfName}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button size="xs" leftSection={<PlayIcon />} disabled={empty} onClick={() => present(editor, index)}>
        Present
      </Button>
      {printing && <PrintDeck deck={deck} store={editor.store} onDone={printed} />}
      <SavedViews
        opened={choosing}
        store={editor.store}
        onChosen={editor.addView}
        onClose={() => setChoosing(false)}
      />
    </Group>
  );
}
