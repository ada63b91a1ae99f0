// What can be done with the selected rows.
import { Button, CloseButton, Group, Popover } from '@mantine/core';
import { useState } from 'react';
import { encodeView } from '../compare/view-link.ts';
import { retry } from '../retry.ts';
import { go } from '../router.ts';
import { type Command, useCommands } from '../shell/actions.ts';
import { canRetry } from '../words.ts';
import type { WorkbenchStore } from '../workbench-store.ts';
import type { Dialog } from './dialogs.tsx';
import type { HistoryRow, RowMode } from './history-rows.ts';
import { TagEditor } from './tag-editor.tsx';
import { counted, type Marking } from './use-marks.ts';

interface Props {
  readonly mode: RowMode;
  readonly rows: readonly HistoryRow[];
  readonly readOnly: boolean;
  readonly tags: readonly string[];
  readonly marks: Marking;
  readonly store: WorkbenchStore;
  readonly onDialog: (dialog: Dialog) => void;
  readonly onClear: () => void;
}

/** The palette's heading. */
const group = 'Selected rows';
interface Act extends Command {
  readonly variant?: string;
  readonly color?: string;
}

/** The comparison of these runs, or of all runs of these experiments. */
export function compareRows(rows: readonly HistoryRow[]): void {
  const runs = rows.filter(({ kind }) => kind === 'run').map(({ id }) => id);
  const experiments = rows.filter(({ kind }) => kind === 'experiment').map(({ id }) => id);
  go({ page: 'compare', view: encodeView({ selection: { runs, experiments } }) });
}

export function BulkBar(props: Props) {
  const { mode, rows, readOnly, onClear } = props;
  const noun = mode === 'runs' ? 'run' : 'experiment';
  useCommands(group, [{ id: 'selected.clear', label: 'Clear the selection', run: onClear }]);
  return (
    <Group gap={6} role="toolbar" aria-label="Selected rows" wrap="wrap">
      <span role="status">{counted(rows.length, noun)} selected</span>
      <CloseButton size={24} iconSize={14} aria-label="Clear the selection" onClick={onClear} />
      {mode === 'trash' ? <TrashButtons {...props} /> : <RowButtons {...props} />}
      {readOnly && <span className="quiet">Saved results are read-only: nothing here can be changed.</span>}
    </Group>
  );
}

function RowButtons({ mode, rows, readOnly, tags, marks, store, onDialog }: Props) {
  const experiments = [...new Set(rows.map(({ experiment }) => experiment))];
  const unstar = rows.every(({ starred }) => starred);
  const retries = mode === 'experiments' ? rows.filter(({ state }) => canRetry(state)) : [];
  const unarchive = rows.every(({ archived }) => archived);
  const change: Act[] = [
    {
      id: 'star',
      label: unstar ? 'Unstar' : 'Star',
      run: () => void marks.mark(rows, { starred: !unstar }),
    },
    {
      id: 'archive',
      label: unarchive ? 'Unarchive' : 'Archive',
      run: () => void marks.mark(rows, { archived: !unarchive }),
    },
    {
      id: 'export',
      label: mode === 'runs' ? `Export ${counted(experiments.length)}…` : 'Export…',
      run: () => onDialog({ kind: 'export', experiments }),
    },
    ...(experiments.length === 1
      ? [
          {
            id: 'design',
            label: 'New experiment from this one',
            run: () => go({ page: 'design' as const, from: experiments[0]! }),
          },
        ]
      : []),
    ...(retries.length > 0
      ? [
          {
            id: 'retry',
            label: retries.length === rows.length ? 'Retry' : `Retry ${counted(retries.length)}`,
            run: () => retries.forEach(({ id }) => void retry(store, id)),
          },
        ]
      : []),
    ...(mode === 'experiments'
      ? [{ id: 'trash', label: 'Move to trash', color: 'red', run: () => void marks.trash(rows) }]
      : []),
  ];
  return (
    <>
      <Acts list={[{ id: 'compare', label: 'Compare', variant: 'filled', run: () => compareRows(rows) }]} />
      {!readOnly && (
        <>
          <TagButton rows={rows} tags={tags} marks={marks} />
          <Acts list={change} />
        </>
      )}
    </>
  );
}

function TrashButtons({ rows, readOnly, marks, onDialog }: Props) {
  if (readOnly) return null;
  const experiments = rows.map(({ id }) => id);
  return (
    <Acts
      list={[
        { id: 'restore', label: 'Restore', variant: 'filled', run: () => void marks.untrash(rows) },
        {
          id: 'delete',
          label: 'Delete for ever…',
          color: 'red',
          run: () => onDialog({ kind: 'cleanup', of: 'trash', experiments }),
        },
      ]}
    />
  );
}

/** Buttons that the palette offers too. */
function Acts({ list }: { list: readonly Act[] }) {
  useCommands(
    group,
    list.map(({ id, label, run }) => ({ id: `selected.${id}`, label, keywords: 'rows selection', run })),
  );
  return list.map(({ id, label, run, variant = 'default', color }) => (
    <Button
      key={id}
      size="compact-xs"
      h={26}
      variant={variant}
      {...(color === 'red' && { c: 'var(--mantine-color-error)' })}
      onClick={run}
    >
      {label}
    </Button>
  ));
}

function TagButton({ rows, tags, marks }: Pick<Props, 'rows' | 'tags' | 'marks'>) {
  const [opened, setOpened] = useState(false);
  useCommands(group, [
    { id: 'selected.tag', label: 'Tag…', keywords: 'rows selection label', run: () => setOpened(true) },
  ]);
  const counts = new Map<string, number>();
  for (const row of rows) for (const tag of row.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return (
    <Popover opened={opened} onChange={setOpened} width={320} shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button size="compact-xs" h={26} variant="default" onClick={() => setOpened(!opened)}>
          Tag…
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Tags of the selected rows">
        <TagEditor
          tags={[...counts.keys()]}
          detail={(tag) => (counts.get(tag) === rows.length ? '' : `${counts.get(tag)} of ${rows.length}`)}
          known={tags}
          onAdd={(tag) => void marks.tag(rows, { add: [tag] })}
          onRemove={(tag) => void marks.tag(rows, { remove: [tag] })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
