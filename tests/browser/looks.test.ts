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
    host.send({
      type: 'log',
      id: 1,
      at: '2026-08-24T09:12:00.000Z',
      level: 'warning',
      message: `the disk has 12 MB left; ${'x'.repeat(300)}`,
    });
    await page.getByRole('alert').getByText('12 MB left').waitFor();
    await picture(page, `looks-list-${colorScheme}`);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.goto(`${host.url}#/experiments/2`);
    await page.locator('[data-role="mean"]').first().waitFor();
    await picture(page, `looks-failed-${colorScheme}`);
    await page.close();
  },
);

it.each(['light', 'dark'] as const)(
  'a claim opens to its estimators, charts and tables, %s',
  async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.goto(`${host.url}#/experiments/1`);
    const claims = page.locator('section[aria-label="Claims"]');
    const size = claims.locator('details', { hasText: 'Rebound grows with model size' });
    await size.waitFor();
    expect(await size.locator('svg').count()).toBe(0);
    await size.locator('summary').first().click();
    await size.locator('[data-role="seed"]').first().waitFor();
    await page.getByText("The paper's Figure 5").click();
    await size.scrollIntoViewIfNeeded();
    await picture(page, `looks-claim-${colorScheme}`);
    const charts = await size.locator('svg').evaluateAll((all) => all.map((one) => one.outerHTML).join());
    expect(charts).not.toMatch(/NaN|Infinity|undefined/);
    expect(await size.getByText('Logarithm of R = updates back / updates forward').count()).toBeGreaterThan(
      0,
    );
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
