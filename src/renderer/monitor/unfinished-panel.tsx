// Experiments that failed or were cancelled: what was wrong, and another try.
import { Button, Group, Text, Title } from '@mantine/core';
import { memo, useState } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import { StateBadge } from '../progress-line.tsx';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';

interface Props {
  readonly list: readonly ExperimentSummary[];
  retry(id: number): void;
}
const shownAtFirst = 3;

export const UnfinishedPanel = memo(function UnfinishedPanel({ list, retry }: Props) {
  const [all, setAll] = useState(false);
  useCommands(
    'Monitor',
    list.map(({ id, name }) => ({ id: `monitor.retry.${id}`, label: `Retry ${name}`, run: () => retry(id) })),
  );
  if (list.length === 0) return null;
  return (
    <section className="card" aria-labelledby="unfinished-title">
      <Title order={2} size="h5" id="unfinished-title" mb="xs">
        Ended unfinished
      </Title>
      <ul className="unfinished">
        {list.slice(0, all ? list.length : shownAtFirst).map(({ id, name, state, error, progress }) => (
          <li key={id}>
            <div className="unfinished-body">
              <Group gap="xs" wrap="nowrap">
                <a className="unfinished-name" href={hashOf({ page: 'experiment', id })}>
                  {name}
                </a>
                <StateBadge state={state} />
              </Group>
              <Text size="sm" className={error === '' ? 'quiet' : 'monitor-error'}>
                {error === ''
                  ? `${progress.stepsFinished} of ${progress.steps} steps are finished and kept`
                  : error}
              </Text>
            </div>
            <Button size="xs" variant="default" onClick={() => retry(id)} aria-label={`Retry ${name}`}>
              Retry
            </Button>
          </li>
        ))}
      </ul>
      {list.length > shownAtFirst && (
        <Button size="compact-xs" variant="subtle" mt={6} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${list.length}`}
        </Button>
      )}
    </section>
  );
});
