// What a newcomer meets, in a real Chromium: a page that teaches, words that explain themselves, the tour.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture } from './served-window.ts';
import { untilStill } from './still.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const tour = (page: Page) => page.locator('.driver-popover');

it.each(['light', 'dark'] as const)(
  'an empty history teaches, %s',
  async (scheme) => {
    const { page, complaints } = await openWindow(browser, { scheme });
    await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
    await picture(page, `first-${scheme}`);
    expect(complaints).toEqual([]);
  },
  60_000,
);

it('a word of the field explains itself under the pointer and to the keyboard; Esc closes it', async () => {
  const { page } = await openWindow(browser);
  const word = page.getByRole('button', { name: 'unaligns', exact: true });
  const note = page.getByRole('tooltip');
  await word.hover();
  await note.getByText('the opposite behaviour').waitFor();
  await note.hover(); // the pointer may move into it
  await page.waitForTimeout(400);
  expect(await note.isVisible()).toBe(true);
  await page.getByRole('heading', { level: 1 }).hover();
  await note.waitFor({ state: 'hidden' });
  await word.focus();
  await note.waitFor();
  expect(await note.getAttribute('id')).toBe(await word.getAttribute('aria-describedby'));
  await page.keyboard.press('Escape');
  await note.waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('unaligns');
}, 60_000);

it('the glossary finds a word', async () => {
  const { page } = await openWindow(browser);
  await page.evaluate(`location.hash = '#/help'`);
  await page.getByLabel('Find a word').fill('stiffness');
  await page.getByText('k = |D_p| / |D_a|').waitFor();
  expect(await page.getByText('Kullback').count()).toBe(0);
  await page.getByLabel('Find a word').fill('xyzzy');
  await page.getByRole('status').getByText('No word holds').waitFor();
}, 60_000);

it('the tour walks over the frame by the keyboard, can be left, is remembered and can be taken again', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--quickstart-if-empty'], scheme: 'dark' });
  await page.evaluate(`location.hash = '#/'`);
  await page.getByRole('button', { name: 'Show me around' }).click();
  await tour(page).getByText('1 of 7').waitFor();
  await untilStill(page); // it slides in
  await page.keyboard.press('ArrowRight');
  await tour(page).getByText('2 of 7').waitFor();
  await tour(page).getByText('Design').waitFor();
  await picture(page, 'tour-dark');
  await page.keyboard.press('Escape');
  await tour(page).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Drop a schedule file').waitFor();
  expect(await page.getByText('New here?').count()).toBe(0);
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search or do').fill('show me');
  await page.keyboard.press('Enter');
  await tour(page).getByText('1 of 7').waitFor();
  for (let step = 2; step <= 7; step++) {
    await tour(page).getByRole('button', { name: 'Next' }).click();
    await tour(page).getByText(`${step} of 7`).waitFor();
  }
  await tour(page).getByRole('button', { name: 'Done' }).click();
  await tour(page).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 60_000);
