// The host's log: newest first, filtered by how grave it is, copied as text.
import { Button, Group, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { memo, useMemo, useState } from 'react';
import type { LogEntry } from '../../contract/monitor.ts';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { Segmented } from '../shell/segmented.tsx';
import { clockText } from '../words.ts';
import { atLeast, type Level, logText } from './log-text.ts';

const levels: { value: Level; label: string }[] = [
  { value: 'info', label: 'All' },
  { value: 'warning', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
];
const shown = 200;
/** Of a message that is about more, the Monitor shows the others. */
const mostLinks = 3;

export const LogPanel = memo(function LogPanel({ entries }: { entries: readonly LogEntry[] }) {
  const [level, setLevel] = useState<Level>('info');
  const list = useMemo(() => atLeast(entries, level), [entries, level]);
  const clipboard = useClipboard();
  const copy = (): void => clipboard.copy(logText(list));
  useCommands('Monitor', [
    { id: 'monitor.copyLog', label: 'Copy the log', disabled: list.length === 0, run: copy },
  ]);
  return (
    <section className="card" aria-labelledby="log-title">
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h5" id="log-title">
          Log
        </Title>
        <Group gap="xs">
          <Segmented
            group="Monitor"
            id="monitor.level"
            label="Messages that are shown"
            options={levels}
            value={level}
            choose={(next) => setLevel(next as Level)}
          />
          <Button size="xs" variant="default" onClick={copy} disabled={list.length === 0}>
            {clipboard.copied ? 'Copied' : 'Copy'}
          </Button>
        </Group>
      </Group>
      {list.length === 0 ? (
        <Text size="sm" className="quiet">
          {level === 'info'
            ? 'The host has said nothing yet.'
            : `No ${level === 'error' ? 'errors' : 'warnings'}.`}
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className="log" tabIndex={0} aria-label="Messages, newest first">
          {list
            .slice(-shown)
            .toReversed()
            .map((entry) => (
              <LogLine key={entry.id} entry={entry} />
            ))}
        </ol>
      )}
      {list.length > shown && (
        <Text size="xs" className="quiet" mt={4}>
          The newest {shown} of {list.length} are shown; all are copied.
        </Text>
      )}
    </section>
  );
});

const LogLine = memo(function LogLine({ entry }: { entry: LogEntry }) {
  return (
    <li data-level={entry.level}>
      <time dateTime={entry.at}>{clockText(entry.at)}</time>
      <span className="log-level">{entry.level}</span>
      <span className="log-message">
        {entry.message}
        {entry.experiments?.slice(0, mostLinks).map((id) => (
          <a key={id} href={hashOf({ page: 'experiment', id })} className="log-link">
            open experiment {id}
          </a>
        ))}
      </span>
    </li>
  );
});
