// What was just moved to the trash, by name, with a way back: a button, and a command of the palette while it is said.
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCommands } from '../shell/actions.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

/** Longer than other messages: the keyboard must get there. */
const shownMilliseconds = 20_000;
const named = 2;

/** `“Size”`, `“Size”, “Depth” and 3 more`. */
export function namesOf(names: readonly string[]): string {
  const shown = names.length === named + 1 ? names : names.slice(0, named);
  const more = names.length - shown.length;
  const quoted = shown.map((name) => (name === '' ? 'one without a name' : `“${name}”`)).join(', ');
  return more === 0 ? quoted : `${quoted} and ${more.toLocaleString('en')} more`;
}

/** Moves experiments to the trash and says so; throws what the host refuses. */
export async function moveToTrash(store: WorkbenchStore, ids: readonly number[]): Promise<void> {
  const all = new Map(store.get().experiments?.map(({ id, name }) => [id, name]));
  const names = namesOf(ids.map((id) => all.get(id) ?? ''));
  await store.link.call('experiment.trash', { ids: [...ids] });
  const id = `trashed ${ids.join(' ')}`;
  const undo = (): void => {
    notifications.hide(id);
    store.link
      .call('experiment.untrash', { ids: [...ids] })
      .then(() => notifications.show({ message: `${names} restored` }))
      .catch(store.notify);
  };
  notifications.show({
    id,
    autoClose: shownMilliseconds,
    message: <Trashed names={names} undo={undo} />,
  });
}

function Trashed({ names, undo }: { names: string; undo: () => void }) {
  useCommands('History', [
    {
      id: `history.undo ${names}`,
      label: `Undo: restore ${names} from the trash`,
      keywords: 'bring back deleted',
      run: undo,
    },
  ]);
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <span style={{ overflowWrap: 'anywhere', minWidth: 0 }}>{names} moved to the trash</span>
      <Button size="compact-sm" variant="default" onClick={undo} style={{ flexShrink: 0 }}>
        Undo
      </Button>
    </Group>
  );
}
