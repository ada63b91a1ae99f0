// What can be done by key here and now; in a dialog that `?` opens over any page, and on the help page.
import { Anchor, Modal, Table } from '@mantine/core';
import { useMemo, useState } from 'react';
import { hashOf } from '../router.ts';
import { type Action, useActions, useOffered } from './actions.ts';
import { Keys } from './keycaps.tsx';
import { usePreferences } from './preferences.ts';

export function ShortcutsDialog() {
  const [opened, setOpened] = useState(false);
  const close = (): void => setOpened(false);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'window.shortcuts',
        label: 'Shortcuts',
        group: 'Window',
        keywords: 'keys keyboard help',
        shortcut: '?',
        run: () => setOpened(true),
      },
    ],
    [],
  );
  useActions(actions);
  return (
    <Modal opened={opened} onClose={close} title="Shortcuts" size={760}>
      <ShortcutList />
      <Anchor href={hashOf({ page: 'help' })} size="sm" onClick={close}>
        Words of the field, and the tour
      </Anchor>
    </Modal>
  );
}

export function ShortcutList() {
  const { letterKeys } = usePreferences();
  const withKeys = useOffered().filter(({ shortcut }) => shortcut !== undefined && shortcut !== '');
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <>
      {!letterKeys && <p>Keys without Ctrl or Alt are turned off in the settings.</p>}
      <div className="shortcut-groups">
        {groups.map((group) => (
          <GroupTable
            key={group}
            group={group}
            actions={withKeys.filter((action) => action.group === group)}
          />
        ))}
      </div>
    </>
  );
}

function GroupTable({ group, actions }: { group: string; actions: readonly Action[] }) {
  return (
    <Table fz="sm" verticalSpacing={4} className="shortcuts">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{group}</Table.Th>
          <Table.Th>
            <span className="only-heard">Keys</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {actions.map(({ id, label, shortcut }) => (
          <Table.Tr key={id}>
            <Table.Td>{label}</Table.Td>
            <Table.Td ta="right">
              <Keys shortcut={shortcut ?? ''} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
