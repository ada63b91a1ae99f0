// How far a job or a transfer is.
import { Group, Progress, Text } from '@mantine/core';
import { formatCount } from '../../charts/format.ts';
import { bytes } from '../words.ts';

interface Props {
  readonly label: string;
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly unit: 'bytes' | 'steps';
}

export function JobProgress({ label, done, total, unit }: Props) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const told = unit === 'bytes' ? bytes : (value: number) => `${formatCount(value)} steps`;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{label}</Text>
        <Text size="sm" className="quiet">
          {total > 0 ? `${told(done)} of ${told(total)}` : ''}
        </Text>
      </Group>
      <Progress.Root size={8} radius="xl" mt={4}>
        <Progress.Section value={total > 0 ? share * 100 : 100} animated={total === 0} aria-label={label} />
      </Progress.Root>
    </div>
  );
}
