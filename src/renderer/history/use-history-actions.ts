// What the command palette offers while the history is shown.
import { useCommands } from '../shell/actions.ts';
import type { Dialog } from './dialogs.tsx';
import type { RowMode } from './history-rows.ts';

interface Offered {
  readonly open: (dialog: Dialog) => void;
  readonly mode: RowMode;
  readonly setMode: (mode: RowMode) => void;
  readonly readOnly: boolean;
  /** How many rows are archived, and whether they are shown. */
  readonly archived: { readonly count: number; readonly shown: boolean; show(shown: boolean): void };
  readonly filter: { readonly text: string; clear(): void };
}

export function useHistoryActions(offered: Offered): void {
  const { open, mode, setMode, readOnly, archived, filter } = offered;
  const action = (id: string, label: string, run: () => void, disabled = false) => ({
    id: `history.${id}`,
    label,
    disabled,
    run,
  });
  useCommands('History', [
    action('experiments', 'Show experiments', () => setMode('experiments'), mode === 'experiments'),
    action('runs', 'Show runs', () => setMode('runs'), mode === 'runs'),
    action('trash', 'Show the trash', () => setMode('trash'), mode === 'trash'),
    action(
      'archived',
      archived.shown ? 'Hide archived' : `Show archived (${archived.count.toLocaleString('en')})`,
      () => archived.show(!archived.shown),
      mode === 'trash' || archived.count === 0,
    ),
    action('clear', 'Clear the filter', filter.clear, filter.text === ''),
    action('import', 'Import a bundle', () => open({ kind: 'import' }), readOnly),
    action('export', 'Export a bundle', () => open({ kind: 'export', experiments: [] }), readOnly),
    action('cleanup', 'Clean up the data folder', () => open({ kind: 'cleanup' }), readOnly),
    action('backups', 'Backups: back up now, or restore', () => open({ kind: 'backups' }), readOnly),
  ]);
}
