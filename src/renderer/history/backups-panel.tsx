// Backups of the history: made now, listed, put back, deleted. Putting one back asks for a word, since it takes the place
// of all.
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asFailure } from '../host-failure.ts';
import { useLive } from '../use-live.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { BackupsTable } from './backups-table.tsx';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly onClose: () => void;
}
interface Said {
  readonly text: string;
  readonly bad: boolean;
}

/** What waits for a word. */
interface Asked {
  readonly what: 'restore' | 'delete';
  readonly file: string;
}

export function BackupsPanel({ store, workbench, onClose }: Props) {
  const [made, setMade] = useState(0);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const version = `${made}/${workbench.kept.all}/${workbench.epoch}`;
  const { value, failure } = useLive('backups', version, 300, () => store.link.call('backup.list', {}));
  const create = (): void => {
    setBusy(true);
    store.link
      .call('backup.create', {})
      .then(({ file }) =>
        setSaid({ text: `Backed up as ${file}. It is kept until you delete it.`, bad: false }),
      )
      .catch((error) => setSaid({ text: asFailure(error).message, bad: true }))
      .finally(() => {
        setBusy(false);
        setMade((count) => count + 1);
      });
  };
  const restored = (keptAs: string): void => {
    setAsked(null);
    setSaid({
      text: `The backup is now the history. What was here before is kept as ${keptAs}.`,
      bad: false,
    });
    setMade((count) => count + 1);
  };
  const deleted = (): void => {
    setSaid({ text: `${asked?.file} is deleted.`, bad: false });
    setAsked(null);
    setMade((count) => count + 1);
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" className="quiet">
          A backup holds the database: experiments, measurements, views, decks. Checkpoints are files beside
          it. One is made a day, and the newest five of those are kept; what you ask for is kept until you
          delete it.
        </Text>
        <Button onClick={create} loading={busy} style={{ flexShrink: 0 }}>
          Back up now
        </Button>
      </Group>
      {said !== null && (
        <Alert color={said.bad ? 'red' : 'teal'} role={said.bad ? 'alert' : 'status'}>
          {said.text}
        </Alert>
      )}
      {failure !== null && (
        <Alert color="red" role="alert">
          {failure.message}
        </Alert>
      )}
      {value?.length === 0 && <Text size="sm">There is no backup yet.</Text>}
      {value !== null && value.length > 0 && (
        <BackupsTable
          backups={value}
          onRestore={(file) => setAsked({ what: 'restore', file })}
          onDelete={(file) => setAsked({ what: 'delete', file })}
        />
      )}
      {asked?.what === 'restore' && (
        <Restore
          key={asked.file}
          file={asked.file}
          store={store}
          onDone={restored}
          onCancel={() => setAsked(null)}
        />
      )}
      {asked?.what === 'delete' && (
        <Delete
          key={asked.file}
          file={asked.file}
          store={store}
          onDone={deleted}
          onCancel={() => setAsked(null)}
        />
      )}
      {asked === null && (
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface AskProps {
  readonly file: string;
  readonly store: WorkbenchStore;
  readonly onCancel: () => void;
}
interface RestoreProps extends AskProps {
  readonly onDone: (keptAs: string) => void;
}
interface DeleteProps extends AskProps {
  readonly onDone: () => void;
}

function Delete({ file, store, onDone, onCancel }: DeleteProps) {
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    store.link
      .call('backup.delete', { file })
      .then(onDone)
      .catch((error) => {
        setRefused(asFailure(error).message);
        setBusy(false);
      });
  };
  return (
    <section className="card" aria-label={`Delete ${file}`}>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        Delete {file} for good?
      </Text>
      {refused !== '' && (
        <Alert color="red" mt="sm" role="alert">
          {refused}
        </Alert>
      )}
      <Group gap="xs" mt="sm" justify="flex-end">
        <Button variant="default" onClick={onCancel} disabled={busy} data-autofocus>
          Keep it
        </Button>
        <Button color="red.8" onClick={run} loading={busy}>
          Delete
        </Button>
      </Group>
    </section>
  );
}

const password = 'restore';

function Restore({ file, store, onDone, onCancel }: RestoreProps) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const sure = typed.trim().toLowerCase() === password;
  const run = (): void => {
    setBusy(true);
    store.link
      .call('backup.restore', { file })
      .then(({ keptAs }) => onDone(keptAs))
      .catch((error) => {
        setRefused(asFailure(error).message);
        setBusy(false);
      });
  };
  return (
    <form
      className="card"
      aria-label={`Restore ${file}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (sure && !busy) run();
      }}
    >
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        Put {file} in the place of the history?
      </Text>
      <Text size="sm" mt={4}>
        Trainers stop. Everything since that backup is no longer in the history; the history as it is now is
        kept beside it as a file. Every open window reads it anew.
      </Text>
      {refused !== '' && (
        <Alert color="red" mt="sm" role="alert">
          {refused}
        </Alert>
      )}
      <Group align="flex-end" mt="sm" justify="space-between">
        <TextInput
          size="sm"
          label={`Type “${password}” to go on`}
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Keep the history
          </Button>
          <Button color="red.8" type="submit" disabled={!sure} loading={busy}>
            Restore
          </Button>
        </Group>
      </Group>
    </form>
  );
}
