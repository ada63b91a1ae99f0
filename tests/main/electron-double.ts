// Doubles of the pieces of Electron that the shell is given: they keep what they were told and let a test speak for the
// operating system. The utility process is a real child process of Node behind Electron's interface.
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  HandlerDetails,
  MessageBoxOptions,
  PrintToPDFOptions,
  SaveDialogOptions,
  UtilityProcess,
  WindowOpenHandlerResponse,
} from 'electron';
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
  /** Calls whatever handles a channel, as the page at `url` would. */
  invoke(url: string, channel: string, ...args: unknown[]): Promise<unknown>;
  /** Prints the page. */
  printToPDF: (options: PrintToPDFOptions) => Promise<Uint8Array>;
  /** Answers a request of the window's scheme. */
  serve: (request: Request) => Promise<Response>;
  /** How the newest window answers `window.open`. */
  openWindow: (details: HandlerDetails) => WindowOpenHandlerResponse;
  /** Takes what is sent to the window. */
  deliver: (channel: string, event: unknown) => void;
  /** The path that the user chooses in the next dialog; null cancels it. */
  chosenFile: string | null;
  readonly saveDialogs: SaveDialogOptions[];
  readonly messageBoxes: MessageBoxOptions[];
  readonly session: EventEmitter;
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
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>();
  const session = new EventEmitter();
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
      setWindowOpenHandler(handler: ElectronDouble['openWindow']) {
        log.push('setWindowOpenHandler');
        double.openWindow = handler;
      },
      reload: note('reload'),
      send(channel: string, event: unknown) {
        sent.push(event);
        double.deliver(channel, event);
      },
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
    dialog: {
      showErrorBox: (title: string, text: string) => void errorBoxes.push(`${title}: ${text}`),
      showMessageBox: (_window: BrowserWindow, options: MessageBoxOptions) => {
        double.messageBoxes.push(options);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      },
      showSaveDialog: (_window: BrowserWindow, options: SaveDialogOptions) => {
        double.saveDialogs.push(options);
        const { chosenFile } = double;
        return Promise.resolve({ canceled: chosenFile === null, filePath: chosenFile ?? '' });
      },
    },
    ipcMain: { handle: handlers.set.bind(handlers) },
    protocol: {
      registerSchemesAsPrivileged: (list: CustomScheme[]) => {
        log.push('registerSchemes');
        schemes.push(...list);
      },
    },
    session: (partition: string) =>
      Object.assign(session, {
        partition,
        setPermissionRequestHandler: note('setPermissionRequestHandler'),
        setPermissionCheckHandler: note('setPermissionCheckHandler'),
        setDevicePermissionHandler: note('setDevicePermissionHandler'),
        webRequest: { onBeforeRequest: note('onBeforeRequest') },
        protocol: {
          handle(scheme: string, handler: ElectronDouble['serve']) {
            log.push(`handle ${scheme}`);
            double.serve = handler;
          },
        },
      }),
    createWindow,
  } as unknown as ShellPieces;
  const invoke: ElectronDouble['invoke'] = (url, channel, ...args) => {
    const senderFrame = { url };
    const sender = { mainFrame: senderFrame, printToPDF: double.printToPDF };
    return handlers.get(channel)!({ senderFrame, sender }, ...args);
  };
  const never = (): never => {
    throw new Error('nothing of the kind was given to the double');
  };
  const double: ElectronDouble = {
    ...{ pieces, log, app, windows, windowOptions, schemes, errorBoxes, sent, progress, session, invoke },
    call: (url, command, input) => invoke(url, 'springback:call', command, input),
    printToPDF: never,
    serve: never,
    openWindow: never,
    deliver: () => undefined,
    chosenFile: null,
    saveDialogs: [],
    messageBoxes: [],
  };
  return double;
}

export interface DownloadDouble extends EventEmitter {
  /** What Electron's dialog was told. */
  readonly dialog: SaveDialogOptions | null;
  readonly cancelled: boolean;
}

/** What Electron hands to 'will-download', begun by a page of `origin`. */
export function downloadDouble(url: string, origin = 'springback://window'): DownloadDouble {
  const item = Object.assign(new EventEmitter(), {
    dialog: null as SaveDialogOptions | null,
    cancelled: false,
    getURL: () => url,
    getInitiatorOrigin: () => origin,
    getFilename: () => 'export.springback',
    getSavePath: () => '/home/user/export.springback',
    setSaveDialogOptions: (options: SaveDialogOptions) => {
      item.dialog = options;
    },
    cancel: () => {
      item.cancelled = true;
      item.emit('done', {}, 'cancelled');
    },
  });
  return item;
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
