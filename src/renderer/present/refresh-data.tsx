// "Refresh data from the history": reads what the slide would show today, says what would change, and replaces the frozen
// data only when told to.
import { Button, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Slide } from '../../core/deck.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { asFailure } from '../host-failure.ts';
import { useCommands } from '../shell/actions.ts';
import { freezeView, runsLeft } from './freeze-view.ts';
import { compareData, type Refresh, refreshText } from './refresh.ts';
import type { Editor } from './use-editor-actions.ts';

interface Props {
  readonly slide: Extract<Slide, { kind: 'view' }>;
  readonly editor: Editor;
  onData(data: FrozenData): void;
}
type Read = { readonly data: FrozenData; readonly refresh: Refresh };

export function RefreshData({ slide, editor, onData }: Props) {
  const [opened, setOpened] = useState(false);
  const [read, setRead] = useState<Read | null>(null);
  const [failure, setFailure] = useState('');
  const open = (): void => {
    setOpened(true);
    setRead(null);
    setFailure('');
    const { link } = editor.store;
    const ids = slide.data.runs.map(({ id }) => id);
    Promise.all([freezeView(editor.store, slide.view), runsLeft(link, ids)])
      .then(([data, left]) => setRead({ data, refresh: compareData(slide.data, data, left) }))
      .catch((error) => setFailure(asFailure(error).message));
  };
  useCommands('Deck', [
    { id: 'deck.refresh', label: 'Refresh data from the history', disabled: editor.locked, run: open },
  ]);
  const close = (): void => setOpened(false);
  const possible = read !== null && read.refresh.gone.length === 0 && !read.refresh.same;
  const said = read === null ? [] : refreshText(slide.data, read.refresh);
  return (
    <>
      <Button size="xs" variant="default" disabled={editor.locked} onClick={open}>
        Refresh data from the history
      </Button>
      <Modal opened={opened} onClose={close} title="Refresh the data of this slide" centered>
        <Stack gap="xs" role="status">
          {read === null && failure === '' && (
            <Loader size="sm" role="progressbar" aria-label="Reading the history" />
          )}
          {failure !== '' && (
            <Text size="sm" c="red">
              The history could not be read: {failure} The slide keeps what it has.
            </Text>
          )}
          {said.map((line) => (
            <Text size="sm" key={line}>
              {line}
            </Text>
          ))}
        </Stack>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            Keep the frozen data
          </Button>
          {possible && (
            <Button
              onClick={() => {
                onData(read.data);
                close();
              }}
            >
              Use today’s data
            </Button>
          )}
        </Group>
      </Modal>
    </>
  );
}
