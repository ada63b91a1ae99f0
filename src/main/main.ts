// The entry of the desktop application: hands Electron's pieces to the shell.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, utilityProcess } from 'electron';
import { chosenBundle } from '../host/bundle-file.ts';
import { entryFile } from '../host/entry-file.ts';
import { homePath } from '../host/home.ts';
import { openBundle, openHost } from '../host/open-host.ts';
import { packageRoot, rendererFolder } from '../host/package-root.ts';
import { exportsFolder } from '../host/transfers.ts';
import { bundleChoice, showcaseArguments } from './arguments.ts';
import { menuTemplate } from './menu.ts';
import { partitionOf } from './partition.ts';
import { runShell } from './shell.ts';
import { startUtilityTrainer } from './utility-trainer.ts';

const choice = bundleChoice(process.argv.slice(1));
const bundle = choice.showcase || choice.bundle !== undefined;
const home = homePath(app.commandLine.getSwitchValue('home') || undefined);
const killNow = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // Already gone is what we wanted.
  }
};

process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
void app
  .whenReady()
  .then(() => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform))));
// Not awaited: Electron is ready only when this module has been evaluated to its end.
runShell(
  {
    app,
    dialog,
    ipcMain,
    protocol,
    session: (partition) => session.fromPartition(partition),
    createWindow: (options) => new BrowserWindow(options),
  },
  {
    folders: { renderer: rendererFolder(), files: bundle ? null : exportsFolder(home) },
    preload: join(packageRoot(), 'out/preload/preload.cjs'),
    partition: partitionOf(bundle ? null : home),
    bundle,
    openHost: () => {
      const saved = chosenBundle(choice, process.env.INIT_CWD);
      if (saved !== null) return openBundle(saved, 'electron');
      return openHost({
        kind: 'electron',
        home,
        openShowcase: async () => {
          spawn(process.execPath, showcaseArguments(process.argv.slice(1)), {
            detached: true,
            stdio: 'ignore',
          }).unref();
          return null;
        },
        startTrainer: (events) =>
          startUtilityTrainer(utilityProcess, events, { entry: entryFile('trainer'), killNow }),
      });
    },
  },
).catch((error: unknown) => {
  dialog.showErrorBox('Springback cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
});
