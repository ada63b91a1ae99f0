// What the command palette offers while the history is shown.
import { useMemo } from 'react';
import { type Action, useActions } from '../shell/actions.ts';
import type { Dialog } from './dialogs.tsx';
import type { RowMode } from './history-rows.ts';

export function useHistoryActions(
  open: (dialog: Dialog) => void,
  setMode: (mode: RowMode) => void,
  readOnly: boolean,
): void {
  const actions = useMemo(() => {
    const action = (id: string, label: string, run: () => void, disabled = false): Action => ({
      id: `history.${id}`,
      label,
      group: 'History',
      disabled,
      run,
    });
    return [
      action('experiments', 'Show experiments', () => setMode('experiments')),
      action('runs', 'Show runs', () => setMode('runs')),
      action('trash', 'Show the trash', () => setMode('trash')),
      action('import', 'Import a bundle', () => open({ kind: 'import' }), readOnly),
      action('cleanup', 'Clean up the data folder', () => open({ kind: 'cleanup' }), readOnly),
      action('backups', 'Back up or restore the history', () => open({ kind: 'backups' }), readOnly),
    ];
  }, [open, setMode, readOnly]);
  useActions(actions);
}
