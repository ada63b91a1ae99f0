// The trainer processes: where each computes and what it is at.
import { Table, Text, Title } from '@mantine/core';
import { formatCount } from '../charts/format.ts';
import type { Workbench } from './workbench-store.ts';

export function TrainersCard({ trainers }: { trainers: Workbench['trainers'] }) {
  return (
    <section className="card" aria-label="Trainers">
      <Title order={2} size="h5" mb="xs">
        Trainers
      </Title>
      {trainers.length === 0 ? (
        <Text size="sm" className="quiet">
          No trainer process is running.
        </Text>
      ) : (
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>process</Table.Th>
              <Table.Th>device</Table.Th>
              <Table.Th>step</Table.Th>
              <Table.Th>update</Table.Th>
              <Table.Th>tokens/s</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {trainers.map((trainer) => (
              <Table.Tr key={trainer.pid}>
                <Table.Td>{trainer.pid}</Table.Td>
                <Table.Td>{trainer.device}</Table.Td>
                <Table.Td>
                  {trainer.step === null ? 'idle' : <code>{trainer.step.slice(0, 12)}</code>}
                </Table.Td>
                <Table.Td>{trainer.step === null ? '' : `${trainer.update} of ${trainer.updates}`}</Table.Td>
                <Table.Td>
                  {trainer.step === null ? '' : formatCount(Math.round(trainer.tokensPerSecond))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
