// The backups that there are, in the host's order, which no clock decides: the one made last first. How long each is kept.
import { Button, Group, Table } from '@mantine/core';
import type { CommandOutput } from '../../contract/window.ts';
import { bytes, momentText } from '../words.ts';

type Backup = CommandOutput<'backup.list'>[number];

const kinds: Readonly<Record<Backup['kind'], { readonly label: string; readonly about: string }>> = {
  daily: { label: 'daily', about: 'Made by itself, once a day; the newest five are kept.' },
  asked: { label: 'asked for', about: 'Kept until you delete it.' },
  replaced: {
    label: 'before a restore',
    about: 'The history that a restore replaced; kept until you delete it.',
  },
};

interface Props {
  readonly backups: readonly Backup[];
  readonly onRestore: (file: string) => void;
  readonly onDelete: (file: string) => void;
}

export function BackupsTable({ backups, onRestore, onDelete }: Props) {
  return (
    <Table fz="sm" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>made</Table.Th>
          <Table.Th>kind</Table.Th>
          <Table.Th>file</Table.Th>
          <Table.Th ta="right">size</Table.Th>
          <Table.Th>
            <span className="history-hidden">restore or delete</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {backups.map(({ file, created, kind, bytes: size }) => (
          <Table.Tr key={file}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{momentText(created)}</Table.Td>
            <Table.Td style={{ whiteSpace: 'nowrap' }} title={kinds[kind].about}>
              {kinds[kind].label}
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{file}</Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              {bytes(size)}
            </Table.Td>
            <Table.Td>
              <Group gap={6} justify="flex-end" wrap="nowrap">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Restore ${file}`}
                  onClick={() => onRestore(file)}
                >
                  Restore…
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Delete ${file}`}
                  onClick={() => onDelete(file)}
                >
                  Delete…
                </Button>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
