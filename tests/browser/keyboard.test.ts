// The whole way by keyboard alone: the quickstart, its runs compared, the comparison on a deck, the deck shown. The mouse
// is never touched.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** What the focused element is called, as a screen reader would say it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `(() => { const on = document.activeElement; return (on?.getAttribute('aria-label') ?? on?.labels?.[0]?.textContent ?? on?.textContent ?? '').trim(); })()`,
  );

/** Tab until the focus is on what is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${name} in 120 tabs; the focus is on "${await focused(page)}"`);
}

const goTo = async (page: Page, key: string, title: string): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
};

it('goes from the quickstart to a comparison to a deck that is shown, without a mouse', async () => {
  const { page, complaints } = await openWindow(browser);
  await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
  await tabTo(page, /^Run the quickstart$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Quickstart/ }).waitFor();
  await page.locator('[data-role="mean"]').first().waitFor({ timeout: 60_000 });

  await page.locator('body').press('Escape');
  await goTo(page, 'c', 'Compare');
  await tabTo(page, /^Quickstart/);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Add to deck', disabled: false }).waitFor();
  await tabTo(page, /^Add to deck$/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'A new deck' }).waitFor();
  for (let i = 0; i < 5 && !/^A new deck/.test(await focused(page)); i++)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('A new deck was made.').waitFor();

  await goTo(page, 'p', 'Present');
  await tabTo(page, /log-odds|score/i);
  await page.keyboard.press('Enter');
  await page.locator('.deck-editor').waitFor();
  await tabTo(page, /^(Show|Present|Start the show)$/);
  await page.keyboard.press('Enter');
  await page.locator('.show').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await page.locator('.deck-editor').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);
