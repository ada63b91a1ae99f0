// What is in a bundle, held against this history, before anything is imported.
import { Alert, Badge, Button, Group, Radio, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { BundleReport } from '../../contract/bundles.ts';
import { ScrollTable } from '../scroll-table.tsx';
import { bytes, momentText } from '../words.ts';
import type { Import } from './use-import.ts';
import { counted } from './use-marks.ts';

const conflictWords = { none: 'new', same: 'is here already', name: 'name is taken' } as const;
const conflictColors = { none: 'teal', same: 'gray', name: 'orange' } as const;

export function Report({ report, refused, way }: { report: BundleReport; refused: string; way: Import }) {
  const [onConflict, setOnConflict] = useState<'refuse' | 'rename'>('rename');
  const taken = report.experiments.filter(({ conflict }) => conflict === 'name').length;
  const fresh = report.experiments.filter(({ conflict }) => conflict !== 'same').length;
  const facts: [string, string][] = [
    ['Written', `${momentText(report.created)} by ${report.writtenBy} on ${report.machine}`],
    ['Size', `${bytes(report.bytes)}, verified`],
    [
      'Steps',
      `${report.steps}, of which ${report.stepsKnown} are finished here already and stay as they are`,
    ],
    ['Views, decks', `${report.views}, ${report.decks}`],
    ['Checkpoints', report.checkpoints === 0 ? 'none' : String(report.checkpoints)],
  ];
  return (
    <Stack gap="md">
      <dl className="history-facts">
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ScrollTable label="Experiments of the bundle" minWidth={300} maxHeight={240}>
        <Table fz="sm" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>experiment</Table.Th>
              <Table.Th ta="right">runs</Table.Th>
              <Table.Th>here</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.experiments.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names in a bundle may repeat, and it does not change
              <Table.Tr key={index}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{one.name}</Table.Td>
                <Table.Td ta="right">{one.runs}</Table.Td>
                <Table.Td>
                  <Badge variant="dot" color={conflictColors[one.conflict]} radius="sm" tt="none">
                    {conflictWords[one.conflict]}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollTable>
      {taken > 0 && (
        <Radio.Group
          label={`${counted(taken)} with a name that is taken`}
          value={onConflict}
          onChange={(value) => setOnConflict(value as 'refuse' | 'rename')}
        >
          <Stack gap={6} mt={4}>
            <Radio value="rename" label="Give the newcomer a free name" />
            <Radio value="refuse" label="Refuse the whole bundle" />
          </Stack>
        </Radio.Group>
      )}
      {(report.problem !== '' || refused !== '') && (
        <Alert color="red" role="alert">
          {refused || report.problem}
        </Alert>
      )}
      <Group justify="space-between">
        <Text size="sm" className="quiet">
          {fresh === 0 && report.problem === '' ? 'All of its experiments are here already.' : ''}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={way.cancel}>
            Discard
          </Button>
          <Button disabled={report.problem !== ''} onClick={() => way.import(onConflict)}>
            Import
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
