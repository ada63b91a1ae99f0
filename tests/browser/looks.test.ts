// The window in states that a real host is not easily brought into: long names, failures, a notice. Made-up data.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild, root } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { type FixtureHost, fixtureHost } from './fixture-host.ts';
import { picture } from './served-window.ts';

let browser: Browser;
let host: FixtureHost;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  host = await fixtureHost(join(root, 'out/renderer'), { empty: false });
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

it.each(['light', 'dark'] as const)(
  'long names and failures stay inside the window, %s',
  async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(host.url);
    await page.getByText('A control with a name').waitFor();
    host.send({ type: 'log', level: 'warning', message: `the disk has 12 MB left; ${'x'.repeat(300)}` });
    await page.getByRole('alert').getByText('12 MB left').waitFor();
    await picture(page, `looks-list-${colorScheme}`);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.goto(`${host.url}#/experiments/2`);
    await page.locator('[data-role="mean"]').first().waitFor();
    await picture(page, `looks-failed-${colorScheme}`);
    await page.close();
  },
);

it('an address that is not there says so', async () => {
  const page = await browser.newPage();
  await page.goto(`${host.url}#/experiments/99`);
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('link', { name: 'All experiments' }).count()).toBe(1);
  await page.close();
});
