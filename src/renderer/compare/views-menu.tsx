// Saved views: save this one under a name, open, rename, delete. Another window's change is a conflict, never overwritten.
import { ActionIcon, Button, Group, Menu, Modal, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { BookmarkIcon, Pencil1Icon, TrashIcon } from '@radix-ui/react-icons';
import { useMemo, useState } from 'react';
import type { SavedView } from '../../contract/library.ts';
import type { View } from '../../core/view.ts';
import { useCommands } from '../shell/actions.ts';
import { useTellName } from '../shell/shown-name.ts';
import { useFollowing } from '../use-live.ts';
import { useSelected, type Workbench, type WorkbenchStore } from '../workbench-store.ts';
import { asItStands } from './settle-view.ts';
import { encodeView } from './view-link.ts';

interface Props {
  readonly view: View;
  /** What a new one is called unless the user says. */
  readonly suggested: string;
  readonly store: WorkbenchStore;
  /** Why there is nothing to save, '' where there is. */
  readonly why: string;
  onOpen(saved: SavedView): void;
}
type Dialog = { kind: 'save' } | { kind: 'list' } | { kind: 'rename'; saved: SavedView } | null;
const versionOfViews = ({ kept, epoch }: Workbench): string => `${kept.views}/${kept.all}/${epoch}`;
const readOnlyReason = 'This host only reads: copy a link instead';

export function ViewsMenu({ view, suggested, store, why: nothing, onOpen }: Props) {
  const [dialog, setDialog] = useState<Dialog>(null);
  const readOnly = useSelected(store, ({ info }) => info?.readOnly !== false);
  const why = readOnly ? readOnlyReason : nothing;
  const { value } = useFollowing('view.list', { store, version: versionOfViews }, 300, () =>
    store.link.call('view.list', {}),
  );
  const views = value ?? [];
  useTellName(useMemo(() => nameOf(view, value ?? []), [view, value]));
  const save = (name: string, saved: SavedView | null): void => {
    const place = saved === null ? { id: null } : { id: saved.id, revision: saved.revision };
    store.link
      .call('view.save', { ...place, name, view: saved?.view ?? view })
      .then(() => notifications.show({ message: `Saved as “${name}”.` }))
      .catch(store.notify);
    setDialog(null);
  };
  useCommands('Compare', [
    {
      id: 'compare.save',
      label: 'Save this view …',
      disabled: readOnly,
      run: () => setDialog({ kind: 'save' }),
    },
    {
      id: 'compare.views',
      label: 'Rename or delete saved views …',
      disabled: readOnly || views.length === 0,
      run: () => setDialog({ kind: 'list' }),
    },
  ]);
  return (
    <>
      <Menu position="bottom-end" shadow="md" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<BookmarkIcon />}>
            Views
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {/* It stays reachable, so that the keys that close a menu do: it may be the only item. */}
          <Menu.Item
            aria-disabled={why !== ''}
            closeMenuOnClick={why === ''}
            onClick={() => why === '' && setDialog({ kind: 'save' })}
          >
            Save this view …
            {why !== '' && (
              <Text size="xs" className="quiet">
                {why}
              </Text>
            )}
          </Menu.Item>
          {views.length > 0 && <Menu.Divider />}
          {views.map((saved) => (
            <Menu.Item key={saved.id} onClick={() => onOpen(saved)}>
              {saved.name}
            </Menu.Item>
          ))}
          {views.length > 0 && !readOnly && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setDialog({ kind: 'list' })}>Rename or delete …</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <NameDialog
        key={dialog?.kind === 'rename' ? dialog.saved.id : dialog?.kind}
        opened={dialog?.kind === 'save' || dialog?.kind === 'rename'}
        title={dialog?.kind === 'rename' ? 'Rename the view' : 'Save this view'}
        name={dialog?.kind === 'rename' ? dialog.saved.name : suggested}
        onClose={() => setDialog(null)}
        onName={(name) => save(name, dialog?.kind === 'rename' ? dialog.saved : null)}
      />
      <Modal opened={dialog?.kind === 'list'} onClose={() => setDialog(null)} title="Saved views" centered>
        {views.map((saved) => (
          <Group key={saved.id} justify="space-between" wrap="nowrap" py={3}>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {saved.name}
            </Text>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                aria-label={`Rename ${saved.name}`}
                onClick={() => setDialog({ kind: 'rename', saved })}
              >
                <Pencil1Icon />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="red.8"
                aria-label={`Delete ${saved.name}`}
                onClick={() => void store.link.call('view.delete', { id: saved.id }).catch(store.notify)}
              >
                <TrashIcon />
              </ActionIcon>
            </Group>
          </Group>
        ))}
      </Modal>
    </>
  );
}

function NameDialog(props: {
  opened: boolean;
  title: string;
  name: string;
  onClose: () => void;
  onName: (name: string) => void;
}) {
  const [name, setName] = useState(props.name);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') props.onName(name.trim());
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The name under which this very view is saved. */
function nameOf(view: View, saved: readonly SavedView[]): string | null {
  if (encodeView(view) === '') return null;
  const address = encodeView(asItStands(view));
  return saved.find((each) => encodeView(asItStands(each.view)) === address)?.name ?? null;
}
