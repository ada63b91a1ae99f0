// Backups of the history: made now, listed, put back. Putting one back asks for a word, since it takes the place of all.
import { Alert, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asFailure } from '../host-failure.ts';
import { useLive } from '../use-live.ts';
import { bytes } from '../words.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { shortTime } from './columns.tsx';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly onClose: () => void;
}
interface Said {
  readonly text: string;
  readonly bad: boolean;
}

export function BackupsPanel({ store, workbench, onClose }: Props) {
  const [made, setMade] = useState(0);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const [restoring, setRestoring] = useState<string | null>(null);
  const version = `${made}/${workbench.kept.all}/${workbench.epoch}`;
  const { value, failure } = useLive('backups', version, 300, () => store.link.call('backup.list', {}));
  const create = (): void => {
    setBusy(true);
    store.link
      .call('backup.create', {})
      .then(({ file }) => setSaid({ text: `Backed up as ${file}.`, bad: false }))
      .catch((error) => setSaid({ text: asFailure(error).message, bad: true }))
      .finally(() => {
        setBusy(false);
        setMade((count) => count + 1);
      });
  };
  const restored = (keptAs: string): void => {
    setRestoring(null);
    setSaid({
      text: `The backup is now the history. What was here before is kept as ${keptAs}.`,
      bad: false,
    });
    setMade((count) => count + 1);
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" className="quiet">
          A backup holds the database: experiments, measurements, views, decks. Checkpoints are files beside
          it.
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
        <Table fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>made</Table.Th>
              <Table.Th>file</Table.Th>
              <Table.Th ta="right">size</Table.Th>
              <Table.Th>
                <span className="history-hidden">restore</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {value.map((backup) => (
              <Table.Tr key={backup.file}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{shortTime(backup.created)}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{backup.file}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {bytes(backup.bytes)}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Restore ${backup.file}`}
                    onClick={() => setRestoring(backup.file)}
                  >
                    Restore…
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {restoring !== null && (
        <Restore
          key={restoring}
          file={restoring}
          store={store}
          onDone={restored}
          onCancel={() => setRestoring(null)}
        />
      )}
      {restoring === null && (
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface RestoreProps {
  readonly file: string;
  readonly store: WorkbenchStore;
  readonly onDone: (keptAs: string) => void;
  readonly onCancel: () => void;
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
