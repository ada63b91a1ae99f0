// The way to the saved results that come with Springback, which open beside one's own, and the command for other files.
import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { asFailure } from '../host-failure.ts';
import { useCommands } from '../shell/actions.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

type Opened = { readonly url: string | null } | { readonly failure: string };

export function SavedResults({ store }: { store: WorkbenchStore }) {
  const [busy, setBusy] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = (): void => {
    setBusy(true);
    store.link
      .call('workbench.showcase', {})
      .then((answer) => {
        setOpened(answer);
        if (answer.url !== null) window.open(answer.url, '_blank', 'noopener');
      })
      .catch((error) => setOpened({ failure: asFailure(error).message }))
      .finally(() => setBusy(false));
  };
  useCommands('Home', [
    {
      id: 'home.showcase',
      label: 'Open the saved results that come with Springback',
      keywords: 'showcase example present read-only bundle',
      disabled: busy,
      run: open,
    },
  ]);
  return (
    <section className="card" aria-label="Saved results">
      <Group justify="space-between" gap="sm">
        <div style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Text size="sm">
            Nothing to train for now? The results that come with Springback, with views and a deck, open
            beside your own, read-only.
          </Text>
          <Text size="xs" className="quiet" mt={4}>
            A file of <code>springback export</code> opens with{' '}
            <code>springback serve --open --bundle FILE</code>.
          </Text>
        </div>
        <Button variant="default" size="xs" onClick={open} loading={busy}>
          Open the saved results
        </Button>
      </Group>
      {opened !== null && <Outcome opened={opened} />}
    </section>
  );
}

/** A browser may keep a tab from opening by itself: then the link is there. */
function Outcome({ opened }: { opened: Opened }) {
  if ('failure' in opened)
    return (
      <Alert color="red" mt="sm" py={8} role="alert">
        {opened.failure}
      </Alert>
    );
  return (
    <Text size="sm" mt="sm" role="status">
      {opened.url === null ? (
        'They open in a window of their own.'
      ) : (
        <>
          They are open in{' '}
          <Anchor inherit href={opened.url} target="_blank" rel="noopener">
            a tab of their own
          </Anchor>
          , as long as this host runs.
        </>
      )}
    </Text>
  );
}
