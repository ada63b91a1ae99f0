// Starting an experiment: a schedule file is dropped or picked, checked by the host, and started once its cost is seen.
import { Alert, Button, FileButton, Group, Text } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { formatCount } from '../../charts/format.ts';
import type { CommandInput, Cost, Issue } from '../../contract/window.ts';
import { counted } from '../../core/number-text.ts';
import { asFailure } from '../host-failure.ts';
import { go } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { bytes, duration } from '../words.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

type Json = CommandInput<'experiment.submit'>['schedule'];
type Checked =
  | { file: string; schedule: Json; cost: Cost | null }
  | { file: string; message: string; issues: readonly Issue[] };

export function SubmitPanel({ store }: { store: WorkbenchStore }) {
  const [checked, setChecked] = useState<Checked | null>(null);
  const [over, setOver] = useState(false);
  const take = (file: File | null | undefined): void => {
    if (file) check(store, file).then(setChecked, store.notify);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const button = useRef<HTMLButtonElement>(null);
  useCommands('Home', [
    {
      id: 'home.file',
      label: 'Choose a file to start an experiment',
      keywords: 'open schedule json submit',
      run: () => button.current?.click(),
    },
  ]);
  return (
    <section
      className="drop"
      data-over={over}
      aria-label="Start an experiment"
      onDrop={drop}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
    >
      <Group justify="space-between">
        <Text size="sm" className="quiet">
          Drop a schedule file (JSON) here to start an experiment.
        </Text>
        <FileButton
          accept="application/json,.json"
          onChange={take}
          inputProps={{ 'aria-label': 'Schedule file' }}
        >
          {(props) => (
            <Button {...props} ref={button} variant="default" size="xs">
              Choose a file …
            </Button>
          )}
        </FileButton>
      </Group>
      {checked !== null && <Result checked={checked} store={store} done={() => setChecked(null)} />}
    </section>
  );
}

async function check(store: WorkbenchStore, file: File): Promise<Checked> {
  let schedule: Json;
  try {
    schedule = JSON.parse(await file.text());
  } catch (error) {
    return { file: file.name, message: `not valid JSON: ${asFailure(error).message}`, issues: [] };
  }
  const { issues, cost } = await store.link.call('schedule.check', { schedule });
  if (issues.length > 0) return { file: file.name, message: 'cannot be run as it is', issues };
  return { file: file.name, schedule, cost };
}

function Result({ checked, store, done }: { checked: Checked; store: WorkbenchStore; done: () => void }) {
  const [failure, setFailure] = useState<{ message: string; issues: readonly Issue[] } | null>(null);
  const [busy, setBusy] = useState(false);
  if ('message' in checked) return <Problems {...checked} close={done} />;
  if (failure !== null) return <Problems file={checked.file} {...failure} close={done} />;
  const start = (): void => {
    setBusy(true);
    store.link
      .call('experiment.submit', { schedule: checked.schedule })
      .then(
        ({ id }) => go({ page: 'experiment', id }),
        (error) => setFailure(asFailure(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Alert mt="sm" color="indigo" variant="light" title={checked.file}>
      <Text size="sm" mb="sm">
        {checked.cost === null ? 'Its cost is not known.' : costWords(checked.cost)}
      </Text>
      <Group gap="xs">
        <Button size="xs" onClick={start} loading={busy}>
          Start
        </Button>
        <Button size="xs" variant="default" onClick={done}>
          Not now
        </Button>
      </Group>
    </Alert>
  );
}

function Problems({
  file,
  message,
  issues,
  close,
}: {
  file: string;
  message: string;
  issues: readonly Issue[];
  close: () => void;
}) {
  return (
    <Alert
      mt="sm"
      color="red"
      title={`${file} ${message}`}
      role="alert"
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={close}
    >
      {issues.map(({ path, message: text }) => (
        <div key={`${path} ${text}`}>
          <code>{path === '' ? '(whole file)' : path}</code>: {text}
        </div>
      ))}
    </Alert>
  );
}

function costWords(cost: Cost): string {
  const time = cost.seconds === null ? 'time unknown before a first run' : `about ${duration(cost.seconds)}`;
  return [
    `${counted(cost.runs, 'run')}, ${counted(cost.steps, 'step')}`,
    `${cost.stepsReused} of them reused`,
    `${formatCount(cost.tokens)} tokens to train`,
    time,
    `${bytes(cost.diskBytes)} on disk`,
  ].join(' · ');
}
