// Tests that drive the built programs need them built from the sources as they are.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Throws, saying what to do, where a program of `out/` is missing or older than a source file. */
export function requireBuild(): void {
  const outputs = [
    'out/main/server.mjs',
    'out/main/main.mjs',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
  ];
  for (const output of outputs) {
    if (!existsSync(join(root, output))) throw new Error(`${output} is missing: run npm run build first`);
  }
  const newest = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .reduce((a, b) => (modified(a) > modified(b) ? a : b));
  if (modified(newest) > modified(join(root, 'out/renderer/index.html')))
    throw new Error(`out/ is older than ${newest}: run npm run build first`);
}

const modified = (path: string): number => statSync(path).mtimeMs;
