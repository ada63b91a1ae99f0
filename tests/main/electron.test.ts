// The real Electron, where its binary is installed. It is downloaded on Electron's first run, not by npm.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireBuild, root } from '../support/built.ts';

/** Why the real binary cannot be driven here, '' if it can. */
function obstacle(): string {
  const folder = join(root, 'node_modules/electron');
  const name = join(folder, 'path.txt');
  const binary = existsSync(name) ? join(folder, 'dist', readFileSync(name, 'utf8')) : '';
  if (binary === '' || !existsSync(binary))
    return `Electron's binary is not in ${folder}/dist; "npx electron --version" downloads it`;
  const screen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return process.platform === 'linux' && !screen ? 'no screen: DISPLAY is not set (xvfb-run gives one)' : '';
}
const reason = obstacle();
if (reason !== '') console.warn(`\n*** SKIPPED: the desktop window in the real Electron. ${reason}\n`);

describe.skipIf(reason !== '')(`the desktop window${reason === '' ? '' : ` [skipped: ${reason}]`}`, () => {
  beforeAll(requireBuild);

  it('opens on an empty history with the quickstart under way, and denies the network', async () => {
    const home = mkdtempSync(join(tmpdir(), 'springback-electron-'));
    const electron = await _electron.launch({ cwd: root, args: ['.', '--no-sandbox', `--home=${home}`] });
    try {
      const window = await electron.firstWindow();
      await window.getByRole('heading', { name: /Quickstart/ }).waitFor({ timeout: 30_000 });
      expect(window.url()).toMatch(/^springback:\/\/window\/index\.html/);
      expect(await window.evaluate(() => 'require' in globalThis)).toBe(false);
      const reached = await window.evaluate(() =>
        fetch('https://example.org/').then(
          () => true,
          () => false,
        ),
      );
      expect(reached).toBe(false);
      await window.screenshot({ path: join(root, 'test-results/electron.png') });
    } finally {
      await electron.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
