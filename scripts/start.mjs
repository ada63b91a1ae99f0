// `npm start`: installs, builds, opens the workbench: Electron where its binary is there or can be had, otherwise the
// same window in the browser. An empty history starts the quickstart at once.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { environment, install, node, root } from './install.mjs';

install();
build();

const electronFolder = path.join(root, 'node_modules', 'electron');

/** Path of Electron's binary, fetched first where it is missing and the network allows; or why there is none. */
function findElectron() {
  if (process.env.SPRINGBACK_NO_ELECTRON) return { reason: 'SPRINGBACK_NO_ELECTRON is set' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { reason: 'there is no display' };
  }
  const pathFile = path.join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) {
    spawnSync(node, [path.join(electronFolder, 'install.js')], {
      stdio: 'ignore',
      env: environment(),
      timeout: 300_000,
    });
  }
  if (!existsSync(pathFile)) return { reason: "Electron's binary could not be downloaded" };
  const binary = path.join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? { binary } : { reason: `Electron's binary is not at ${binary}` };
}

const electron = findElectron();
const args = process.argv.slice(2);
if (electron.reason) {
  console.error(`Opening in the browser instead of Electron: ${electron.reason}.`);
}
const child = electron.binary
  ? spawn(electron.binary, [root, ...args], { cwd: root, stdio: 'inherit', env: environment() })
  : spawn(node, [path.join(root, 'out', 'main', 'server.mjs'), '--quickstart-if-empty', '--open', ...args], {
      cwd: process.env.INIT_CWD ?? root,
      stdio: 'inherit',
      env: environment(),
    });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
