// A bundle from another machine: chosen or dropped, sent in parts, held against this history, then imported or not.
import { Alert, Anchor, Button, Group, List, Loader, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { hashOf } from '../router.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { Report } from './import-report.tsx';
import { JobProgress } from './job-progress.tsx';
import { type Import, useImport, withoutLabel } from './use-import.ts';
import { useJob } from './use-job.ts';
import { counted } from './use-marks.ts';

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly onClose: () => void;
}

export function ImportPanel({ store, workbench, onClose }: Props) {
  const way = useImport(store);
  const { state } = way;
  switch (state.step) {
    case 'choose':
      return <Choose onFile={way.choose} />;
    case 'hash':
    case 'send':
      return <Sending way={way} />;
    case 'inspect':
      return (
        <Group role="status">
          <Loader size="sm" />
          <Text size="sm">Verifying every part of {state.file.name} …</Text>
        </Group>
      );
    case 'report':
      return <Report report={state.report} refused={state.refused} way={way} />;
    case 'import':
      return (
        <Importing
          job={state.job}
          store={store}
          workbench={workbench}
          onBack={way.resume}
          onClose={onClose}
        />
      );
    case 'failed':
      return (
        <Stack gap="md">
          <Alert color="red" role="alert" title={`${state.file.name} was not imported`}>
            {state.message}
          </Alert>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={way.resume}>
              Try again
            </Button>
            <Button variant="default" onClick={way.cancel}>
              Choose another file
            </Button>
          </Group>
        </Stack>
      );
  }
}

function Choose({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <section
      className="drop"
      aria-label="Bundle file"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Stack align="center" gap="sm" py="lg">
        <Text>Drop a bundle here</Text>
        <Button onClick={() => input.current?.click()} data-autofocus>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          accept=".springback"
          hidden
          aria-label="Bundle file"
          onChange={(event) => take(event.currentTarget.files)}
        />
        <Text size="sm" className="quiet" maw={520} ta="center">
          It is verified first, and you see what is in it before anything is imported. Nothing that is here is
          overwritten.
        </Text>
      </Stack>
    </section>
  );
}

function Sending({ way }: { way: Import }) {
  const { state } = way;
  if (state.step !== 'hash' && state.step !== 'send') return null;
  const doing = state.step === 'hash' ? 'Reading' : 'Sending';
  return (
    <Stack gap="md">
      <JobProgress
        label={state.paused ? `Paused: ${state.file.name}` : `${doing} ${state.file.name}`}
        done={state.done}
        total={state.file.size}
        unit="bytes"
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={way.cancel}>
          Cancel
        </Button>
        <Button variant="default" onClick={state.paused ? way.resume : way.pause}>
          {state.paused ? 'Go on' : 'Pause'}
        </Button>
      </Group>
    </Stack>
  );
}

interface ImportingProps extends Props {
  readonly job: number;
  /** To the report of the bundle, which the host still has. */
  readonly onBack: () => void;
}

function Importing({ job: id, store, workbench, onBack, onClose }: ImportingProps) {
  const job = useJob(id, store, workbench);
  const cancel = (): void => void store.link.call('job.cancel', { id }).catch(store.notify);
  const running = job === null || job.state === 'running';
  const names = new Map((workbench.experiments ?? []).map((one) => [one.id, one.name]));
  return (
    <Stack gap="md">
      {running && (
        <JobProgress
          label="Importing"
          done={job?.done ?? 0}
          total={job?.total ?? 0}
          unit={job?.unit ?? 'bytes'}
        />
      )}
      {job?.state === 'finished' && (
        <Alert
          color="teal"
          role="status"
          title={`${counted(job.imported?.experiments.length ?? 0)} imported`}
        >
          <List size="sm" spacing={2}>
            {job.imported?.experiments.slice(0, 100).map((experiment) => (
              <List.Item key={experiment}>
                <Anchor size="sm" href={hashOf({ page: 'experiment', id: experiment })}>
                  {names.get(experiment) ?? `Experiment ${experiment}`}
                </Anchor>
              </List.Item>
            ))}
            {job.imported?.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {job?.state === 'cancelled' && <Alert role="status">Cancelled: nothing was imported.</Alert>}
      {job?.state === 'failed' && (
        <Alert color="red" role="alert" title="Nothing was imported">
          {withoutLabel(job.error)}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        {running && (
          <Button variant="default" onClick={cancel}>
            Cancel the import
          </Button>
        )}
        {(job?.state === 'failed' || job?.state === 'cancelled') && (
          <Button variant="default" onClick={onBack}>
            Back to the bundle
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
