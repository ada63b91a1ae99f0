// Installs what is missing, with Node's built-ins only: the first thing that `npm start` and `npm test` do, so that
// both work as the very first command on a machine that has only Node 20 or later, npm and git.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stampFile = path.join(root, 'node_modules', '.springback-install');
export const node = path.join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');

const installed = () =>
  existsSync(stampFile) && existsSync(node) && readFileSync(stampFile, 'utf8') === wanted();

/** Runs `npm ci` unless this very lockfile was installed before. */
export function install() {
  if (installed()) return;
  console.error('Installing what is missing (once per lockfile; about a minute) …');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : ['npm'];
  const result = spawnSync(command[0], [...command.slice(1), 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
    // Electron's own variable: its binary is fetched at its first start, never while installing.
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
  });
  if (result.status !== 0) {
    console.error(`npm ci ended with ${result.status ?? result.signal}; nothing was started.`);
    process.exit(1);
  }
  if (!existsSync(node)) {
    console.error(
      `The package "node" was installed without its binary (${node}): its install script did not run.`,
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wanted());
}

/** Environment in which every `node` is the Node 24 of this package. */
export function environment() {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const bins = [path.dirname(node), path.join(root, 'node_modules', '.bin')];
  return { ...process.env, [key]: [...bins, process.env[key] ?? ''].join(path.delimiter) };
}

/** Runs one of this package's tools under Node 24, in the foreground; returns its exit code. */
export function runNode(args, options = {}) {
  const result = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment(), ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}
