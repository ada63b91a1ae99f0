// What can be done by key here and now; in a dialog that `?` opens over any page, and on the help page.
import { Anchor, Modal, Table } from '@mantine/core';
import { useMemo, useState } from 'react';
import { hashOf } from '../router.ts';
import { type Action, type KeyHint, useActions, useOffered, useOfferedHints } from './actions.ts';
import { Keys } from './keycaps.tsx';
import { keycaps } from './keys.ts';
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
  const everywhere = useOffered(true).flatMap(({ group, label, shortcut = '' }): KeyHint[] =>
    shortcut === '' ? [] : [{ group, label, shortcuts: [shortcut] }],
  );
  const all = [...everywhere, ...useOfferedHints()];
  const groups = [...new Set(all.map(({ group }) => group))];
  return (
    <>
      {!letterKeys && <p>Keys without Ctrl or Alt are turned off in the settings.</p>}
      <div className="shortcut-groups">
        {groups.map((group) => (
          <GroupTable key={group} group={group} hints={all.filter((hint) => hint.group === group)} />
        ))}
      </div>
    </>
  );
}

/** Signs that differ only in how a keyboard writes them, as the two minuses do, are one key to a reader. */
const asPrinted = (shortcuts: readonly string[]): string[] => [
  ...new Map(shortcuts.map((shortcut) => [keycaps(shortcut).join(), shortcut])).values(),
];

function GroupTable({ group, hints }: { group: string; hints: readonly KeyHint[] }) {
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
        {hints.map(({ label, shortcuts }) => (
          <Table.Tr key={label}>
            <Table.Td>{label}</Table.Td>
            <Table.Td ta="right">
              <div className="shortcut-keys">
                {asPrinted(shortcuts).map((shortcut) => (
                  <Keys key={shortcut} shortcut={shortcut} />
                ))}
              </div>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
