// Settings and the doctor, in a real Chromium against the real server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** The user's configuration folder for the servers of one test: the real one stays as it is. */
function ownConfiguration(): string {
  const folder = temporaryHome();
  process.env.XDG_CONFIG_HOME = folder;
  return join(folder, 'springback', 'preferences.json');
}
async function open(hash: string): Promise<{ page: Page; home: string; complaints: string[] }> {
  const { page, home, complaints } = await openWindow(browser);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  return { page, home, complaints };
}

it('saves a number at once, takes it back, and says at the field what is wrong with another', async () => {
  ownConfiguration();
  const { page, complaints } = await open('#/settings');
  const workers = page.getByLabel('Workers', { exact: true });
  await workers.fill('1');
  await workers.press('Enter');
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.getByText('idle, 1 worker').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('As it was.').waitFor();
  expect(await workers.inputValue()).toBe('');
  await workers.fill('0');
  await workers.blur();
  await page.getByText('expected a whole number from 1 to 256, got "0"').waitFor();
  const seconds = page.getByLabel('Seconds between checkpoints');
  await seconds.fill('90');
  await seconds.blur();
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.reload();
  await expect
    .poll(() => page.getByLabel('Seconds between checkpoints', { exact: true }).inputValue())
    .toBe('90');
  expect(complaints).toEqual([]);
}, 60_000);

it('keeps the data folder for the next start, and refuses what is none', async () => {
  const file = ownConfiguration();
  const { page, home } = await open('#/settings');
  await page.locator('.setting-path').getByText(home).waitFor();
  const field = page.getByRole('textbox', { name: 'Data folder from the next start on' });
  const inTheWay = join(temporaryHome(), 'file');
  writeFileSync(inTheWay, '');
  await field.fill(inTheWay);
  await field.press('Enter');
  await page.getByRole('status').getByText('is a file, not a folder').waitFor();
  expect(existsSync(file)).toBe(false);
  const next = join(temporaryHome(), 'next');
  await field.fill(next);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ home: next });
}, 60_000);

it('shows another window’s change of a setting', async () => {
  ownConfiguration();
  const { page } = await open('#/settings');
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const one of [page, other]) await one.getByLabel('Workers', { exact: true }).waitFor();
  await other.getByLabel('Workers', { exact: true }).fill('1');
  await other.getByLabel('Workers', { exact: true }).press('Enter');
  await expect.poll(() => page.getByLabel('Workers', { exact: true }).inputValue()).toBe('1');
  await other.close();
}, 60_000);

it('keeps what is set for this window: motion, size of text', async () => {
  ownConfiguration();
  const { page } = await open('#/settings');
  const html = page.locator('html');
  expect(await html.getAttribute('data-motion')).toBe('full');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.locator('html[data-motion="reduced"]').waitFor({ state: 'attached' });
  await page.getByRole('radiogroup', { name: 'Motion' }).getByText('Full').click();
  expect(await html.getAttribute('data-motion')).toBe('full');
  await page.getByRole('radiogroup', { name: 'Size of text' }).getByText('Larger').click();
  await page.reload();
  await page.getByRole('radiogroup', { name: 'Motion' }).waitFor();
  expect(await html.getAttribute('data-motion')).toBe('full');
  expect(await html.getAttribute('style')).toContain('font-size: 130%');
  await picture(page, 'settings-larger');
}, 60_000);

it('the doctor examines the machine, and its report can be copied', async () => {
  ownConfiguration();
  const { page, complaints } = await open('#/doctor');
  await page.getByText('Examining versions').waitFor();
  await page.getByRole('heading', { name: 'In order' }).waitFor({ timeout: 30_000 });
  await page.locator('.findings').getByText('Database').waitFor();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await picture(page, `doctor-${scheme}`);
  }
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy report' }).click();
  const report = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(report).toMatch(/^springback doctor, 20/);
  expect(report).toContain('[ok] Database: ');
  await page.getByRole('button', { name: 'Examine again' }).click();
  await page.getByText('Examining versions').waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

it.each(['light', 'dark'] as const)(
  'settings fit the window, %s',
  async (scheme) => {
    ownConfiguration();
    const { page } = await open('#/settings');
    await page.emulateMedia({ colorScheme: scheme });
    await page.getByText('onnxruntime').first().waitFor({ timeout: 30_000 });
    await picture(page, `settings-${scheme}`);
  },
  60_000,
);
