// The built entry of the desktop application, evaluated as Electron evaluates it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { requireBuild, root } from '../support/built.ts';
import { savedFile } from './saved-file.ts';

beforeAll(requireBuild);

function start(...args: string[]) {
  const harness = join(import.meta.dirname, 'start-application.mjs');
  const entry = join(root, 'out/main/main.mjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [harness, entry, ...args], {
    encoding: 'utf8',
  });
  return { lines: stdout.trim().split('\n'), stderr, status };
}

it('opens its window in an Electron that is ready only when the entry is evaluated to its end', async () => {
  const { lines, stderr, status } = start('--bundle', await savedFile());
  expect(stderr).toBe('');
  expect(lines).toEqual([
    'registerSchemesAsPrivileged springback',
    'enableSandbox',
    'ready',
    expect.stringContaining('menu'),
    'guard saved-results',
    'serve springback saved-results',
    'handle springback:call',
    'handle springback:pdf',
    'window saved-results',
    'loadURL springback://window/index.html',
  ]);
  expect(status).toBe(0);
});

it('says in a box what keeps it from opening, and ends with 1', () => {
  const { lines, status } = start('--bundle', '/no/such.springback');
  expect(lines.at(-1)).toMatch(
    /^showErrorBox Springback cannot open the saved results .*\/no\/such\.springback/,
  );
  expect(status).toBe(1);
});
