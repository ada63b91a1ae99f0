// Builds the workbench into out/ unless out/ is newer than every source file.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, runNode } from './install.mjs';

const stamp = path.join(root, 'out', '.built');
const sources = ['src', 'electron.vite.config.ts', 'package-lock.json'];

function newest(place) {
  const status = statSync(place);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}

const fresh = () =>
  existsSync(stamp) && sources.every((source) => newest(path.join(root, source)) <= statSync(stamp).mtimeMs);

export function build() {
  if (fresh()) return;
  console.error('Building …');
  rmSync(stamp, { force: true });
  const status = runNode(
    [
      path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
      'build',
      '--logLevel',
      'warn',
    ],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) process.exit(status);
  writeFileSync(stamp, '');
}
