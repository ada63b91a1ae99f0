// What the window saves: exports under files/, and what it made itself (a chart, a table, a deck). Electron asks where to
// with the system's dialog and streams it there. A dialog that is cancelled is no error; a download that breaks off is told.
import type { Session } from 'electron';
import { windowOrigin } from './protocol.ts';
import { mayLoad } from './window-policy.ts';

/** Only what our own page began is saved. `tell` says a failure to the user. */
export function guardDownloads(
  session: Pick<Session, 'on'>,
  tell: (message: string, detail: string) => void,
): void {
  session.on('will-download', (event, item) => {
    if (item.getInitiatorOrigin() !== windowOrigin || !mayLoad(item.getURL())) return event.preventDefault();
    const name = item.getFilename();
    let brokenOff = false;
    // Without a title Electron shows the address. Without the first property Linux replaces a file unasked.
    item.setSaveDialogOptions({
      title: `Save ${name}`,
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
    item.on('updated', (_event, state) => {
      if (state !== 'interrupted') return;
      // It waits to be resumed, which nobody here can do: cancelled, its half of a file is removed.
      brokenOff = true;
      item.cancel();
    });
    item.once('done', (_event, state) => {
      if (brokenOff || state === 'interrupted')
        tell(`${name} was not saved`, `Writing ${item.getSavePath() || 'it'} broke off. Save it again.`);
    });
  });
}
