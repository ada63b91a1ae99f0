// Decks in every state, in a real Chromium: lists, the editor and its dialogs, the show and its panels, the speaker's
// window, the exported file, the print layout.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectAccessible } from './accessibility.ts';
import { expectChartsTold, expectForEveryone, expectStill, goTo, SharedServer } from './everyone.ts';
import { temporaryHome } from './served-window.ts';

let browser: Browser;
const saved = new SharedServer();
const writable = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await saved.start(['--showcase']);
  await writable.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 1, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([saved.end(), writable.end()]);
});

const kept = (page: Page): Promise<void> =>
  page.locator('[data-saved="saved"]').waitFor({ state: 'attached' });

async function makeDeck(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-preview').waitFor();
}

/** A show has colours of its own: `d` changes them. */
async function expectShowForEveryone(page: Page, name: string): Promise<void> {
  for (let time = 0; time < 2; time++) {
    const theme = await page.locator('.show').getAttribute('data-theme');
    await expectAccessible(page, `${name}, ${theme}`);
    await page.keyboard.press('d');
    await page.locator(`.show:not([data-theme="${theme}"])`).waitFor();
  }
  await expectStill(page, name);
  await expectChartsTold(page, name);
}

it('the empty list, the choice of an experiment, the editor of each kind of slide', async () => {
  const { page, complaints } = await saved.open(browser, '#/decks');
  await page.getByText('These results are read-only').waitFor();
  await expectForEveryone(page, 'the empty list of decks');
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('dialog').getByRole('combobox').click();
  await page.getByRole('option', { name: /^Pretraining: Figures/ }).waitFor();
  await expectForEveryone(page, 'the choice of an experiment');
  await page.getByRole('option', { name: /^Pretraining: Figures/ }).click();
  await expectForEveryone(page, 'the experiment that was chosen');
  await makeDeck(page);
  const slides = await page.locator('.thumb-cover').count();
  for (let slide = 0; slide < slides; slide++) {
    await page.locator('.thumb-cover').nth(slide).click();
    await page.locator(`.thumb-cover[aria-current="true"]`).nth(0).waitFor();
    await expectForEveryone(page, `slide ${slide + 1} being written`);
  }
  expect(complaints).toEqual([]);
}, 240_000);

it('menus, dialogs and notices of a deck that can be changed', async () => {
  const { page, complaints } = await writable.open(browser, '#/decks');
  await page.getByRole('heading', { name: 'A deck tells what your runs say' }).waitFor();
  await expectForEveryone(page, 'the empty list of decks that can be made');
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await makeDeck(page);
  for (const menu of ['Add', 'Export']) {
    await page.getByRole('button', { name: menu, exact: true }).click();
    await page.getByRole('menu').waitFor();
    await expectForEveryone(page, `the menu ${menu}`);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
  }
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'A saved view' }).click();
  await page.getByText('No view is saved yet').waitFor();
  await expectForEveryone(page, 'no saved views');
  await page.keyboard.press('Escape');
  await page.locator('.thumb-cover').nth(3).click();
  await page.getByRole('button', { name: 'Refresh data from the history' }).click();
  await page.getByText('The history says the same today').waitFor();
  await expectForEveryone(page, 'the refreshed data');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Move slide 2', exact: true }).focus();
  await page.keyboard.press('Space');
  await page.getByText('To the place of slide 2 of').waitFor({ state: 'attached' });
  await expectForEveryone(page, 'a slide that is being moved');
  await page.keyboard.press('Escape');
  await page.route('**/api/deck.save', (route) => route.abort());
  await page.getByLabel('Caption').fill('Not saved');
  await page.getByText('Not saved', { exact: true }).first().waitFor();
  await expectForEveryone(page, 'a deck that cannot be saved');
  await page.unroute('**/api/deck.save');
  await page.getByLabel('Caption').fill('Saved');
  await kept(page);
  await goTo(page, '#/decks');
  const more = page.getByRole('button', { name: /^More for/ });
  await more.waitFor();
  await expectForEveryone(page, 'the list of decks');
  await more.click();
  await page.getByRole('menu').waitFor();
  await expectForEveryone(page, 'the menu of a deck');
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('dialog', { name: 'Rename the deck' }).waitFor();
  await expectForEveryone(page, 'the new name of a deck');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('was deleted.').waitFor();
  await expectForEveryone(page, 'a deck that was deleted');
  await goTo(page, '#/decks/999');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectForEveryone(page, 'no such deck');
  expect(complaints).toEqual([]);
}, 240_000);

it('the show: every slide, its panels, the speaker’s window', async () => {
  const { page, complaints } = await saved.open(browser, '#/decks');
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('dialog').getByRole('combobox').click();
  await page.getByRole('option', { name: /^Size: Figures/ }).click();
  await makeDeck(page);
  const slides = await page.locator('.thumb-cover').count();
  await goTo(page, `${new URL(page.url()).hash.replace(/\?.*/, '')}?slide=1&show=`);
  const announced = (text: string | RegExp) =>
    page.locator('.show [aria-live]').getByText(text).waitFor({ state: 'attached' });
  await announced('Slide 1 of');
  for (let slide = 1; slide <= slides; slide++) {
    await page.keyboard.type(String(slide));
    await page.keyboard.press('Enter');
    await announced(`Slide ${slide} of`);
    await expectShowForEveryone(page, `slide ${slide} shown`);
    if (slide === 3) {
      await page.keyboard.press('ArrowRight');
      await announced(/What is alignment\?/);
      await expectShowForEveryone(page, 'the explanation');
    }
  }
  await page.keyboard.press('4');
  await expectShowForEveryone(page, 'a number being typed');
  await page.keyboard.press('n');
  await page.getByRole('region', { name: 'Speaker notes' }).waitFor();
  await expectShowForEveryone(page, 'the notes');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keys' }).waitFor();
  await expectShowForEveryone(page, 'the keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await page.getByRole('button', { name: /^Black screen/ }).waitFor();
  await expectAccessible(page, 'the black screen');
  await page.keyboard.press('b');
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('s');
  const speaker = await opened;
  await speaker.getByRole('timer').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await speaker.emulateMedia({ colorScheme });
    await expectAccessible(speaker, `the speaker’s window, ${colorScheme}`);
  }
  await expectChartsTold(speaker, 'the speaker’s window');
  expect(complaints).toEqual([]);
}, 240_000);

it('the exported file on a slide of each kind, and the print layout', async () => {
  const { page } = await saved.open(browser, '#/decks');
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('dialog').getByRole('combobox').click();
  await page.getByRole('option', { name: /^Size: Figures/ }).click();
  await makeDeck(page);
  const slides = await page.locator('.thumb-cover').count();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'One HTML file' }).click();
  const path = join(temporaryHome(), 'deck.html');
  await (await download).saveAs(path);
  await page.evaluate('window.print = () => { window.printed = true; }');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Print or save as PDF' }).click();
  await expect.poll(() => page.evaluate<boolean>('window.printed === true')).toBe(true);
  await page.emulateMedia({ media: 'print' });
  await page.locator('.paper').waitFor();
  await expectAccessible(page, 'the print layout');
  await expectChartsTold(page, 'the print layout');
  const alone = await page.context().newPage();
  await alone.goto(pathToFileURL(path).href);
  // One of each kind: words, the explanation, curves, answers, claims.
  for (const slide of [1, 3, 4, slides - 2, slides - 1]) {
    await alone.keyboard.type(String(slide));
    await alone.keyboard.press('Enter');
    await alone.locator(`.slide.now`).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await alone.emulateMedia({ colorScheme });
      await expectAccessible(alone, `slide ${slide} of the exported file, ${colorScheme}`);
    }
    await expectChartsTold(alone, `slide ${slide} of the exported file`);
    await expectStill(alone, `slide ${slide} of the exported file`);
  }
  await alone.keyboard.press('?');
  await expectAccessible(alone, 'the keys of the exported file');
}, 240_000);
