// Electron's part of the workbench: one instance, one host, one guarded window. Electron's pieces are arguments, so that
// tests drive this file with doubles of them.

import type * as Electron from 'electron';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Lab } from '../lab/lab.ts';
import { guardDownloads } from './downloads.ts';
import { answerCalls, sendEvents } from './ipc.ts';
import { showProgress } from './progress-bar.ts';
import { type ServedFolders, schemePrivileges, serveFolders, windowScheme, windowUrl } from './protocol.ts';
import { answerPdf } from './save-pdf.ts';
import { guardContents, guardSession, windowOptions } from './window-policy.ts';

export interface ShellPieces {
  readonly app: Pick<
    typeof Electron.app,
    'enableSandbox' | 'requestSingleInstanceLock' | 'whenReady' | 'quit' | 'exit' | 'on'
  >;
  readonly dialog: Pick<typeof Electron.dialog, 'showErrorBox' | 'showMessageBox' | 'showSaveDialog'>;
  readonly ipcMain: Pick<typeof Electron.ipcMain, 'handle'>;
  readonly protocol: Pick<typeof Electron.protocol, 'registerSchemesAsPrivileged'>;
  /** Electron has it once the application is ready. */
  session(
    partition: string,
  ): Parameters<typeof guardSession>[0] &
    Parameters<typeof guardDownloads>[0] & { readonly protocol: Pick<typeof Electron.protocol, 'handle'> };
  createWindow(options: BrowserWindowConstructorOptions): BrowserWindow;
}
export interface ShellHost {
  readonly lab: Lab;
  readonly warnings: readonly string[];
  close(): Promise<void>;
}
export interface ShellOptions {
  readonly folders: ServedFolders;
  readonly preload: string;
  /** See `partitionOf`. */
  readonly partition: string;
  /** Saved results are shown: the data folder is not touched, so another instance may have it. */
  readonly bundle?: boolean;
  /** Throws where the data folder cannot be used: the user is told why. */
  openHost(): ShellHost | Promise<ShellHost>;
}

/** Runs until the application quits. Resolves when the window is open, or when there is nothing to open. */
export async function runShell(pieces: ShellPieces, options: ShellOptions): Promise<void> {
  const { app, protocol } = pieces;
  protocol.registerSchemesAsPrivileged([schemePrivileges]);
  app.enableSandbox();
  if (!options.bundle && !app.requestSingleInstanceLock()) return app.quit();
  await app.whenReady();
  const session = pieces.session(options.partition);
  guardSession(session);
  session.protocol.handle(windowScheme, serveFolders(options.folders));
  const host = await openOrSay(pieces, options);
  if (host === null) return app.exit(1);
  quitGently(app, host);
  answerCalls(pieces.ipcMain, host.lab);
  await startLab(host.lab);
  openWindows(pieces, options, host.lab);
}

async function openOrSay(
  { dialog }: ShellPieces,
  { openHost, bundle }: ShellOptions,
): Promise<ShellHost | null> {
  try {
    return await openHost();
  } catch (error) {
    const what = bundle ? 'the saved results' : 'its data folder';
    dialog.showErrorBox(`Springback cannot open ${what}`, (error as Error).message);
    return null;
  }
}

/** Goes on with what was unfinished; on an empty history starts the quickstart. */
async function startLab(lab: Lab): Promise<void> {
  const { quickstart, readOnly } = await lab.dispatch('workbench.info', {});
  if (readOnly) return;
  lab.start();
  const experiments = await lab.dispatch('experiment.list', {});
  if (experiments.length === 0 && quickstart !== null) lab.submit(quickstart, '');
}

/** The first quit is held back until what is in flight is checkpointed and the history closed. */
function quitGently(app: ShellPieces['app'], host: ShellHost): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    host.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}

function openWindows(pieces: ShellPieces, { preload, partition }: ShellOptions, lab: Lab): void {
  let window: BrowserWindow | null = null;
  const open = (): void => {
    const opened = pieces.createWindow(windowOptions(preload, partition));
    window = opened;
    guardContents(opened.webContents);
    opened.once('ready-to-show', () => opened.show());
    opened.once('closed', () => {
      window = null;
    });
    // A window that died is shown again; the runs did not notice.
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && !opened.isDestroyed()) opened.webContents.reload();
    });
    void opened.loadURL(windowUrl);
  };
  sendEvents(lab, () => (window === null ? [] : [window]));
  showProgress(lab, () => window);
  guardDownloads(pieces.session(partition), (message, detail) => {
    const box = { type: 'error' as const, message, detail };
    void (window === null ? pieces.dialog.showMessageBox(box) : pieces.dialog.showMessageBox(window, box));
  });
  answerPdf(pieces.ipcMain, (name) => askForFile(pieces, window, name));
  pieces.app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  open();
}

/** Where a PDF goes; null where the user thought better of it. */
async function askForFile(
  { dialog }: ShellPieces,
  window: BrowserWindow | null,
  name: string,
): Promise<string | null> {
  const options: Electron.SaveDialogOptions = {
    title: 'Save the deck as PDF',
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled ? null : filePath;
}
