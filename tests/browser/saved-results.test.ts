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
import { openWindow, picture, temporaryHome } from './served-window.ts';

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
