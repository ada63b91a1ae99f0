// Pause, resume, cancel and retry of one experiment. Only cancelling asks first.
import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { ExperimentSummary } from '../contract/window.ts';
import { useCommands } from './shell/actions.ts';
import { canRetry, isOver } from './words.ts';
import { useSelected, type WorkbenchStore } from './workbench-store.ts';

type Verb = 'experiment.pause' | 'experiment.resume' | 'experiment.cancel';

interface Props {
  readonly summary: Pick<ExperimentSummary, 'id' | 'name' | 'state'>;
  readonly store: WorkbenchStore;
}

export function Controls({ summary, store }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState<Verb | null>(null);
  const { id, name, state } = summary;
  const send = (verb: Verb): void => {
    setBusy(verb);
    setAsking(false);
    store.link
      .call(verb, { id })
      .catch(store.notify)
      .finally(() => setBusy(null));
  };
  const readOnly = useSelected(store, ({ info }) => info?.readOnly === true);
  const steered = !isOver(state) && !readOnly;
  const retried = canRetry(state) && !readOnly;
  const turn = state === 'paused' ? 'experiment.resume' : 'experiment.pause';
  const word = state === 'paused' ? 'Resume' : 'Pause';
  useCommands(
    'Experiment',
    steered
      ? [
          { id: `${turn}.${id}`, label: `${word} ${name}`, run: () => send(turn) },
          { id: `experiment.cancel.${id}`, label: `Cancel ${name} …`, run: () => setAsking(true) },
        ]
      : retried
        ? [
            {
              id: `experiment.retry.${id}`,
              label: `Retry ${name}`,
              keywords: 'again resume',
              run: () => send('experiment.resume'),
            },
          ]
        : [],
  );
  if (retried)
    return (
      <Button
        size="xs"
        variant="default"
        loading={busy === 'experiment.resume'}
        onClick={() => send('experiment.resume')}
        aria-label={`Retry ${name}`}
        title="Finished steps stay; the others are queued again"
      >
        Retry
      </Button>
    );
  if (!steered) return null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Button
        size="xs"
        variant="default"
        loading={busy === turn}
        onClick={() => send(turn)}
        aria-label={`${word} ${name}`}
      >
        {word}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={busy === 'experiment.cancel'}
        onClick={() => setAsking(true)}
        aria-label={`Cancel ${name}`}
      >
        Cancel
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Cancel “${name}”?`} centered>
        <Text size="sm">
          Steps that are being trained stop and lose what they did since their last checkpoint. Finished steps
          and their measurements are kept.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button color="red" onClick={() => send('experiment.cancel')}>
            Cancel experiment
          </Button>
        </Group>
      </Modal>
    </Group>
  );
}
