// The address of what is shown, to the clipboard. A browser has a line to paste it into; the desktop window has the palette.
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import type { WorkbenchStore } from '../workbench-store.ts';

export function useCopyLink(store: WorkbenchStore): () => void {
  return useCallback(() => {
    navigator.clipboard.writeText(location.href).then(
      () => notifications.show({ message: `The link is copied. ${whatItDoes(store)}` }),
      () => store.notify(new Error('The link was not copied: the clipboard is closed to this window.')),
    );
  }, [store]);
}

const whatItDoes = (store: WorkbenchStore): string =>
  store.get().info?.host === 'electron'
    ? 'Pasted into “Search or do”, it opens this very view.'
    : 'It opens this very view, on this machine.';
