// What can be done with a deck in the list: present, rename, duplicate, delete.
import { ActionIcon, Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { DotsHorizontalIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { useCommands } from '../shell/actions.ts';
import type { DeckSummary } from './deck-shelf.ts';

interface Props {
  readonly deck: DeckSummary;
  /** It can be shown and copied, not changed. */
  readonly locked: boolean;
  onPresent(): void;
  onRename(name: string): void;
  onDuplicate(): void;
  onDelete(): void;
}

export function DeckMenu({ deck, locked, onPresent, onRename, onDuplicate, onDelete }: Props) {
  const [name, setName] = useState<string | null>(null);
  const submit = (): void => {
    const text = name?.trim() ?? '';
    if (text !== '') onRename(text);
    setName(null);
  };
  const why = locked ? 'These results are read-only' : undefined;
  const named = (verb: string, run: () => void, disabled = false) => ({
    id: `decks.${verb}.${deck.id}`,
    label: `${verb} ${deck.name}`,
    disabled,
    run,
  });
  useCommands('Present', [
    named('Present', onPresent, deck.slides === 0),
    named('Rename', () => setName(deck.name), locked),
    named('Duplicate', onDuplicate),
    named('Delete', onDelete, locked),
  ]);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={deck.slides === 0}
        aria-label={`Present ${deck.name}`}
        onClick={onPresent}
      >
        Present
      </Button>
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for ${deck.name}`}>
            <DotsHorizontalIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={locked} title={why} onClick={() => setName(deck.name)}>
            Rename…
          </Menu.Item>
          <Menu.Item onClick={onDuplicate}>Duplicate</Menu.Item>
          <Menu.Item c="var(--mantine-color-error)" disabled={locked} title={why} onClick={onDelete}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={name !== null} onClose={() => setName(null)} title="Rename the deck" centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <TextInput
            label="Name"
            value={name ?? ''}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setName(null)}>
              Cancel
            </Button>
            <Button type="submit" disabled={name?.trim() === ''}>
              Rename
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
