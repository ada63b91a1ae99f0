// A choice of the views that were saved in Compare; the one that is chosen is read and frozen.
import { Alert, Loader, Modal, NavLink, Text } from '@mantine/core';
import { useState } from 'react';
import { viewTitle } from '../../charts/deck/view-title.ts';
import type { SavedView } from '../../contract/library.ts';
import type { Slide } from '../../core/deck.ts';
import { asFailure } from '../host-failure.ts';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import { freezeView } from './freeze-view.ts';
import { slideOf } from './put-in-deck.ts';

interface Props {
  readonly opened: boolean;
  readonly store: WorkbenchStore;
  onChosen(slide: Slide): void;
  onClose(): void;
}

export function SavedViews({ opened, store, onChosen, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a saved view" centered>
      {opened && <Choice store={store} onChosen={onChosen} onClose={onClose} />}
    </Modal>
  );
}

function Choice({ store, onChosen, onClose }: Omit<Props, 'opened'>) {
  const { value: views, failure } = useLive('views', 0, 0, () => store.link.call('view.list', {}));
  const [busy, setBusy] = useState(0);
  const [refused, setRefused] = useState('');
  const choose = ({ id, name, view }: SavedView): void => {
    setBusy(id);
    freezeView(store, view)
      .then((data) => {
        onChosen({ ...slideOf({ view, data }), title: name });
        onClose();
      })
      .catch((error) => setRefused(asFailure(error).message))
      .finally(() => setBusy(0));
  };
  const wrong = failure?.message ?? refused;
  return (
    <>
      {wrong !== '' && (
        <Alert color="red" role="alert" mb="sm">
          {wrong}
        </Alert>
      )}
      {views === null && failure === null && (
        <Loader size="sm" role="progressbar" aria-label="Reading the views" />
      )}
      {views?.length === 0 && (
        <Text size="sm">
          No view is saved yet. In Compare, choose runs and a chart, then save the view, or add it to a deck
          right there.
        </Text>
      )}
      {views?.map((saved) => (
        <NavLink
          key={saved.id}
          component="button"
          label={saved.name}
          description={viewTitle(saved.view)}
          disabled={busy !== 0}
          rightSection={busy === saved.id ? <Loader size="xs" /> : null}
          onClick={() => choose(saved)}
        />
      ))}
    </>
  );
}
