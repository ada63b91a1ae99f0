// Bundles in a real Chromium against the real server, large enough to be sent in parts: paused, resumed, cancelled, gone on
// with after a reload, renamed where a name is taken, refused where broken; and what the window exports, imported by the
// command line.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { cli } from '../cli/run-cli.ts';
import { exported } from '../lab/bundle-transfer.ts';
import { runToEnd } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, startServer, temporaryHome } from './served-window.ts';
import { callHost, downloaded, gate } from './window-actions.ts';

let browser: Browser;
/** A data folder with a trained experiment, and a bundle of it with its checkpoints, which are what is large. */
let trained: { home: string; bundle: string; bytes: Buffer };
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  const home = mkdtempSync(join(tmpdir(), 'springback-bundles-'));
  const host = openHost({ kind: 'cli', home, workers: 2 });
  host.lab.start();
  const model = { width: 64, layers: 2, heads: 2, context: 24 };
  const id = await runToEnd(host, tinySchedule({ name: 'Large one', model, axes: {}, seeds: [1, 2] }));
  const { path: bundle } = await exported(host, { experiments: [id], checkpoints: true });
  await host.close();
  trained = { home, bundle, bytes: readFileSync(bundle) };
  expect(trained.bytes.length).toBeGreaterThan(2 * partBytes);
});
afterAll(async () => {
  await browser?.close();
  if (trained) rmSync(trained.home, { recursive: true, force: true, maxRetries: 10 });
});

/** Bytes in which a window sends a file. */
const partBytes = 3 * 1024 * 1024;
const soon = { timeout: 25_000 };
const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
async function openImport(page: Page): Promise<void> {
  await page.evaluate("location.hash = '#/history'");
  await page.getByRole('button', { name: 'Data' }).click();
  await page.getByRole('menuitem', { name: 'Import a bundle…' }).click();
  await button(page, 'Choose a file').waitFor();
}
const give = (page: Page, file: string): Promise<void> => page.setInputFiles('.drop input[type=file]', file);
const offsets = (seen: readonly unknown[]): number[] => seen.map((one) => (one as { offset: number }).offset);
/** The beginning of every part of the bundle. */
const everyPart = (): number[] =>
  Array.from({ length: Math.ceil(trained.bytes.length / partBytes) }, (_, index) => index * partBytes);

it('pauses a bundle on its way and goes on, refuses it where a name is taken, or gives it a free one', async () => {
  const { page, complaints } = await openWindow(browser);
  const schedule = tinySchedule({ name: 'Large one', axes: {}, seeds: [9] }) as never;
  await callHost(page, 'experiment.submit', { schedule });
  const parts = await gate(page, 'upload.append');
  await openImport(page);
  // Paused with the second part on its way, and resumed before that part has arrived.
  parts.hold({ skip: 1 });
  await give(page, trained.bundle);
  await expect.poll(() => parts.seen.length, soon).toBe(2);
  await button(page, 'Pause').click();
  await dialog(page).getByText('Paused: ').waitFor();
  await button(page, 'Go on').click();
  await expect.poll(() => parts.seen.length, soon).toBe(3);
  const arrived = page.waitForResponse('**/api/upload.append');
  parts.release();
  await arrived;
  parts.open();
  await dialog(page).getByText('name is taken').waitFor(soon);
  const [first, second, ...others] = everyPart();
  expect(offsets(parts.seen)).toEqual([first, second, second, ...others]);
  await dialog(page)
    .getByText(/, verified$/)
    .waitFor();

  await dialog(page).getByRole('radio', { name: 'Refuse the whole bundle' }).check();
  await button(page, 'Import').click();
  await dialog(page).getByText('Nothing was imported', { exact: true }).waitFor(soon);
  await dialog(page)
    .getByText('another experiment here is named “Large one”: nothing was imported')
    .waitFor();
  await button(page, 'Back to the bundle').click();
  await dialog(page).getByRole('radio', { name: 'Give the newcomer a free name' }).check();
  await button(page, 'Import').click();
  await dialog(page).getByText('1 experiment imported').waitFor(soon);
  await dialog(page).getByRole('link', { name: 'Large one (2)' }).click();
  await page.getByRole('heading', { level: 1, name: 'Large one (2)' }).waitFor();
  await page.getByText('2 of 2 runs ·').waitFor();
  const names = (await callHost(page, 'experiment.list', {})).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['Large one', 'Large one (2)']);
  expect(complaints).toEqual([]);
});

it('goes on with an upload after a reload where it stopped, and begins anew after a cancellation', async () => {
  const { page, complaints } = await openWindow(browser);
  const parts = await gate(page, 'upload.append');
  const [first, second, ...others] = everyPart();
  await openImport(page);
  parts.hold({ skip: 1 });
  await give(page, trained.bundle);
  await expect.poll(() => offsets(parts.seen), soon).toEqual([first, second]);
  await page.reload();
  parts.open();
  parts.seen.length = 0;
  await openImport(page);
  await give(page, trained.bundle);
  await button(page, 'Import').waitFor(soon);
  expect(offsets(parts.seen)).toEqual([second, ...others]);
  // Discarded with all of it there, then cancelled with a part of it there: the host keeps neither.
  await button(page, 'Discard').click();
  parts.seen.length = 0;
  parts.hold({ skip: 1 });
  await give(page, trained.bundle);
  await expect.poll(() => offsets(parts.seen), soon).toEqual([first, second]);
  const discarded = page.waitForResponse('**/api/upload.discard');
  await button(page, 'Cancel').click();
  await discarded;
  // The part that was on its way comes too late, and is refused.
  const late = page.waitForResponse('**/api/upload.append');
  parts.open();
  expect((await late).ok()).toBe(false);
  parts.seen.length = 0;
  await give(page, trained.bundle);
  await dialog(page).getByText('new', { exact: true }).waitFor(soon);
  expect(offsets(parts.seen)).toEqual(everyPart());
  expect(complaints).toEqual([]);
});

it('refuses a bundle that was cut short or altered, says which, and imports nothing of it', async () => {
  const { page, home, complaints } = await openWindow(browser);
  await openImport(page);
  const { bytes } = trained;
  const altered = Buffer.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  altered[middle] = altered[middle]! ^ 1;
  const broken = [
    ['half.springback', bytes.subarray(0, middle), /cut short/],
    ['nearly.springback', bytes.subarray(0, -1), /cut short/],
    ['altered.springback', altered, /altered/],
    ['empty.springback', Buffer.alloc(0), /empty/],
  ] as const;
  for (const [name, content, message] of broken) {
    const file = join(home, name);
    writeFileSync(file, content);
    await give(page, file);
    const alert = dialog(page).getByRole('alert');
    await alert.getByText(`${name} was not imported`).waitFor(soon);
    expect(await alert.textContent()).toMatch(message);
    await button(page, 'Choose another file').click();
  }
  expect(await callHost(page, 'experiment.list', {})).toEqual([]);
  expect(readdirSync(join(home, 'incoming'))).toEqual([]);
  expect(complaints).toEqual([]);
});

it('exports an experiment with its checkpoints as a file that the command line imports whole', async () => {
  const { home } = trained;
  const { url } = await startServer(home);
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1, name: 'Large one' }).waitFor(soon);
  await page.evaluate("location.hash = '#/history'");
  await page.getByRole('checkbox', { name: 'Select Large one' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await dialog(page).getByRole('checkbox', { name: 'With checkpoints' }).check();
  await dialog(page).getByLabel('File name').fill('für alle 語');
  await button(page, 'Export').click();
  const link = dialog(page).getByRole('link', { name: 'Download' });
  await link.waitFor(soon);
  const file = await downloaded(page, () => link.click());
  expect(file.name).toBe('für alle 語.springback');
  expect(file.bytes.equals(readFileSync(join(home, 'exports', file.name)))).toBe(true);
  const other = temporaryHome();
  const path = join(other, file.name);
  writeFileSync(path, file.bytes);
  const { code, stdout, stderr } = await cli('import', path, '--home', join(other, 'home'), '--json');
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ experiments: [1] });
  const [here, there] = [join(home, 'checkpoints'), join(other, 'home', 'checkpoints')];
  expect(readdirSync(there).toSorted()).toEqual(readdirSync(here).toSorted());
  for (const name of readdirSync(here))
    expect(readFileSync(join(there, name)).equals(readFileSync(join(here, name))), name).toBe(true);
  await page.close();
});
