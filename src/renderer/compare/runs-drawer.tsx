// The runs behind a mark: what the mark shows, what each run is, its state, star and notes, and the way to it.
import { ActionIcon, Anchor, Badge, Button, Drawer, Group, Text, Textarea } from '@mantine/core';
import { StarFilledIcon, StarIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { viewTitle } from '../../charts/deck/view-title.ts';
import type { Hit } from '../../charts/scene.ts';
import { runLabel } from '../../charts/view/run-values.ts';
import type { HistoryRun } from '../../contract/history.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { hashOf, runHash } from '../router.ts';
import { stateColors } from '../words.ts';
import { useWorkbench, type WorkbenchStore } from '../workbench-store.ts';

interface Props {
  readonly hit: Hit | null;
  readonly view: View;
  readonly runs: readonly ComparedRun[];
  readonly history: readonly HistoryRun[];
  readonly store: WorkbenchStore;
  onClose(): void;
  onLeaveOut(runs: readonly number[]): void;
  onKeepOnly(runs: readonly number[]): void;
}
/** A mark may stand for thousands. */
const mostShown = 60;

export function RunsDrawer({ hit, view, runs, history, store, onClose, onLeaveOut, onKeepOnly }: Props) {
  const wanted = new Set(hit?.runs ?? []);
  const own = runs.filter(({ id }) => wanted.has(id));
  const marks = new Map(history.map((run) => [run.id, run]));
  const ids = own.map(({ id }) => id);
  return (
    <Drawer
      opened={hit !== null}
      onClose={onClose}
      position="right"
      size={420}
      title={own.length === 1 ? 'Run' : `${own.length} runs of this mark`}
    >
      {hit !== null && (
        <>
          <div className="compare-picked" style={{ borderLeftColor: hit.color }}>
            <div className="quiet">{viewTitle(view)}</div>
            {hit.lines.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </div>
          <Group gap="xs" my="sm">
            <Button size="xs" variant="default" onClick={() => onKeepOnly(ids)}>
              Keep only {ids.length === 1 ? 'this run' : 'these'}
            </Button>
            <Button size="xs" variant="default" onClick={() => onLeaveOut(ids)}>
              Leave out
            </Button>
          </Group>
          <ul className="compare-runs">
            {own.slice(0, mostShown).map((run) => (
              <RunItem key={run.id} run={run} marks={marks.get(run.id)} store={store} />
            ))}
          </ul>
          {own.length > mostShown && <Text size="sm">{own.length - mostShown} more runs.</Text>}
        </>
      )}
    </Drawer>
  );
}

function RunItem({
  run,
  marks,
  store,
}: {
  run: ComparedRun;
  marks: HistoryRun | undefined;
  store: WorkbenchStore;
}) {
  const { info } = useWorkbench(store);
  const [starred, setStarred] = useState(marks?.starred ?? false);
  const readOnly = info?.readOnly !== false;
  const annotate = (change: { starred?: boolean; notes?: string }): void => {
    store.link.call('run.annotate', { ids: [run.id], ...change }).catch(store.notify);
  };
  const label = starred ? 'Take the star away' : 'Give it a star';
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Anchor size="sm" href={hashOf({ page: 'experiment', id: run.experiment })}>
          {run.experimentName}
        </Anchor>
        <Group gap={6} wrap="nowrap">
          <Badge variant="light" color={stateColors[run.state]} radius="sm" tt="none">
            {run.state}
          </Badge>
          {!readOnly && (
            <ActionIcon
              variant="subtle"
              aria-label={`${label}: run ${run.id}`}
              title={label}
              onClick={() => {
                setStarred(!starred);
                annotate({ starred: !starred });
              }}
            >
              {starred ? <StarFilledIcon /> : <StarIcon />}
            </ActionIcon>
          )}
        </Group>
      </Group>
      <Text size="sm">
        <Anchor size="sm" href={runHash(run.id)}>
          Run {run.id}
        </Anchor>
        : {runLabel(run)}
      </Text>
      {readOnly ? (
        marks?.notes && <Text size="sm">{marks.notes}</Text>
      ) : (
        <Textarea
          size="xs"
          mt={4}
          autosize
          minRows={1}
          maxRows={6}
          aria-label={`Notes of run ${run.id}`}
          placeholder="Notes"
          defaultValue={marks?.notes ?? ''}
          onBlur={(event) => {
            const notes = event.currentTarget.value;
            if (notes !== (marks?.notes ?? '')) annotate({ notes });
          }}
        />
      )}
    </li>
  );
}
