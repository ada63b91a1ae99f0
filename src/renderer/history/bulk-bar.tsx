// What can be done with the selected rows.
import { Button, CloseButton, Group, Popover } from '@mantine/core';
import { useState } from 'react';
import { encodeView } from '../compare/view-link.ts';
import { retry } from '../retry.ts';
import { go } from '../router.ts';
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

/** The comparison of these runs, or of all runs of these experiments. */
export function compareRows(rows: readonly HistoryRow[]): void {
  const runs = rows.filter(({ kind }) => kind === 'run').map(({ id }) => id);
  const experiments = rows.filter(({ kind }) => kind === 'experiment').map(({ id }) => id);
  go({ page: 'compare', view: encodeView({ selection: { runs, experiments } }) });
}

export function BulkBar(props: Props) {
  const { mode, rows, readOnly, onClear } = props;
  const noun = mode === 'runs' ? 'run' : 'experiment';
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
  return (
    <>
      <Act onClick={() => compareRows(rows)} variant="filled">
        Compare
      </Act>
      {!readOnly && (
        <>
          <TagButton rows={rows} tags={tags} marks={marks} />
          <Act onClick={() => marks.mark(rows, { starred: !unstar })}>{unstar ? 'Unstar' : 'Star'}</Act>
          <Act onClick={() => marks.mark(rows, { archived: !unarchive })}>
            {unarchive ? 'Unarchive' : 'Archive'}
          </Act>
          <Act onClick={() => onDialog({ kind: 'export', experiments })}>
            {mode === 'runs' ? `Export ${counted(experiments.length)}…` : 'Export…'}
          </Act>
          {experiments.length === 1 && (
            <Act onClick={() => go({ page: 'design', from: experiments[0]! })}>New from this</Act>
          )}
          {retries.length > 0 && (
            <Act onClick={() => retries.forEach(({ id }) => void retry(store, id))}>
              {retries.length === rows.length ? 'Retry' : `Retry ${counted(retries.length)}`}
            </Act>
          )}
          {mode === 'experiments' && (
            <Act onClick={() => void marks.trash(rows)} color="red">
              Move to trash
            </Act>
          )}
        </>
      )}
    </>
  );
}

function TrashButtons({ rows, readOnly, marks, onDialog }: Props) {
  if (readOnly) return null;
  return (
    <>
      <Act onClick={() => void marks.untrash(rows)} variant="filled">
        Restore
      </Act>
      <Act
        color="red"
        onClick={() => onDialog({ kind: 'cleanup', of: 'trash', experiments: rows.map(({ id }) => id) })}
      >
        Delete for ever…
      </Act>
    </>
  );
}

interface ActProps {
  readonly onClick: () => void;
  readonly children: React.ReactNode;
  readonly variant?: string;
  readonly color?: string;
}
function Act({ onClick, children, variant = 'default', color }: ActProps) {
  const danger = color === 'red' ? { c: 'var(--mantine-color-error)' } : {};
  return (
    <Button size="compact-xs" h={26} variant={variant} {...danger} onClick={onClick}>
      {children}
    </Button>
  );
}

function TagButton({ rows, tags, marks }: Pick<Props, 'rows' | 'tags' | 'marks'>) {
  const [opened, setOpened] = useState(false);
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
