// The dialogs of an experiment's page, made of the history's own parts.
import { Drawer, Stack, Title } from '@mantine/core';
import type { ExperimentDialog } from './experiment-menu.tsx';
import { Dialogs } from './history/dialogs.tsx';
import type { StillSummary } from './still-summary.ts';
import './history/history.css';
import { NameField } from './history/name-field.tsx';
import { NotesEditor } from './history/notes-editor.tsx';
import { TagEditor } from './history/tag-editor.tsx';
import { moveToTrash } from './history/trash-toast.tsx';
import { useMarks } from './history/use-marks.ts';
import { go } from './router.ts';
import { useWorkbench, type Workbench, type WorkbenchStore } from './workbench-store.ts';

interface Props {
  readonly dialog: ExperimentDialog | null;
  readonly summary: StillSummary;
  readonly store: WorkbenchStore;
  onClose(): void;
}

export function ExperimentDialogs({ dialog, summary, store, onClose }: Props) {
  const workbench = useWorkbench(store);
  return (
    <>
      <Drawer
        opened={dialog === 'details'}
        onClose={onClose}
        position="right"
        size={460}
        title={<span style={{ fontWeight: 600 }}>Name, notes and tags</span>}
        closeButtonProps={{ 'aria-label': 'Close the details' }}
      >
        <Details summary={summary} store={store} workbench={workbench} />
      </Drawer>
      <Dialogs
        dialog={dialog === 'export' ? { kind: 'export', experiments: [summary.id] } : null}
        store={store}
        workbench={workbench}
        onClose={onClose}
      />
    </>
  );
}

/** What the host took comes back as an event: there is nothing to show before, and no list to read again. */
const noList = { patch: () => {}, reload: () => {} };

function Details({ summary, store, workbench }: Pick<Props, 'summary' | 'store'> & { workbench: Workbench }) {
  const marks = useMarks(store, noList);
  const { id, name, tags, notes } = summary;
  const row = { key: `e${id}`, kind: 'experiment', id, name, tags } as const;
  return (
    <Stack gap="md">
      <NameField key={name} row={row} marks={marks} />
      <NotesEditor notes={notes} readOnly={false} onSave={(next) => marks.mark([row], { notes: next })} />
      <section aria-label="Tags of this experiment">
        <Title order={2} size="h6" mb={6}>
          Tags
        </Title>
        <TagEditor
          tags={tags}
          known={knownTags(workbench)}
          onAdd={(tag) => void marks.tag([row], { add: [tag] })}
          onRemove={(tag) => void marks.tag([row], { remove: [tag] })}
        />
      </section>
    </Stack>
  );
}

/** The most used first. */
function knownTags({ experiments }: Workbench): string[] {
  const counts = new Map<string, number>();
  for (const { tags } of experiments ?? [])
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([tag]) => tag);
}

export async function trashFromPage(store: WorkbenchStore, id: number): Promise<void> {
  await moveToTrash(store, [id]);
  go({ page: 'history', mode: 'trash' });
}
