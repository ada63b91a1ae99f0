// The keyhole between the window and its host: call a command, listen to events, save the page as PDF. Nothing else crosses.
import type { IpcRendererEvent } from 'electron';
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('springback', {
  /** Resolves to `{ output }` or `{ failure }`: an Error would lose its fields on the way. */
  call: (command: string, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke('springback:call', command, input),
  listen(listener: (event: unknown) => void): () => void {
    const forward = (_: IpcRendererEvent, event: unknown): void => listener(event);
    ipcRenderer.on('springback:event', forward);
    return () => ipcRenderer.off('springback:event', forward);
  },
  /** Resolves to `{ output: { file } }`, the path or null where the user cancelled, or `{ failure }`. */
  savePdf: (name: string): Promise<unknown> => ipcRenderer.invoke('springback:pdf', name),
});
