// What takes the space of the data folder, and what a clean-up would free; nothing goes before it was shown and confirmed.
import { Alert, Button, Checkbox, Group, List, Loader, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from '../../charts/format.ts';
import { cleanupKinds } from '../../contract/history.ts';
import type { CommandOutput } from '../../contract/window.ts';
import { asFailure } from '../host-failure.ts';
import { useLive } from '../use-live.ts';
import { bytes } from '../words.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { UsageBar } from './usage-bar.tsx';
import { counted } from './use-marks.ts';

type Kind = (typeof cleanupKinds)[number];
const words: Readonly<Record<Kind, { label: string; about: string; act: string }>> = {
  trash: {
    label: 'Empty the trash',
    about: 'Experiments in the trash, for ever, with the steps that no other experiment has.',
    act: 'Delete for ever',
  },
  checkpoints: {
    label: 'Checkpoints of finished steps',
    about: 'Measurements stay. An experiment that would start from them trains them again.',
    act: 'Delete checkpoints',
  },
  leftovers: {
    label: 'Leftovers',
    about: 'Damaged files that were set aside, and temporary files.',
    act: 'Delete leftovers',
  },
  backups: {
    label: 'Old backups',
    about: 'All but the newest of the daily ones.',
    act: 'Delete old backups',
  },
};

interface Props {
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly onClose: () => void;
  readonly of?: Kind;
  readonly experiments?: readonly number[];
}

export function CleanupPanel({ store, workbench, onClose, of, experiments }: Props) {
  const [kind, setKind] = useState<Kind>(of ?? 'trash');
  const [freed, setFreed] = useState<CommandOutput<'cleanup.run'> | null>(null);
  const version = `${workbench.kept.history}/${workbench.kept.all}/${freed?.bytes ?? ''}`;
  const usage = useLive('usage', version, 500, () => store.link.call('history.usage', {}));
  // Only of these where the dialog was opened for them.
  const limited = kind === of && experiments !== undefined ? { experiments: [...experiments] } : {};
  return (
    <Stack gap="md">
      {usage.value !== null && <UsageBar usage={usage.value} />}
      {of === undefined && (
        <Radio.Group
          label="What to delete"
          value={kind}
          onChange={(value) => {
            setKind(value as Kind);
            setFreed(null);
          }}
        >
          <Stack gap={8} mt={6}>
            {cleanupKinds.map((name) => (
              <Radio
                key={name}
                value={name}
                size="sm"
                label={words[name].label}
                description={words[name].about}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {freed !== null ? (
        <Alert color="teal" role="status" title={`${bytes(freed.bytes)} freed`}>
          {counted(freed.files, 'file')} deleted.
        </Alert>
      ) : (
        <Preview
          key={kind}
          kind={kind}
          request={{ kind, ...limited }}
          store={store}
          version={version}
          onDone={setFreed}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

interface PreviewProps {
  readonly kind: Kind;
  readonly request: { kind: Kind; experiments?: number[] };
  readonly store: WorkbenchStore;
  readonly version: string;
  readonly onDone: (freed: CommandOutput<'cleanup.run'>) => void;
}
const namesShown = 12;

function Preview({ kind, request, store, version, onDone }: PreviewProps) {
  const { value, failure } = useLive(`preview ${JSON.stringify(request)}`, version, 500, () =>
    store.link.call('cleanup.preview', request),
  );
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  if (failure !== null)
    return (
      <Alert color="red" role="alert">
        {failure.message}
      </Alert>
    );
  if (value === null)
    return <Loader size="sm" role="progressbar" aria-label="Counting what would be freed" />;
  const nothing = value.files === 0 && value.steps === 0 && value.experiments.length === 0;
  if (nothing) return <Text size="sm">Nothing of this kind takes up space: there is nothing to delete.</Text>;
  const run = (): void => {
    setBusy(true);
    setRefused('');
    store.link
      .call('cleanup.run', { ...request, token: value.token })
      .then(onDone)
      .catch((error) => setRefused(asFailure(error).message))
      .finally(() => setBusy(false));
  };
  return (
    <section className="card" aria-label="What would be deleted">
      <Text fw={600}>Frees {bytes(value.bytes)}</Text>
      <Text size="sm" className="quiet">
        {[
          counted(value.files, 'file'),
          value.steps > 0 ? counted(value.steps, 'step') : '',
          value.experiments.length > 0 ? counted(value.experiments.length) : '',
        ]
          .filter(Boolean)
          .join(', ')}
      </Text>
      {value.experiments.length > 0 && (
        <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>
          {value.experiments
            .slice(0, namesShown)
            .map(({ name }) => name)
            .join(' · ')}
          {value.experiments.length > namesShown &&
            ` · and ${formatCount(value.experiments.length - namesShown)} more`}
        </Text>
      )}
      {value.consequences.length > 0 && (
        <List size="sm" mt={8} spacing={2}>
          {value.consequences.slice(0, 50).map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
      {refused !== '' && (
        <Alert color="red" mt="sm" role="alert">
          {refused}
        </Alert>
      )}
      <Group justify="space-between" mt="md">
        <Checkbox
          size="sm"
          label="This cannot be taken back"
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        <Button color="red.8" disabled={!sure} loading={busy} onClick={run}>
          {words[kind].act}
        </Button>
      </Group>
    </section>
  );
}
