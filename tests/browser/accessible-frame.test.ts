// The frame, home, settings, doctor and help in every state, in a real Chromium: what opens over every page, and banners.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectForEveryone, goTo, openStill, SharedServer } from './everyone.ts';
import { end, screens } from './served-window.ts';

let browser: Browser;
const saved = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await saved.start(['--showcase']);
});
afterAll(async () => {
  await browser?.close();
  await saved.end();
});

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const file = (name: string, text: string) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

it('home: empty, a file with faults, a file that may start; and what is said over every page', async () => {
  const { page, server, complaints } = await openStill(browser);
  await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
  await expectForEveryone(page, 'the empty home');
  await page.setInputFiles('input[type=file]', file('broken.json', '{ "springback": 1, "name": 7 }'));
  await page.getByText('cannot be run as it is').waitFor();
  await expectForEveryone(page, 'a schedule with faults');
  await page.setInputFiles('input[type=file]', file('tiny.json', JSON.stringify(tinySchedule())));
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  await expectForEveryone(page, 'a schedule that may start');
  await page.getByRole('button', { name: 'unaligns', exact: true }).focus();
  await page.getByRole('tooltip').waitFor();
  await expectForEveryone(page, 'an open word');
  await page.keyboard.press('Escape');
  await page.route(/help-page.*\.js/, (route) => route.abort());
  await goTo(page, '#/help');
  await heading(page, 'This page broke');
  await expectForEveryone(page, 'a broken page');
  await goTo(page, '#/no/such/page');
  await heading(page, 'There is no such page');
  await expectForEveryone(page, 'no such page');
  await goTo(page, '#/experiments/99');
  await heading(page, 'There is no such experiment');
  await expectForEveryone(page, 'no such experiment');
  await goTo(page, '#/');
  await page.route('**/api/schedule.check', (route) => route.fulfill({ status: 500, body: 'no JSON' }));
  await page.setInputFiles('input[type=file]', file('tiny.json', JSON.stringify(tinySchedule())));
  await page.locator('.bar [role=alert]').waitFor();
  await expectForEveryone(page, 'a notice');
  expect(complaints.filter((text) => !text.includes('help-page'))).toEqual([]);
  await end(server, 'SIGKILL');
  await page.getByText('The host is gone, reconnecting').waitFor({ timeout: 15_000 });
  await expectForEveryone(page, 'the host is gone');
}, 240_000);

it('home with experiments, an experiment with all of its claims open, help, and what opens over every page', async () => {
  const { page, complaints } = await saved.open(browser, '#/');
  await page.getByRole('note').waitFor();
  await expectForEveryone(page, 'home, read-only');
  await goTo(page, '#/experiments/4');
  await page.locator('section[aria-label="Claims"] .claim').first().waitFor();
  for (const claim of await page.locator('.claim > summary').all()) await claim.click();
  await page.locator('.claim[open] svg').first().waitFor();
  for (const table of (await page.locator('.claim-table > summary').all()).slice(0, 3)) await table.click();
  await expectForEveryone(page, 'an experiment with its claims open');
  await goTo(page, '#/help');
  await page.getByLabel('Find a word').fill('xyzzy');
  await page.getByText('No word holds').waitFor();
  await expectForEveryone(page, 'help, no word');
  await page.getByLabel('Find a word').fill('');
  await expectForEveryone(page, 'help');
  await page.setViewportSize(screens.narrow);
  await expectForEveryone(page, 'help, narrow');
  await page.setViewportSize(screens.wide);
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search or do').waitFor();
  await expectForEveryone(page, 'the palette');
  await page.getByLabel('Search or do').fill('xyzzy');
  await page.getByText('Nothing of that name').waitFor();
  await expectForEveryone(page, 'the palette that found nothing');
  await page.keyboard.press('Escape');
  await page.getByLabel('Search or do').waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  await expectForEveryone(page, 'the list of shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Show me around' }).click();
  const tour = page.locator('.driver-popover');
  await tour.getByText('1 of').waitFor();
  await expectForEveryone(page, 'the tour');
  await tour.getByRole('button', { name: 'Next' }).click();
  await tour.getByText('2 of').waitFor();
  await expectForEveryone(page, 'the tour over a link');
  expect(complaints).toEqual([]);
}, 240_000);

it('every page while its host has not answered yet', async () => {
  const { page } = await saved.open(browser, '#/help');
  await heading(page, 'Help');
  await page.route('**/api/*', () => {}); // never answered
  for (const hash of ['#/experiments/4', '#/compare', '#/history', '#/decks', '#/decks/1', '#/settings']) {
    await goTo(page, hash);
    await page
      .getByRole('progressbar')
      .or(page.getByRole('heading', { level: 1 }))
      .first()
      .waitFor();
    await expectForEveryone(page, `${hash}, waiting`);
  }
}, 240_000);

it('settings, with a fault and larger text, and the doctor, examining and done', async () => {
  const { page, complaints } = await openStill(browser);
  await goTo(page, '#/settings');
  await page.getByText('onnxruntime').first().waitFor({ timeout: 30_000 });
  await expectForEveryone(page, 'settings');
  await page.getByLabel('Workers', { exact: true }).fill('0');
  await page.getByLabel('Workers', { exact: true }).blur();
  await page.getByText('expected a whole number from 1 to 256').waitFor();
  await page.getByRole('radiogroup', { name: 'Size of text' }).getByText('Larger').click();
  await expectForEveryone(page, 'settings with a fault, larger text');
  await goTo(page, '#/doctor');
  await page.getByRole('heading', { name: 'In order' }).waitFor({ timeout: 30_000 });
  await page.locator('.findings').getByText('Database').waitFor();
  await expectForEveryone(page, 'the doctor');
  await page.route('**/api/*', (route) => route.abort());
  await page.getByRole('button', { name: 'Examine again' }).click();
  await page.getByRole('alert').first().waitFor();
  await expectForEveryone(page, 'the doctor that failed');
  expect(complaints).toEqual([]);
}, 240_000);
