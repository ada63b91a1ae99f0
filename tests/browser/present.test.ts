// A presenter's journeys, in a real Chromium against the real server: a deck from an experiment, written, moved and shown
// by keys, saved as one file that opens from the disk, printed, and unchanged when its runs are gone.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { thisMachine, writeBundleFile } from '../../src/host/bundle-file.ts';
import { openHost } from '../../src/host/open-host.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { runToEnd } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { pages } from './pdf-pages.ts';
import { openWindow, picture, startServer, temporaryHome } from './served-window.ts';
import { untilStill } from './still.ts';

let browser: Browser;
/** A data folder with one finished experiment, and a bundle of it. */
let measured: { home: string; bundle: string };
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  const home = mkdtempSync(join(tmpdir(), 'springback-present-'));
  const host = openHost({ kind: 'cli', home, workers: 2 });
  host.lab.start();
  const id = await runToEnd(host, tinySchedule());
  const bundle = join(home, 'saved.springback');
  const about = { created: '2026-11-24T10:00:00.000Z', version: '0.1.0', machine: thisMachine() };
  await writeBundleFile(bundle, packBundle(host.history, [id], { ...about, digits: 7, omitted: [] }), {
    force: false,
  });
  await host.close();
  measured = { home, bundle };
});
afterAll(async () => {
  await browser?.close();
  if (measured) rmSync(measured.home, { recursive: true, force: true, maxRetries: 10 });
});

/** A window over a copy of the measured history. */
async function open(
  scheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; origin: string; complaints: string[] }> {
  const home = temporaryHome();
  cpSync(join(measured.home, 'database'), join(home, 'database'), { recursive: true });
  const { url } = await startServer(home);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: scheme });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(url);
  const origin = new URL(url).origin;
  await page.goto(`${origin}/#/decks`);
  return { page, origin, complaints };
}

async function makeDeck(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-editor').waitFor();
  await page.locator('.deck-preview').waitFor();
}

const titles = (page: Page): Promise<string[]> =>
  page.locator('.thumb-cover').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
const saved = (page: Page): Promise<void> =>
  page.locator('[data-saved="saved"]').waitFor({ state: 'attached' });
const announced = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('.show [aria-live]').getByText(text).waitFor({ state: 'attached' });

describe('a deck', () => {
  it('is made from an experiment, put in order by keys, written, undone, kept, and deleted and brought back', async () => {
    const { page, origin, complaints } = await open();
    await page.getByRole('heading', { name: 'A deck tells what your runs say' }).waitFor();
    await makeDeck(page);
    const made = await titles(page);
    expect(made.length).toBeGreaterThanOrEqual(6);
    expect(made.length).toBeLessThanOrEqual(10);
    expect(made[1]).toBe('Slide 2: Does a language model spring back?');
    // By the handle: pick up, one up, drop.
    await page.getByRole('button', { name: 'Move slide 2', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.getByText('To the place of slide 2 of').waitFor({ state: 'attached' });
    await page.waitForTimeout(150);
    await page.keyboard.press('ArrowUp');
    await page.getByText('To the place of slide 1 of').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await expect.poll(() => titles(page)).toContain('Slide 1: Does a language model spring back?');
    // And by Alt with an arrow, on the slide itself.
    await page.getByRole('button', { name: 'Slide 1: Does a language model spring back?' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => titles(page)).toEqual(made);
    await page.getByRole('button', { name: made[2]! }).click();
    const caption = 'Sprung back <script>alert(1)</script> — 試験';
    await page.getByLabel('Caption').fill(caption);
    await page.locator('.deck-preview').getByText(caption).waitFor();
    await page.getByLabel('Title', { exact: true }).fill('Read this');
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByLabel('Title', { exact: true }).inputValue()).not.toBe('Read this');
    await saved(page);
    await page.reload();
    await page.getByRole('button', { name: made[2]! }).click();
    await page.locator('.deck-preview').getByText(caption).waitFor();
    await picture(page, 'deck-editor-light');
    await page.goto(`${origin}/#/decks`);
    await page.getByRole('button', { name: 'More for tiny' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('“tiny” was deleted.').waitFor();
    await page.getByRole('heading', { name: 'A deck tells what your runs say' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: /tiny/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is presented by the keyboard alone, series by series, in both themes', async () => {
    const { page, complaints } = await open('dark');
    await makeDeck(page);
    await page.keyboard.press('Control+Enter');
    await announced(page, 'Slide 1 of');
    const full = (): Promise<boolean> => page.evaluate<boolean>('document.fullscreenElement !== null');
    await expect.poll(full).toBe(true);
    // Without the full screen it goes on in the window, which pictures are taken of.
    await page.keyboard.press('f');
    await expect.poll(full).toBe(false);
    await page.keyboard.press('PageDown');
    await announced(page, 'Does a language model spring back?');
    await page.keyboard.press('Space');
    await announced(page, /How to read a curve\. What is pretraining\?/);
    expect(await page.locator('.show [data-role="mean"]').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await announced(page, /What is alignment\?/);
    await expect.poll(() => page.locator('.show [data-role="mean"]').count()).toBe(1);
    await picture(page, 'show-explanation-dark');
    // The chart keeps its place while the text below it grows and shrinks.
    const chart = () => page.locator('.show .scaled svg').first().boundingBox();
    // The picture was taken in a smaller window too.
    await expect.poll(async () => (await chart())!.width).toBeGreaterThan(1200);
    const before = await chart();
    for (let step = 2; step < 8; step++) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.locator('.show .walk p:not(.room)').count()).toBe(1);
      expect(await chart()).toEqual(before);
    }
    // A number, then Enter: the curves, whose series come one after the other onto bare axes.
    await page.keyboard.press('4');
    await page.keyboard.press('Enter');
    await announced(page, '0 of 2 series shown.');
    const means = (): Promise<number> => page.locator('.show [data-role="mean"]').count();
    const axes = (): Promise<string[]> => page.locator('.show [data-role="axis"]').allTextContents();
    await expect.poll(async () => (await axes()).length).toBeGreaterThan(0);
    expect(await means()).toBe(0);
    const bare = await axes();
    await picture(page, 'show-bare-axes-dark');
    await page.keyboard.press('ArrowRight');
    await announced(page, '1 of 2 series shown.');
    await expect.poll(means).toBeGreaterThan(0);
    const first = await means();
    await page.keyboard.press('ArrowRight');
    await announced(page, '2 of 2 series shown.');
    await expect.poll(means).toBeGreaterThan(first);
    expect(await axes()).toEqual(bare);
    await page.keyboard.press('d');
    await page.locator('.show[data-theme="light"]').waitFor();
    await picture(page, 'show-curves-light');
    // No palette and no page's letters: the keys are the show's.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('gh');
    await page.keyboard.press('b');
    await announced(page, 'The screen is black.');
    expect(await page.getByLabel('Search or do').count()).toBe(0);
    await page.keyboard.press('PageDown');
    await announced(page, '2 of 2 series shown.');
    await page.keyboard.press('n');
    await page.getByRole('region', { name: 'Speaker notes' }).getByText('No notes for this slide.').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await announced(page, 'Slide 1 of');
    await page.keyboard.press('Escape');
    await page.locator('.deck-editor').waitFor();
    expect(complaints).toEqual([]);
  });

  it('follows the address, which counts slides from 1, when the browser goes back and forward', async () => {
    const { page } = await open();
    await makeDeck(page);
    const deck = page.url().replace(/\?.*/, '');
    await page.goto(`${deck}?slide=2&show=`);
    await announced(page, 'Slide 2 of');
    await page.goto(`${deck}?slide=4&show=`);
    await announced(page, 'Slide 4 of');
    await page.keyboard.press('End');
    await announced(page, 'What this cannot say');
    const last = page.url();
    await page.goBack();
    await announced(page, 'Slide 2 of');
    expect(page.url()).toBe(`${deck}?slide=2&show=`);
    await page.goForward();
    await announced(page, 'What this cannot say');
    expect(page.url()).toBe(last);
    // Pressed on quickly: its own steps are not taken for somebody else's.
    await page.keyboard.press('Home');
    for (const key of ['PageDown', 'PageDown', 'PageDown']) await page.keyboard.press(key);
    await announced(page, /Slide 3 of .*What is alignment/);
    expect(page.url()).toContain('slide=3');
  });

  it('has a second window for the speaker, which drives the show too', async () => {
    const { page } = await open();
    await makeDeck(page);
    await page.getByLabel('Speaker notes').fill('Look at the audience.');
    await page.getByRole('button', { name: 'Present', exact: true }).click();
    await announced(page, 'Slide 1 of');
    const opened = page.waitForEvent('popup');
    await page.keyboard.press('s');
    const speaker = await opened;
    await speaker.getByText('Look at the audience.').waitFor();
    await speaker.keyboard.press('ArrowRight');
    await announced(page, 'Slide 2 of');
    await speaker.getByText('Next: How to read a curve').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.deck-editor').waitFor();
    await expect.poll(() => speaker.isClosed()).toBe(true);
  });

  it('becomes one HTML file that opens from the disk, and prints a slide a page', async () => {
    const { page } = await open();
    await makeDeck(page);
    const count = (await titles(page)).length;
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'One HTML file' }).click();
    const file = join(temporaryHome(), (await download).suggestedFilename());
    expect(file).toMatch(/tiny\.html$/);
    await (await download).saveAs(file);
    const requests: string[] = [];
    const alone = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    onTestFinished(() => alone.close());
    const errors: string[] = [];
    alone.on('pageerror', (error) => errors.push(error.message));
    alone.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    alone.on('request', (request) => requests.push(request.url()));
    await alone.goto(pathToFileURL(file).href);
    const shown = (): Promise<string | null> => alone.locator('.slide.now').locator('h1,h2').textContent();
    expect(await shown()).toBe('tiny');
    await alone.keyboard.press('PageDown');
    await alone.keyboard.press('ArrowRight');
    expect(await shown()).toBe('How to read a curve');
    expect(await alone.locator('.slide.now .said.now').textContent()).toContain('What is pretraining?');
    await alone.keyboard.press(' ');
    expect(await alone.locator('.slide.now .said.now').textContent()).toContain('What is alignment?');
    await alone.keyboard.press('4');
    await alone.keyboard.press('Enter');
    const lines = (): Promise<number> => alone.locator('.slide.now .step.now .only-light path').count();
    const caption = alone.locator('.slide.now figcaption');
    const bare = await lines();
    expect(await caption.isVisible()).toBe(false);
    await alone.keyboard.press('PageDown');
    expect(await lines()).toBeGreaterThan(bare);
    await alone.keyboard.press('PageDown');
    expect(await caption.isVisible()).toBe(true);
    await alone.keyboard.press('End');
    expect(await shown()).toBe('What this cannot say');
    expect(alone.url()).toMatch(new RegExp(`#${count}$`));
    await alone.keyboard.press('1');
    await alone.keyboard.press('Enter');
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(errors).toEqual([]);
    expect(pages(await alone.pdf({ preferCSSPageSize: true, printBackground: true }))).toEqual({
      count,
      size: [960, 540],
    });
    // The window's own print layout: what it shows to the printer while the dialog is open.
    await page.evaluate('window.print = () => { window.printed = true; }');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Print or save as PDF' }).click();
    await expect.poll(() => page.evaluate<boolean>('window.printed === true')).toBe(true);
    const text = await page.locator('.paper').evaluate((paper) => paper.textContent ?? '');
    expect(text).toContain('What this cannot say');
    expect(pages(await page.pdf({ preferCSSPageSize: true, printBackground: true })).count).toBe(count);
  });

  it('shows the same when its runs are gone, and says that they are', async () => {
    const { page, origin } = await open();
    await makeDeck(page);
    await page.locator('.thumb-cover').nth(3).click();
    await page.locator('.deck-preview [data-role="mean"]').first().waitFor();
    const drawn = (): Promise<string> =>
      page
        .locator('.deck-preview svg')
        .first()
        .evaluate((svg) => svg.outerHTML);
    await untilStill(page);
    const before = await drawn();
    await saved(page);
    const address = page.url();
    await page.getByRole('button', { name: 'Refresh data from the history' }).click();
    await page.getByText('The history says the same today').waitFor();
    await page.getByRole('button', { name: 'Keep the frozen data' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expectChanged(page, origin, 'experiment.trash', { ids: [1] });
    await page.goto(`${origin}/#/decks`);
    await page.getByRole('link', { name: /tiny/ }).waitFor();
    await page.goto(address);
    await page.locator('.deck-preview [data-role="mean"]').first().waitFor();
    await untilStill(page);
    expect(await drawn()).toBe(before);
    await page.getByRole('button', { name: 'Refresh data from the history' }).click();
    await page.getByText('None of them is in the history any more').waitFor();
    expect(await page.getByRole('button', { name: 'Use today’s data' }).count()).toBe(0);
  });

  it('takes a view from Compare, and a slide that was edited there back into its place', async () => {
    const { page } = await open();
    await makeDeck(page);
    await page.locator('.thumb-cover').nth(3).click();
    const before = await titles(page);
    await page.getByLabel('Caption').fill('My own words');
    await saved(page);
    const address = page.url();
    await page.getByRole('button', { name: 'Edit in Compare' }).click();
    const add = page.getByRole('button', { name: 'Add to deck' });
    await add.click();
    await page.getByRole('menuitem', { name: /^Put back into the slide/ }).click();
    await page.getByText('The slide shows this view now.').waitFor();
    await add.click();
    await page.getByRole('menuitem', { name: 'tiny', exact: true }).click();
    await page.getByText('Added to “tiny”.').waitFor();
    await page.goto(address);
    await page.locator('.deck-preview').getByText('My own words').waitFor();
    await expect.poll(() => titles(page).then(({ length }) => length)).toBe(before.length + 1);
    expect((await titles(page)).slice(0, -1)).toEqual(before);
  });

  it('is not overwritten by a second window unseen', async () => {
    const { page, origin } = await open();
    await makeDeck(page);
    await saved(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('.deck-editor').waitFor();
    await other.getByLabel('Name of the deck').fill('From the other window');
    await saved(other);
    // A change that the first window hears of is simply shown …
    await expect.poll(() => page.getByLabel('Name of the deck').inputValue()).toBe('From the other window');
    // … one that it made at the same time is asked about.
    await page.route(
      '**/api/deck.save',
      async (route) => {
        const { id } = JSON.parse(route.request().postData() ?? '{}') as { id: number };
        const { deck, revision } = await call<{ deck: { name: string }; revision: number }>(
          page,
          origin,
          'deck.get',
          { id },
        );
        await call(page, origin, 'deck.save', { id, revision, deck: { ...deck, name: 'Sneaked in' } });
        await route.continue();
      },
      { times: 1 },
    );
    await page.getByLabel('Name of the deck').fill('Mine');
    await page.getByText('Another window changed this deck').waitFor();
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await saved(page);
    await expect.poll(() => other.getByLabel('Name of the deck').inputValue()).toBe('Mine');
  });
});

it('a read-only host shows decks that are made in its window, and says that they stay there', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--bundle', measured.bundle] });
  await page.goto(`${new URL(page.url()).origin}/#/decks`);
  await page.getByText('These results are read-only').waitFor();
  await makeDeck(page);
  await page.getByText('In this window only, until it is closed').waitFor();
  await page.getByLabel('Title', { exact: true }).fill('From a bundle');
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await announced(page, 'From a bundle');
  expect(complaints).toEqual([]);
});

/** Asks the host from inside the page, as the window does. */
function call<T>(page: Page, origin: string, command: string, input: unknown): Promise<T> {
  const request = `fetch(${JSON.stringify(`${origin}/api/${command}`)}, { method: 'POST',
    headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(input))} })
    .then((answer) => answer.json())`;
  return page.evaluate<T>(request);
}
async function expectChanged(page: Page, origin: string, command: string, input: unknown): Promise<void> {
  expect(await call(page, origin, command, input)).toEqual({});
}
