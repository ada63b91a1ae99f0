// Doubles of the pieces of Electron that the shell is given: they keep what they were told and let a test speak for the
// operating system. The utility process is a real child process of Node behind Electron's interface.
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, CustomScheme, UtilityProcess } from 'electron';
import type { ShellPieces } from '../../src/main/shell.ts';
import type { UtilityProcesses } from '../../src/main/utility-trainer.ts';

export interface ElectronDouble {
  readonly pieces: ShellPieces;
  /** What happened, in order. */
  readonly log: string[];
  readonly app: EventEmitter;
  readonly windows: EventEmitter[];
  readonly windowOptions: BrowserWindowConstructorOptions[];
  readonly schemes: CustomScheme[];
  readonly errorBoxes: string[];
  /** Calls the IPC handler as the page at `url` would. */
  call(url: string, command: unknown, input: unknown): Promise<unknown>;
  readonly sent: unknown[];
  /** What the bar in the dock or the task list was set to. */
  readonly progress: number[];
}

export function electronDouble(
  options: { firstInstance: boolean } = { firstInstance: true },
): ElectronDouble {
  const log: string[] = [];
  const windows: EventEmitter[] = [];
  const windowOptions: BrowserWindowConstructorOptions[] = [];
  const schemes: CustomScheme[] = [];
  const errorBoxes: string[] = [];
  const sent: unknown[] = [];
  const progress: number[] = [];
  let handler: ((event: unknown, ...args: unknown[]) => Promise<unknown>) | undefined;
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void log.push(
        [name, ...args.filter((arg) => typeof arg !== 'function' && typeof arg !== 'object')].join(' '),
      );
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: note('enableSandbox'),
    requestSingleInstanceLock: () => options.firstInstance,
    whenReady: () => {
      log.push('ready');
      return Promise.resolve();
    },
    quit: note('quit'),
    exit: note('exit'),
  });
  const createWindow = (given: BrowserWindowConstructorOptions): BrowserWindow => {
    windowOptions.push(given);
    const webContents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: note('setWindowOpenHandler'),
      reload: note('reload'),
      send: (_channel: string, event: unknown) => void sent.push(event),
    });
    const window = Object.assign(new EventEmitter(), {
      webContents,
      isDestroyed: () => false,
      isMinimized: () => true,
      restore: note('restore'),
      focus: note('focus'),
      show: note('show'),
      setProgressBar: (share: number) => void progress.push(share),
      loadURL: (url: string) => {
        log.push(`loadURL ${url}`);
        return Promise.resolve();
      },
    });
    windows.push(window);
    return window as unknown as BrowserWindow;
  };
  const pieces = {
    app,
    dialog: { showErrorBox: (title: string, text: string) => void errorBoxes.push(`${title}: ${text}`) },
    ipcMain: {
      handle: (_channel: string, given: typeof handler) => {
        handler = given;
      },
    },
    protocol: {
      registerSchemesAsPrivileged: (list: CustomScheme[]) => {
        log.push('registerSchemes');
        schemes.push(...list);
      },
      handle: note('handle'),
    },
    session: () => ({
      setPermissionRequestHandler: note('setPermissionRequestHandler'),
      setPermissionCheckHandler: note('setPermissionCheckHandler'),
      setDevicePermissionHandler: note('setDevicePermissionHandler'),
      webRequest: { onBeforeRequest: note('onBeforeRequest') },
    }),
    createWindow,
  } as unknown as ShellPieces;
  const call = (url: string, command: unknown, input: unknown): Promise<unknown> => {
    const senderFrame = { url };
    return handler!({ senderFrame, sender: { mainFrame: senderFrame } }, command, input);
  };
  return { pieces, log, app, windows, windowOptions, schemes, errorBoxes, call, sent, progress };
}

/** Node's child processes behind the interface of Electron's utility processes. */
export function utilityProcesses(): UtilityProcesses & { readonly children: ChildProcess[] } {
  const children: ChildProcess[] = [];
  return {
    children,
    fork(entry) {
      const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'json' });
      children.push(child);
      const utility = new EventEmitter();
      child.on('message', (message) => utility.emit('message', message));
      child.on('exit', (code) => utility.emit('exit', code ?? -1));
      return Object.assign(utility, {
        pid: child.pid,
        stderr: child.stderr,
        stdout: null,
        postMessage: (message: object) => void (child.connected && child.send(message, () => undefined)),
        kill: () => child.kill(),
      }) as unknown as UtilityProcess;
    },
  };
}
