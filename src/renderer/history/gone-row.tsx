// An address of a run or an experiment that the history does not show, and where it may be.
import { Anchor, Stack, Text } from '@mantine/core';
import { hashOf } from '../router.ts';
import type { HistoryData } from './history-rows.ts';
import { counted } from './use-marks.ts';

export function GoneRow({ name, data }: { name: string; data: HistoryData }) {
  const kind = name.startsWith('r') ? 'run' : 'experiment';
  const trashed = data.experiments.filter((one) => one.trashed !== null).length;
  const other = 'or the address is from another history';
  return (
    <Stack gap="sm" role="status">
      <Text fw={600}>
        There is no {kind} {name.slice(1)} here
      </Text>
      {kind === 'run' && trashed > 0 ? (
        <Text size="sm">
          Its experiment is in the trash, where{' '}
          <Anchor href={hashOf({ page: 'history', mode: 'trash' })}>{counted(trashed)}</Anchor>{' '}
          {trashed === 1 ? 'lies' : 'lie'}, it was deleted for ever, {other}. Restored experiments bring their
          runs back.
        </Text>
      ) : (
        <Text size="sm">It was deleted for ever, {other}.</Text>
      )}
      <Anchor
        size="sm"
        href={hashOf(kind === 'run' ? { page: 'history', mode: 'runs' } : { page: 'history' })}
      >
        All {kind}s
      </Anchor>
    </Stack>
  );
}
