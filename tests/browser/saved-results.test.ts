// Saved results in a real Chromium: the built server over a bundle that the command line wrote.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { thisMachine, writeBundleFile } from '../../src/host/bundle-file.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { runToEnd, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { end, openWindow, picture, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** Two experiments, the second not begun. */
async function savedFile(): Promise<string> {
  const host = temporaryHost();
  host.lab.start();
  const first = await runToEnd(host, tinySchedule());
  const second = host.lab.submit(tinySchedule({ name: 'later', seeds: [9] }), '');
  await host.lab.dispatch('experiment.pause', { id: second });
  const file = join(temporaryHome(), 'saved.springback');
  const about = { created: '2026-11-24T10:00:00.000Z', version: '0.1.0', machine: thisMachine() };
  const bundle = packBundle(host.history, [first, second], { ...about, digits: 7, omitted: [] });
  await writeBundleFile(file, bundle, { force: false });
  return file;
}

it('a bundle is shown read-only: charts and runs, and nothing that could be started or stopped', async () => {
  const file = await savedFile();
  const { page, home, complaints } = await openWindow(browser, {
    args: ['--bundle', file, '--quickstart-if-empty'],
  });
  await page.getByRole('note').getByText('Saved results, read-only: saved.springback').waitFor();
  await page.getByRole('link', { name: /tiny/ }).click();
  await page.locator('section[aria-label="Elasticity"] svg [data-role="mean"]').first().waitFor();
  expect(await page.locator('section[aria-label="Runs"] tbody tr').count()).toBe(8);
  await picture(page, 'saved-results');
  await page.getByRole('link', { name: 'Springback' }).click();
  await page.getByRole('heading', { name: 'Experiments' }).waitFor();
  await page.locator('[data-state="paused"]').waitFor(); // elsewhere it would have a button to resume it
  for (const name of [/Pause/, /Resume/, /Cancel/, /Choose a file/, /quickstart/])
    expect(await page.getByRole('button', { name }).count(), String(name)).toBe(0);
  expect(await page.locator('input[type=file]').count()).toBe(0);
  expect(await page.getByText(/idle|Drop a schedule/).count()).toBe(0);
  await picture(page, 'saved-results-list');
  expect(existsSync(join(home, 'database'))).toBe(false);
  expect(complaints).toEqual([]);
}, 120_000);

it('what comes with Springback opens from Home beside one’s own, and ends with the host', async () => {
  const { page, server, complaints } = await openWindow(browser);
  const tab = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'Open the saved results' }).click();
  const saved = await tab;
  await saved.getByRole('note').getByText('Saved results, read-only: showcase.springback').waitFor();
  await saved
    .getByRole('link', { name: /Rebound/ })
    .first()
    .waitFor();
  const again = page.getByRole('status').getByRole('link', { name: 'a tab of their own' });
  const url = (await again.getAttribute('href'))!;
  // Asked for again it is the same one.
  const second = page.context().waitForEvent('page');
  await page.getByRole('button', { name: 'Open the saved results' }).click();
  expect(new URL((await second).url() || url).port).toBe(new URL(url).port);
  await picture(page, 'home-saved-results');
  expect(complaints).toEqual([]);
  await end(server, 'SIGKILL');
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => 'answers',
          () => 'gone',
        ),
      { timeout: 20_000 },
    )
    .toBe('gone');
}, 60_000);
