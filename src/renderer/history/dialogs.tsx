// The dialogs of the history and the menu that opens them.
import { Button, Menu, Modal } from '@mantine/core';
import { ChevronDownIcon } from '@radix-ui/react-icons';
import type { cleanupKinds } from '../../contract/history.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';
import { BackupsPanel } from './backups-panel.tsx';
import { CleanupPanel } from './cleanup-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';

export type Dialog =
  | {
      readonly kind: 'cleanup';
      readonly of?: (typeof cleanupKinds)[number];
      /** Only of these. */
      readonly experiments?: readonly number[];
    }
  | { readonly kind: 'backups' }
  | { readonly kind: 'import' }
  | { readonly kind: 'export'; readonly experiments: readonly number[] };

export function HistoryMenu({
  readOnly,
  onDialog,
}: {
  readonly readOnly: boolean;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          rightSection={<ChevronDownIcon />}
          disabled={readOnly}
          title={readOnly ? 'Saved results are read-only' : undefined}
        >
          Data
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onDialog({ kind: 'import' })}>Import a bundle…</Menu.Item>
        <Menu.Item onClick={() => onDialog({ kind: 'export', experiments: [] })}>Export a bundle…</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => onDialog({ kind: 'cleanup' })}>Clean up…</Menu.Item>
        <Menu.Item onClick={() => onDialog({ kind: 'backups' })}>Backups…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const titles: Readonly<Record<Dialog['kind'], string>> = {
  cleanup: 'Clean up',
  backups: 'Backups',
  import: 'Import a bundle',
  export: 'Export a bundle',
};

interface Props {
  readonly dialog: Dialog | null;
  readonly store: WorkbenchStore;
  readonly workbench: Workbench;
  readonly onClose: () => void;
}

export function Dialogs({ dialog, store, workbench, onClose }: Props) {
  return (
    <Modal
      opened={dialog !== null}
      onClose={onClose}
      title={dialog === null ? '' : titles[dialog.kind]}
      size={dialog?.kind === 'export' || dialog?.kind === 'backups' ? 'lg' : 'xl'}
      closeOnClickOutside={false}
      styles={{ title: { fontWeight: 600 } }}
    >
      {dialog !== null && panel(dialog, store, workbench, onClose)}
    </Modal>
  );
}

function panel(dialog: Dialog, store: WorkbenchStore, workbench: Workbench, onClose: () => void) {
  const common = { store, workbench, onClose };
  switch (dialog.kind) {
    case 'cleanup':
      return <CleanupPanel {...common} {...dialog} />;
    case 'backups':
      return <BackupsPanel {...common} />;
    case 'import':
      return <ImportPanel {...common} />;
    case 'export':
      return <ExportPanel {...common} experiments={dialog.experiments} />;
  }
}
