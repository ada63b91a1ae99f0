// A bundle of experiments, with views and decks that belong to them, written by the host and fetched from it.
import { Alert, Button, Checkbox, Code, Group, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Job } from '../../contract/bundles.ts';
import { asFailure } from '../host-failure.ts';
import { useLive } from '../use-live.ts';
import { bytes } from '../words.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { JobProgress } from './job-progress.tsx';
import { useJob } from './use-job.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly experiments: readonly number[];
  readonly onClose: () => void;
}

/** A measured point in a bundle, before it is compressed by its ZIP: two numbers in columns. */
const bytesPerPoint = 12;
const options = (list: readonly { id: number; name: string }[] | null) =>
  (list ?? []).map(({ id, name }) => ({
    value: String(id),
    label: name === '' ? `no. ${id}` : `${name} (${id})`,
  }));

export function ExportPanel({ store, workbench, experiments, onClose }: Props) {
  const [chosen, setChosen] = useState<string[]>(experiments.map(String));
  const [views, setViews] = useState<string[]>([]);
  const [decks, setDecks] = useState<string[]>([]);
  const [checkpoints, setCheckpoints] = useState(false);
  const [name, setName] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const kept = useLive('views and decks', `${workbench.kept.views}/${workbench.kept.decks}`, 1000, () =>
    Promise.all([store.link.call('view.list', {}), store.link.call('deck.list', {})]),
  );
  const figures = useLive('experiments', workbench.kept.history, 1000, () =>
    store.link.call('history.experiments', {}),
  );
  const running = useJob(job, store, workbench);
  const size = (figures.value ?? [])
    .filter(({ id }) => chosen.includes(String(id)))
    .reduce(
      (sum, one) => sum + one.points * bytesPerPoint + (checkpoints ? one.ownBytes + one.sharedBytes : 0),
      0,
    );
  const start = (): void => {
    setBusy(true);
    setRefused('');
    store.link
      .call('bundle.export', {
        experiments: chosen.map(Number),
        views: views.map(Number),
        decks: decks.map(Number),
        checkpoints,
        ...(name.trim() !== '' && { name: name.trim() }),
      })
      .then((answer) => setJob(answer.job))
      .catch((error) => setRefused(asFailure(error).message))
      .finally(() => setBusy(false));
  };
  if (job !== null) return <Exporting job={running} id={job} store={store} onClose={onClose} />;
  return (
    <Stack gap="sm">
      <MultiSelect
        label="Experiments"
        placeholder={chosen.length === 0 ? 'Search by name' : ''}
        searchable
        limit={60}
        hidePickedOptions
        data={options(workbench.experiments)}
        value={chosen}
        onChange={setChosen}
        maxValues={10_000}
        openOnFocus={false}
      />
      {kept.value !== null && kept.value[0].length > 0 && (
        <MultiSelect
          label="Views"
          searchable
          limit={60}
          data={options(kept.value[0])}
          value={views}
          onChange={setViews}
        />
      )}
      {kept.value !== null && kept.value[1].length > 0 && (
        <MultiSelect
          label="Decks"
          searchable
          limit={60}
          data={options(kept.value[1])}
          value={decks}
          onChange={setDecks}
        />
      )}
      <Checkbox
        label="With checkpoints"
        description="The weights, so that the other machine can go on from finished steps"
        checked={checkpoints}
        onChange={(event) => setCheckpoints(event.currentTarget.checked)}
      />
      <TextInput
        label="File name"
        placeholder="from the experiment and the date"
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {refused !== '' && (
        <Alert color="red" role="alert">
          {refused}
        </Alert>
      )}
      <Group justify="space-between" mt="xs">
        <Text size="sm" className="quiet">
          {chosen.length > 0 && figures.value !== null && `about ${bytes(size)} before compression`}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={start} loading={busy} disabled={chosen.length === 0}>
            Export
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

interface ExportingProps {
  readonly job: Job | null;
  readonly id: number;
  readonly store: WorkbenchStore;
  readonly onClose: () => void;
}
function Exporting({ job, id, store, onClose }: ExportingProps) {
  const cancel = (): void => void store.link.call('job.cancel', { id }).catch(store.notify);
  const file = job?.file ?? null;
  return (
    <Stack gap="md">
      {(job === null || job.state === 'running') && (
        <JobProgress
          label="Writing the bundle"
          done={job?.done ?? 0}
          total={job?.total ?? 0}
          unit={job?.unit ?? 'bytes'}
        />
      )}
      {job?.state === 'finished' && file !== null && (
        <Alert color="teal" role="status" title={`${file.name}, ${bytes(file.bytes)}`}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            Written to <Code>{file.path}</Code>
          </Text>
          <Button
            component="a"
            size="compact-md"
            mt="sm"
            href={`files/${encodeURIComponent(file.name)}`}
            download={file.name}
          >
            Download
          </Button>
        </Alert>
      )}
      {job?.state === 'cancelled' && <Alert role="status">Cancelled: nothing was written.</Alert>}
      {job?.state === 'failed' && (
        <Alert color="red" role="alert" title="The bundle was not written">
          {job.error}
        </Alert>
      )}
      <Group justify="flex-end">
        {job?.state === 'running' && (
          <Button variant="default" onClick={cancel}>
            Cancel the export
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {job?.state === 'running' ? 'Go on in the background' : 'Close'}
        </Button>
      </Group>
    </Stack>
  );
}
