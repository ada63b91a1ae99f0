// What `import 'electron'` gives to the built application in a process of plain Node: as much of Electron as it takes to
// open the window. What happens is printed, a line each.
import { EventEmitter } from 'node:events';

const say = (...words) => console.log(words.join(' '));
let resolveReady;
const ready = new Promise((resolve) => {
  resolveReady = resolve;
});
export function becomeReady() {
  say('ready');
  resolveReady();
}

export const app = Object.assign(new EventEmitter(), {
  commandLine: { getSwitchValue: () => '' },
  enableSandbox: () => say('enableSandbox'),
  requestSingleInstanceLock: () => true,
  whenReady: () => ready,
  quit: () => say('quit'),
  exit: (code) => process.exit(code),
});
export const dialog = {
  showErrorBox: (title, text) => say('showErrorBox', title, text),
  showMessageBox: () => Promise.resolve({}),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
};
export const ipcMain = { handle: (channel) => say('handle', channel) };
export const Menu = {
  buildFromTemplate: (template) => template,
  setApplicationMenu: (menu) => say('menu', menu.map(({ role }) => role).join()),
};
export const protocol = {
  registerSchemesAsPrivileged: ([{ scheme }]) => say('registerSchemesAsPrivileged', scheme),
};
export const session = {
  fromPartition: (partition) =>
    Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: () => say('guard', partition),
      setPermissionCheckHandler: () => undefined,
      setDevicePermissionHandler: () => undefined,
      webRequest: { onBeforeRequest: () => undefined },
      protocol: { handle: (scheme) => say('serve', scheme, partition) },
    }),
};
export const utilityProcess = {};
export class BrowserWindow extends EventEmitter {
  webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
  constructor({ webPreferences }) {
    super();
    say('window', webPreferences.partition);
  }
  loadURL(url) {
    say('loadURL', url);
    setImmediate(() => process.exit(0));
    return Promise.resolve();
  }
}
