// "Make a deck from an experiment": a choice of one, and the deck is there.
import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { experimentDeck } from '../../charts/deck/experiment-deck.ts';
import { asFailure } from '../host-failure.ts';
import { go } from '../router.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { newShelf } from './deck-shelf.ts';
import { readExperiment } from './read-experiment.ts';

interface Props {
  readonly opened: boolean;
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  onClose(): void;
}

/** Makes the deck and shows it. */
export async function makeDeck(store: WorkbenchStore, id: number, readOnly: boolean): Promise<void> {
  const experiment = await readExperiment(store.link, id, new Date().toISOString());
  const saved = await newShelf(store.link, readOnly).save({ id: null, deck: experimentDeck(experiment) });
  go({ page: 'deck', id: saved.id });
}

export function MakeDeck({ opened, store, workbench, onClose }: Props) {
  const measured = (workbench.experiments ?? []).filter(({ progress }) => progress.stepsFinished > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const id = chosen ?? (measured[0] === undefined ? null : String(measured[0].id));
  const make = (): void => {
    setBusy(true);
    setFailure('');
    makeDeck(store, Number(id), workbench.info?.readOnly === true)
      .then(onClose)
      .catch((error) => setFailure(asFailure(error).message))
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Make a deck from an experiment" size="lg" centered>
      {measured.length === 0 ? (
        <Text size="sm">
          Nothing is measured yet. Run an experiment first: the quickstart takes half a minute to a minute on
          two cores.
        </Text>
      ) : (
        <>
          <Select
            label="Experiment"
            data={measured.map((one) => ({ value: String(one.id), label: `${one.name} (${one.id})` }))}
            value={id}
            onChange={setChosen}
            allowDeselect={false}
            searchable
          />
          <Text size="sm" className="quiet" mt="sm">
            Six to ten slides: the question, how to read a curve, the curves by size and by pretraining, R,
            answers before and after, the claims, and what they cannot say. Its data are frozen as they are
            now; everything can be edited.
          </Text>
        </>
      )}
      {failure !== '' && (
        <Text c="red" size="sm" mt="sm" role="alert">
          {failure}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={make} loading={busy} disabled={id === null} data-autofocus>
          Make the deck
        </Button>
      </Group>
    </Modal>
  );
}
