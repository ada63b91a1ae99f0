// More of presenting in a real Chromium: by a clicker, with a speaker's window that follows, of runs that are deleted for
// ever, and as a file that is opened from the disk without any network.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { screens, startServer, temporaryHome } from './served-window.ts';
import { callHost, downloaded } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const soon = { timeout: 20_000 };

/** A deck of a made-up experiment, open in the editor. */
async function openDeck(): Promise<{ page: Page; complaints: string[] }> {
  const home = temporaryHome();
  generateHistory(home, { experiments: 1, runsPerExperiment: 12, points: 12_000 });
  const { url } = await startServer(home, ['--workers', '1']);
  const page = await browser.newPage({ viewport: screens.wide });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.goto(`${new URL(url).origin}/#/decks`);
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-preview').waitFor(soon);
  await page.locator('[data-saved="saved"]').waitFor({ state: 'attached', ...soon });
  return { page, complaints };
}
const slideTitles = async (page: Page): Promise<string[]> =>
  (
    await page
      .locator('.thumb-cover')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
  ).map((label) => label.replace(/^Slide \d+: /, ''));
const announced = (page: Page, text: string | RegExp): Promise<void> =>
  page
    .locator('.show [aria-live]')
    .getByText(text)
    .waitFor({ state: 'attached', ...soon });
const exportHtml = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Export' }).click();
  const { bytes } = await downloaded(page, () =>
    page.getByRole('menuitem', { name: 'One HTML file' }).click(),
  );
  return bytes.toString();
};
const full = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.fullscreenElement !== null');

it('follows a clicker: forward, back, black and white again, full screen, and out; the speaker’s window follows too', async () => {
  const { page, complaints } = await openDeck();
  const titles = await slideTitles(page);
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await announced(page, `Slide 1 of ${titles.length}: `);
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('s');
  const speaker = await opened;
  const follows = (slide: number): Promise<void> =>
    speaker
      .getByText(titles[slide + 1]!, { exact: true })
      .first()
      .waitFor(soon);
  await follows(0);
  await page.keyboard.press('PageDown');
  await announced(page, `Slide 2 of ${titles.length}: ${titles[1]}`);
  await follows(1);
  await page.keyboard.press('PageUp');
  await announced(page, `Slide 1 of ${titles.length}: `);
  await follows(0);
  // The black key of one clicker sends a full stop, that of another a b. What is pressed next only brings the slide back.
  for (const black of ['.', 'b']) {
    for (const back of [black, 'PageDown', 'PageUp', 'Enter', 'Escape']) {
      await page.keyboard.press(black);
      await page.locator('.show-black').waitFor();
      await announced(page, 'The screen is black.');
      await page.keyboard.press(back);
      await page.locator('.show-black').waitFor({ state: 'detached' });
      await announced(page, `Slide 1 of ${titles.length}: `);
    }
  }
  // The start key sends F5, with Shift or without: full screen and out of it, never a reload.
  await page.evaluate('window.sameDocument = true');
  const before = await full(page);
  for (const [key, expected] of [
    ['F5', !before],
    ['Shift+F5', before],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => full(page), soon).toBe(expected);
  }
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  // A speaker who closes that window goes on without it.
  await speaker.close();
  await page.keyboard.press('PageDown');
  await announced(page, `Slide 2 of ${titles.length}: `);
  await page.keyboard.press('Escape');
  await page.locator('.deck-editor').waitFor(soon);
  expect(complaints).toEqual([]);
  await page.close();
});

it('shows and exports the same slides when its runs are deleted for ever, and the file needs no network', async () => {
  const { page, complaints } = await openDeck();
  const titles = await slideTitles(page);
  const before = await exportHtml(page);
  const address = page.url();
  await page.evaluate("location.hash = '#/history'");
  await callHost(page, 'experiment.trash', { ids: [1] });
  const { token } = await callHost(page, 'cleanup.preview', { kind: 'trash' });
  await callHost(page, 'cleanup.run', { kind: 'trash', token });
  expect(await callHost(page, 'history.experiments', {})).toEqual([]);
  await page.goto(address);
  await page.reload();
  await page.locator('.deck-preview').waitFor(soon);
  expect(await exportHtml(page)).toBe(before);
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await announced(page, `Slide 1 of ${titles.length}: `);
  await page.keyboard.press('4');
  await page.keyboard.press('Enter');
  await announced(page, `Slide 4 of ${titles.length}: ${titles[3]}`);
  await page.keyboard.press('ArrowRight'); // the first series, onto bare axes
  await page.locator('.show [data-role="mean"]').first().waitFor(soon);
  await page.keyboard.press('Escape');

  const file = join(temporaryHome(), 'deck.html');
  writeFileSync(file, before);
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, offline: true });
  const alone = await context.newPage();
  const asked: string[] = [];
  alone.on('request', (request) => asked.push(request.url()));
  alone.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await alone.goto(pathToFileURL(file).href);
  const shown = (): Promise<string | null> => alone.locator('.slide.now').locator('h1, h2').textContent();
  const seen = [await shown()];
  const live = alone.locator('#live');
  const curtain = alone.locator('#curtain');
  // To the end by the clicker's key, whatever steps there are; every slide has something to see besides its title.
  for (let presses = 0; presses < 200 && seen.length < titles.length; presses++) {
    const words = await live.textContent();
    await alone.keyboard.press('PageDown');
    expect(await live.textContent()).not.toBe(words);
    if ((await shown()) !== seen.at(-1)) seen.push(await shown());
    expect(
      await alone.locator('.slide.now').locator('svg:visible, p:visible, li:visible, table:visible').count(),
    ).toBeGreaterThan(0);
  }
  expect(seen).toEqual(titles);
  for (const black of ['.', 'b']) {
    for (const back of [black, 'PageDown', 'PageUp', 'Enter', 'Escape']) {
      const words = await live.textContent();
      await alone.keyboard.press(black);
      expect(await curtain.isVisible()).toBe(true);
      await alone.keyboard.press(back);
      expect(await curtain.isVisible()).toBe(false);
      expect(await live.textContent()).toBe(words);
    }
  }
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(complaints).toEqual([]);
  await context.close();
  await page.close();
});
