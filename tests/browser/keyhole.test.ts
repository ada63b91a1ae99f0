// The window as the desktop application has it: over the preload's keyhole and the window's own scheme, without HTTP.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { runToEnd } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { downloadDouble } from '../main/electron-double.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { type KeyholeWindow, openKeyhole } from './keyhole-window.ts';
import { pages } from './pdf-pages.ts';
import { temporaryHome } from './served-window.ts';

let browser: Browser;
/** A data folder with one finished experiment. */
let measured: string;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  measured = mkdtempSync(join(tmpdir(), 'springback-keyhole-'));
  const host = openHost({ kind: 'cli', home: measured, workers: 2 });
  host.lab.start();
  await runToEnd(host, tinySchedule());
  await host.close();
});
afterAll(async () => {
  await browser?.close();
  if (measured) rmSync(measured, { recursive: true, force: true, maxRetries: 10 });
});

async function open(hash: string): Promise<KeyholeWindow & { home: string }> {
  const home = temporaryHome();
  cpSync(join(measured, 'database'), join(home, 'database'), { recursive: true });
  const window = await openKeyhole(browser, home);
  await window.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return { ...window, home };
}

/** Nothing but files of the window's own scheme, all of them there, and nothing that its policy refused. */
function expectOwn({ requests, complaints }: KeyholeWindow): void {
  expect(requests[0]).toBe('springback://window/index.html');
  for (const url of requests)
    expect(url).toMatch(
      /^(springback:\/\/window\/(index\.html|icon\.svg|assets\/|files\/)|(blob:springback|data):)/,
    );
  expect(complaints).toEqual([]);
}

/** The download that an act begins, and that the desktop application lets it through. */
async function downloaded(
  { page, electron, address }: KeyholeWindow,
  act: () => Promise<void>,
): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  const item = downloadDouble(address(download.url()));
  let refused = false;
  const refuse = (): void => {
    refused = true;
  };
  electron.session.emit('will-download', { preventDefault: refuse }, item);
  expect(refused, download.url()).toBe(false);
  expect(item.dialog).not.toBeNull();
  return download;
}

async function makeDeck(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-preview').waitFor();
}

it('starts an experiment from a file and follows it by events to its end', async () => {
  const window = await open('#/');
  const { page } = window;
  const file = join(temporaryHome(), 'schedule.json');
  writeFileSync(file, JSON.stringify(tinySchedule({ name: 'By the keyhole', seeds: [3] })));
  await page.setInputFiles('input[aria-label="Schedule file"]', file);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { name: 'By the keyhole' }).waitFor();
  await page.locator('[data-state="finished"]').first().waitFor({ timeout: 40_000 });
  const chart = page.locator('section[aria-label="Elasticity"] svg [data-role="mean"]').first();
  await chart.waitFor();
  const download = await downloaded(window, () =>
    page.getByRole('button', { name: 'Save SVG' }).first().click(),
  );
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^<svg/);
  expectOwn(window);
});

it('says what is wrong with a schedule as the host said it', async () => {
  const { page } = await open('#/');
  const file = join(temporaryHome(), 'schedule.json');
  writeFileSync(
    file,
    JSON.stringify(tinySchedule({ model: { width: -8, layers: 1, heads: 1, context: 24 } })),
  );
  await page.setInputFiles('input[aria-label="Schedule file"]', file);
  await page.getByRole('alert').getByText('model.width', { exact: true }).waitFor();
});

it('exports the history, and gives the bundle out under files/', async () => {
  const window = await open('#/history');
  const { page, home, address } = window;
  await page.getByRole('checkbox', { name: 'Select tiny' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const link = page.getByRole('link', { name: 'Download' });
  await link.waitFor({ timeout: 20_000 });
  const stayed = address(page.url());
  const download = await downloaded(window, () => link.click());
  const name = download.suggestedFilename();
  expect(name).toMatch(/^tiny.*\.springback$/);
  expect(address(download.url())).toBe(`springback://window/files/${encodeURIComponent(name)}`);
  const written = readFileSync(join(home, 'exports', name));
  expect(readFileSync(await download.path()).equals(written)).toBe(true);
  // A link that downloads is no navigation, which the window's policy would deny.
  expect(address(page.url())).toBe(stayed);
  expectOwn(window);
});

it('saves a deck as HTML, and as PDF where the user says: a slide a page, of the size that its style says', async () => {
  const window = await open('#/decks');
  const { page, electron, home } = window;
  await makeDeck(page);
  const count = await page.locator('.thumb-cover').count();
  electron.printToPDF = (options) =>
    page.pdf({ preferCSSPageSize: options.preferCSSPageSize!, printBackground: options.printBackground! });
  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const file = await downloaded(window, () => choose('One HTML file'));
  expect(readFileSync(await file.path(), 'utf8')).toMatch(/^<!doctype html>/i);
  const save = (): Promise<void> => choose('Save as PDF…');
  await save(); // and the dialog is cancelled
  await expect.poll(() => electron.saveDialogs.length).toBe(1);
  await page.locator('.paper').waitFor({ state: 'detached' });
  expect(await page.getByRole('alert').count()).toBe(0);

  electron.chosenFile = join(home, 'tiny.pdf');
  await save();
  await page.getByText('Saved as PDF').waitFor();
  await page.getByText(electron.chosenFile).waitFor();
  expect(electron.saveDialogs[1]).toMatchObject({ defaultPath: 'tiny.pdf' });
  expect(pages(readFileSync(electron.chosenFile))).toEqual({ count, size: [960, 540] });

  electron.chosenFile = join(home, 'none/tiny.pdf');
  await save();
  await page.getByRole('alert').getByText('the file or its folder does not exist').waitFor();
  expectOwn(window);
});

it('opens the window of the speaker, which drives the show', async () => {
  const window = await open('#/decks');
  const { page, electron } = window;
  await makeDeck(page);
  await page.getByLabel('Speaker notes').fill('Look at the audience.');
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await page.locator('.show').waitFor();
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('s');
  const speaker = await opened;
  const asked = { url: speaker.url(), frameName: await speaker.evaluate<string>('name') };
  expect(electron.openWindow(asked as Parameters<typeof electron.openWindow>[0]).action).toBe('allow');
  await speaker.getByText('Look at the audience.').waitFor();
  await speaker.keyboard.press('ArrowRight');
  await page.locator('.show [aria-live]').getByText('Slide 2 of').waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await expect.poll(() => speaker.isClosed()).toBe(true);
  expectOwn(window);
});

it('saves what is drawn as pictures and tables, and every raw point by the keyhole', async () => {
  const window = await open('#/compare');
  const { page } = window;
  await page.getByRole('checkbox', { name: /tiny/ }).check();
  await page.locator('.compare-stage[data-stale="false"]').waitFor();
  const save = async (item: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Export' }).click();
    const act = (): Promise<void> => page.getByRole('menuitem', { name: item }).click();
    return readFileSync(await (await downloaded(window, act)).path());
  };
  expect((await save('PNG, 1×')).subarray(1, 4).toString()).toBe('PNG');
  expect((await save('CSV of every raw point')).toString()).toMatch(/^experiment,run,seed,.*\n.*tiny/);
  expectOwn(window);
});

it('copies a link to a view, which the palette opens', async () => {
  const window = await open('#/compare');
  const { page, address } = window;
  await page.getByRole('checkbox', { name: /tiny/ }).check();
  await page.locator('.compare-stage[data-stale="false"]').waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('The link is copied. Pasted into “Search or do”, it opens this very view.').waitFor();
  const link = address(await page.evaluate<string>('navigator.clipboard.readText()'));
  expect(link).toMatch(/^springback:\/\/window\/index\.html#\/compare\?view=/);
  await page.evaluate(`location.hash = '#/settings'`);
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByLabel('Search or do').fill(link);
  await page.getByRole('button', { name: 'Open this link' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.compare-stage[data-stale="false"]').waitFor();
  expect(address(page.url())).toBe(link);
  expectOwn(window);
});
