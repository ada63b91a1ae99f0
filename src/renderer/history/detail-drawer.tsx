// One experiment or run in full: what it is, notes, tags, its steps, and where to go from here.
import { Anchor, Button, Drawer, Group, Stack, Table, Text, Title } from '@mantine/core';
import { axisValue, formatCount } from '../../charts/format.ts';
import { axisName } from '../../core/names.ts';
import { retry } from '../retry.ts';
import { go, hashOf } from '../router.ts';
import { useLive } from '../use-live.ts';
import { bytes, canRetry, momentText } from '../words.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { compareRows } from './bulk-bar.tsx';
import { axisText, StateCell, spreadOfCounts, valueText } from './columns.tsx';
import { GoneRow } from './gone-row.tsx';
import type { HistoryData, HistoryRow } from './history-rows.ts';
import { NameField } from './name-field.tsx';
import { NotesEditor } from './notes-editor.tsx';
import { TagEditor } from './tag-editor.tsx';
import type { Marking } from './use-marks.ts';

interface Props {
  readonly row: HistoryRow | null;
  /** The key of a row that an address names and the history has not. */
  readonly gone: string | null;
  readonly data: HistoryData | null;
  readonly store: WorkbenchStore;
  readonly readOnly: boolean;
  readonly tags: readonly string[];
  readonly marks: Marking;
  readonly onClose: () => void;
  readonly onRuns: (experiment: number) => void;
}

export function DetailDrawer(props: Props) {
  const { row, gone, data, onClose } = props;
  const title =
    row === null
      ? gone === null
        ? ''
        : 'Not here'
      : row.kind === 'run'
        ? `Run ${row.id}`
        : `Experiment ${row.id}`;
  return (
    <Drawer
      opened={row !== null || gone !== null}
      onClose={onClose}
      position="right"
      size={460}
      title={<span style={{ fontWeight: 600 }}>{title}</span>}
      closeButtonProps={{ 'aria-label': 'Close the details' }}
    >
      {row !== null && <Details key={row.key} {...props} row={row} />}
      {gone !== null && data !== null && <GoneRow name={gone} data={data} />}
    </Drawer>
  );
}

function Details({ row, store, readOnly, tags, marks, onRuns }: Props & { row: HistoryRow }) {
  const isRun = row.kind === 'run';
  return (
    <Stack gap="md">
      <div>
        {isRun || readOnly ? (
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {row.name}
          </Text>
        ) : (
          <NameField row={row} marks={marks} />
        )}
        {row.trashed === null && (
          <Group gap={6} mt={10}>
            <Button size="compact-sm" variant="filled" onClick={() => compareRows([row])}>
              Compare
            </Button>
            {!isRun && (
              <Button size="compact-sm" variant="default" onClick={() => onRuns(row.experiment)}>
                Its runs
              </Button>
            )}
            {!readOnly && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => go({ page: 'design', from: row.experiment })}
              >
                New experiment from this one
              </Button>
            )}
            {!readOnly && !isRun && canRetry(row.state) && (
              <Button size="compact-sm" variant="default" onClick={() => retry(store, row.id)}>
                Retry
              </Button>
            )}
          </Group>
        )}
      </div>
      <Facts row={row} />
      {row.trashed === null && (
        <>
          <NotesEditor
            notes={row.notes}
            readOnly={readOnly}
            onSave={(notes) => marks.mark([row], { notes })}
          />
          <section aria-label="Tags of this row">
            <Title order={2} size="h6" mb={6}>
              Tags
            </Title>
            {readOnly ? (
              <Text size="sm">{row.tags.slice(0, 200).join(', ') || 'none'}</Text>
            ) : (
              <TagEditor
                tags={row.tags}
                known={tags}
                onAdd={(tag) => void marks.tag([row], { add: [tag] })}
                onRemove={(tag) => void marks.tag([row], { remove: [tag] })}
              />
            )}
          </section>
          {isRun && <RunSteps row={row} store={store} />}
        </>
      )}
    </Stack>
  );
}

function Facts({ row }: { row: HistoryRow }) {
  const badge = <StateCell state={row.state} />;
  const page = (
    <Anchor size="sm" href={hashOf({ page: 'experiment', id: row.experiment })}>
      {row.kind === 'run' ? row.name : 'Open its page'}
    </Anchor>
  );
  const facts: [string, React.ReactNode][] = [
    ['State', row.state === '' ? '' : badge],
    ['Experiment', row.trashed === null ? page : ''],
    ['Runs', row.kind === 'run' ? '' : row.runs.toLocaleString('en')],
    ['Seed', row.seed],
    ...Object.entries(row.values)
      .filter(([path]) => path !== 'pretrain.tokens')
      .map(([path, values]): [string, React.ReactNode] => [
        axisName(path),
        values.length === 1 ? axisValue(values[0]) : axisText(values),
      ]),
    ['Parameters', spreadOfCounts(row.parameters)],
    ['Pretraining', row.pretraining === null ? '' : `${spreadOfCounts(row.pretraining)} tokens`],
    ['At θ0', valueText(row.pretrained, row.metric)],
    ['At θ1', valueText(row.aligned, row.metric)],
    ['At the end', valueText(row.final, row.metric)],
    ['Created', momentText(row.created)],
    ['In the trash since', momentText(row.trashed ?? '')],
    ['Points', row.points === null ? '' : formatCount(row.points)],
    ['Checkpoints', `${bytes(row.ownBytes)} of its own, ${bytes(row.sharedBytes)} shared`],
  ];
  return (
    <dl className="history-facts">
      {facts.map(([name, value]) =>
        value === '' || value === null ? null : (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function RunSteps({ row, store }: { row: HistoryRow; store: WorkbenchStore }) {
  const { value, failure } = useLive(`steps of ${row.key}`, row.state, 1500, () =>
    store.link.call('experiment.get', { id: row.experiment }),
  );
  const steps = value?.runs.find(({ id }) => id === row.id)?.steps;
  return (
    <section aria-label="Steps of this run">
      <Title order={2} size="h6" mb={4}>
        Steps
      </Title>
      {failure !== null && <Text size="sm">{failure.message}</Text>}
      {steps !== undefined && (
        <Table fz="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>step</Table.Th>
              <Table.Th>state</Table.Th>
              <Table.Th ta="right">updates</Table.Th>
              <Table.Th>key</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step) => (
              <Table.Tr key={step.key}>
                <Table.Td>{step.kind}</Table.Td>
                <Table.Td>{step.error === '' ? step.state : `${step.state}: ${step.error}`}</Table.Td>
                <Table.Td ta="right">
                  {step.update === step.updates ? step.updates : `${step.update} of ${step.updates}`}
                </Table.Td>
                <Table.Td>
                  <code title={step.key}>{step.key.slice(0, 12)}</code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
