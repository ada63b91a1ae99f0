// The history in every state, in a real Chromium: each kind of row, what is selected and open, every panel and dialog.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectForEveryone, goTo, openStill, SharedServer } from './everyone.ts';
import { temporaryHome } from './served-window.ts';

let browser: Browser;
const filled = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await filled.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 6, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await filled.end();
});

const row = (page: Page, index: number) => page.locator(`.history-row[data-index="${index}"]`);
const counted = (page: Page, text: string) =>
  page.locator('.history-status').getByText(text, { exact: true }).waitFor();
const rows = (page: Page, kind: string) => page.getByText(kind, { exact: true }).first().click();
async function data(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Data' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
async function closed(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

it('rows, filters, columns, selection, the drawer', async () => {
  const { page, complaints } = await filled.open(browser, '#/history');
  await counted(page, '6 experiments');
  await expectForEveryone(page, 'experiments');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('list', { name: 'Columns' }).waitFor();
  await expectForEveryone(page, 'the choice of columns');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Data' }).click();
  await page.getByRole('menu').waitFor();
  await expectForEveryone(page, 'the menu of data');
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await page.getByText('6 experiments selected').waitFor();
  await expectForEveryone(page, 'experiments selected');
  await page.getByRole('button', { name: 'Tag…' }).click();
  await page.getByLabel('Add a tag').fill('to check');
  await page.getByRole('option', { name: /New tag/ }).waitFor();
  await expectForEveryone(page, 'tags of the selected');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await row(page, 0).locator('.history-name').click();
  await page.getByRole('dialog').getByLabel('Notes').waitFor();
  await expectForEveryone(page, 'the details of an experiment');
  await closed(page);
  await rows(page, 'Runs');
  await counted(page, '72 runs');
  await row(page, 0).locator('.history-name').click();
  await page.getByRole('dialog').getByText('At the end').waitFor();
  await expectForEveryone(page, 'the details of a run');
  await closed(page);
  const field = page.getByLabel('Filter', { exact: true });
  await field.fill('sta');
  await page.getByRole('option', { name: /^state/ }).waitFor();
  await expectForEveryone(page, 'runs, and what a filter may say');
  await field.fill('seed = (');
  await page.getByText('a bracket is not closed').waitFor();
  await expectForEveryone(page, 'a filter with a fault');
  await field.fill('seed = 99');
  await page.getByText('No row passes this filter').waitFor();
  await expectForEveryone(page, 'no row passes');
  await field.fill('');
  await page.setViewportSize({ width: 1024, height: 700 });
  await counted(page, '72 runs');
  await expectForEveryone(page, 'runs, narrow');
  expect(complaints).toEqual([]);
}, 240_000);

it('the trash, clean-up and backups', async () => {
  const { page, complaints } = await filled.open(browser, '#/history');
  await rows(page, 'Trash');
  await page.getByText('The trash is empty').waitFor();
  await expectForEveryone(page, 'the empty trash');
  await rows(page, 'Experiments');
  await row(page, 5).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Move to trash' }).click();
  await page
    .getByRole('alert')
    .getByText(/“.+” moved to the trash/)
    .waitFor();
  await expectForEveryone(page, 'what was moved to the trash');
  await rows(page, 'Trash');
  await counted(page, '1 experiment in the trash');
  await row(page, 0).getByRole('checkbox').click();
  await expectForEveryone(page, 'the trash, a row selected');
  await data(page, 'Clean up…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete for ever' }).waitFor();
  await dialog.getByText(/^database /).waitFor();
  await expectForEveryone(page, 'the clean-up of the trash');
  const kinds = dialog.getByRole('radiogroup').first().getByRole('radio');
  for (let kind = 1; kind < (await kinds.count()); kind++) {
    await kinds.nth(kind).check({ force: true });
    await dialog.getByRole('progressbar').waitFor({ state: 'hidden' });
    await expectForEveryone(page, `the clean-up, kind ${kind + 1}`);
  }
  await closed(page);
  await data(page, 'Backups…');
  await dialog.getByRole('button', { name: 'Back up now' }).click();
  await dialog.getByText(/^Backed up as /).waitFor();
  await expectForEveryone(page, 'the backups');
  await dialog
    .getByRole('button', { name: /^Restore / })
    .first()
    .click();
  await dialog.getByLabel('Type “restore” to go on').waitFor();
  await expectForEveryone(page, 'a backup to be restored');
  await closed(page);
  await row(page, 0).getByRole('checkbox').setChecked(true);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByText('The trash is empty').waitFor();
  expect(complaints).toEqual([]);
}, 240_000);

it('export and import', async () => {
  const { page, complaints } = await filled.open(browser, '#/history');
  await data(page, 'Export a bundle…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Experiments' }).click();
  await page.getByRole('option').first().waitFor();
  await expectForEveryone(page, 'the choice of what is exported');
  await page.getByRole('option').first().click();
  await page.keyboard.press('Tab');
  await dialog.getByText(/before compression/).waitFor();
  await expectForEveryone(page, 'what is exported');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const link = dialog.getByRole('link', { name: 'Download' });
  await link.waitFor();
  await expectForEveryone(page, 'a bundle that was written');
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const folder = temporaryHome();
  const file = join(folder, 'fetched.springback');
  await download.saveAs(file);
  await closed(page);
  const broken = join(folder, 'broken.springback');
  writeFileSync(broken, 'not a bundle at all');
  await data(page, 'Import a bundle…');
  await dialog.getByText('Drop a bundle here').waitFor();
  await expectForEveryone(page, 'the choice of a bundle');
  await page.setInputFiles('input[type=file]', broken);
  await dialog.getByText('broken.springback was not imported').waitFor();
  await expectForEveryone(page, 'a broken bundle');
  await dialog.getByRole('button', { name: 'Choose another file' }).click();
  await page.setInputFiles('input[type=file]', file);
  await dialog.getByText('is here already').waitFor();
  await expectForEveryone(page, 'the report of a bundle');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText(/imported$/).waitFor();
  await expectForEveryone(page, 'a bundle that was imported');
  expect(complaints).toEqual([]);
}, 240_000);

it('nothing yet, and a history that cannot be read', async () => {
  const { page } = await openStill(browser);
  await page.route('**/api/history.*', (route) => route.fulfill({ status: 500, body: 'no JSON' }));
  await goTo(page, '#/history');
  await page.getByText('The history cannot be read').waitFor();
  await expectForEveryone(page, 'a history that cannot be read');
  await page.unroute('**/api/history.*');
  await page.reload();
  await page.getByText('Nothing has been run yet').waitFor();
  await expectForEveryone(page, 'the empty history');
}, 240_000);
