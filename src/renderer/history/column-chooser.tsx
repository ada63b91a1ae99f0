// Which columns are shown and in which order.
import { ActionIcon, Button, Checkbox, Group, Popover, ScrollArea, Text } from '@mantine/core';
import { ChevronDownIcon, ChevronUpIcon, MixerHorizontalIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import type { HistoryColumn } from './columns.tsx';
import type { RowMode } from './history-rows.ts';
import { defaultSettings, inOrder, moved, type TableSettings } from './table-settings.ts';

interface Props {
  readonly mode: RowMode;
  readonly columns: readonly HistoryColumn[];
  readonly settings: TableSettings;
  readonly onSettings: (settings: TableSettings) => void;
}

export function ColumnChooser({ mode, columns, settings, onSettings }: Props) {
  const ids = inOrder(
    columns.map(({ id }) => id),
    settings.order,
  );
  const ordered = ids.map((id) => columns.find((column) => column.id === id)!);
  const move = (id: string, places: number): void =>
    onSettings({ ...settings, order: moved(ids, id, places) });
  const [opened, setOpened] = useState(false);
  const isShown = ({ id, shown }: HistoryColumn): boolean => settings.shown[id] ?? shown;
  const show = (id: string, shown: boolean): void =>
    onSettings({ ...settings, shown: { ...settings.shown, [id]: shown } });
  const asAtFirst = (): void => onSettings({ ...defaultSettings(mode), sorting: settings.sorting });
  useCommands('History', [
    { id: 'history.columns', label: 'Columns: which, in which order', run: () => setOpened(true) },
    { id: 'history.columnsAtFirst', label: 'Columns as at first', run: asAtFirst },
  ]);
  useCommands(
    choiceGroups.table,
    ordered.map((column) => ({
      id: `history.column.${column.id}`,
      label: `${isShown(column) ? 'Hide' : 'Show'} the column ${column.title}`,
      run: () => show(column.id, !isShown(column)),
    })),
  );
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<MixerHorizontalIcon />}
          onClick={() => setOpened(!opened)}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns" p="xs">
        <ScrollArea.Autosize mah={380} type="auto" offsetScrollbars viewportProps={{ tabIndex: -1 }}>
          <ul className="history-columns" aria-label="Columns">
            {ordered.map((column, index) => (
              <li key={column.id}>
                <Checkbox
                  size="xs"
                  label={column.title}
                  title={column.about || undefined}
                  checked={isShown(column)}
                  onChange={(event) => show(column.id, event.currentTarget.checked)}
                />
                <Group gap={0} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    disabled={index === 0}
                    aria-label={`Move ${column.title} to the left`}
                    onClick={() => move(column.id, -1)}
                  >
                    <ChevronUpIcon />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    disabled={index === ordered.length - 1}
                    aria-label={`Move ${column.title} to the right`}
                    onClick={() => move(column.id, 1)}
                  >
                    <ChevronDownIcon />
                  </ActionIcon>
                </Group>
              </li>
            ))}
          </ul>
        </ScrollArea.Autosize>
        <Text size="xs" className="quiet" maw={250} mt={6}>
          On a header: Alt and arrows change its width, with Shift its place.
        </Text>
        <Button variant="subtle" size="compact-xs" mt={4} onClick={asAtFirst}>
          As at first
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
