// What a user does with the history, in a real Chromium against the real server: find, mark, throw away and bring back,
// carry to another machine, clean up, back up and restore.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectAccessible } from './accessibility.ts';
import { picture, screens, startServer, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

interface Opened {
  readonly page: Page;
  readonly home: string;
  readonly url: string;
  readonly complaints: string[];
}

/** The history page over a home of its own with so many made-up experiments of 12 runs. */
async function openHistory(experiments: number, hash = '#/history'): Promise<Opened> {
  const home = temporaryHome();
  if (experiments > 0)
    generateHistory(home, { experiments, runsPerExperiment: 12, points: experiments * 6000 });
  const { url } = await startServer(home, ['--workers', '1']);
  const page = await browser.newPage({ viewport: screens.wide, colorScheme: 'light' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.goto(url.replace(/\?.*$/, hash));
  return { page, home, url, complaints };
}

const row = (page: Page, index: number) => page.locator(`.history-row[data-index="${index}"]`);
const nameOf = (page: Page, index: number) =>
  row(page, index)
    .locator('.history-name')
    .textContent()
    .then((text) => text ?? '');
const counted = (page: Page, text: string) =>
  page.locator('.history-status').getByText(text, { exact: true }).waitFor();
const choose = (page: Page, name: string) => row(page, 0).page().getByRole('checkbox', { name }).click();
async function data(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Data' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}
const closeDialog = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

describe('the history', () => {
  it('finds, sorts and keeps its arrangement; its address holds the filter; all of it by the keyboard', async () => {
    const { page, url, complaints } = await openHistory(4);
    await counted(page, '4 experiments');
    await page.getByText('Runs', { exact: true }).first().click();
    await counted(page, '48 runs');
    const grid = page.getByRole('grid', { name: 'Runs' });
    expect(await grid.getAttribute('aria-rowcount')).toBe('49');
    // Far fewer rows are drawn than there are.
    const field = page.getByLabel('Filter', { exact: true });
    await field.fill('seed = 1 and widht = 16');
    await page.getByText('did you mean “width”?').waitFor();
    await field.fill('seed = 1');
    await page
      .locator('.history-status')
      .getByText(/^\d+ of 48 runs$/)
      .waitFor();
    await expect.poll(() => page.evaluate('location.hash')).toContain('seed');
    await field.fill('sta');
    await page.getByRole('option', { name: /^state/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('state ');
    await page.keyboard.type('= fin');
    await page.getByRole('option', { name: /^finished/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('state = finished ');
    await field.fill('');
    await counted(page, '48 runs');
    // Sorting: one column, then one more with Shift.
    const header = (name: string) => grid.getByRole('columnheader', { name });
    await header('seed').getByRole('button').click();
    expect(await header('seed').getAttribute('aria-sort')).toBe('descending');
    await header('name')
      .getByRole('button')
      .click({ modifiers: ['Shift'] });
    expect(await header('name').getAttribute('aria-sort')).toBe('ascending');
    const highest = await row(page, 0).textContent();
    await header('seed').getByRole('button').press('Enter');
    expect(await header('seed').getAttribute('aria-sort')).toBe('ascending');
    expect(await row(page, 0).textContent()).not.toBe(highest);
    await header('seed').getByRole('button').press('Alt+ArrowRight');
    await header('seed').getByRole('button').press('Alt+Shift+ArrowLeft');
    // Rows: move, select a range, all, none, open.
    await row(page, 0).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 runs selected').waitFor();
    await page.keyboard.press('End');
    expect(await page.evaluate('document.activeElement.dataset.index')).toBe('47');
    await page.keyboard.press('Control+a');
    await page.getByText('48 runs selected').waitFor();
    await page.keyboard.press('Escape');
    await counted(page, '48 runs');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('At the end').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // A reload at the address with a filter: the arrangement is still there.
    await page.goto(url.replace(/\?.*$/, '#/history?filter=seed+%3D+1'));
    await page.reload();
    await page
      .locator('.history-status')
      .getByText(/^\d of 4 experiments$|^4 experiments$/)
      .waitFor();
    expect(await field.inputValue()).toBe('seed = 1');
    await page.getByText('Runs', { exact: true }).first().click();
    const titles = await page.locator('.history-head .history-title').allTextContents();
    expect(titles.slice(0, 3)).toEqual(['name', 'seed', 'state']);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('keeps stars, tags and notes through a reload, archives, throws away and brings back', async () => {
    const { page, complaints } = await openHistory(4);
    await counted(page, '4 experiments');
    const name = await nameOf(page, 0);
    const starred = await row(page, 0)
      .getByRole('button', { name: `Star ${name}` })
      .getAttribute('aria-pressed');
    await row(page, 0)
      .getByRole('button', { name: `Star ${name}` })
      .click();
    await row(page, 0).locator('.history-name').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Notes').fill('Looks odd at θ1 — 再現する?');
    await drawer.getByText('Saved', { exact: true }).waitFor();
    await drawer.getByLabel('Add a tag').fill('to check');
    await drawer.getByRole('option', { name: 'New tag “to check”' }).click();
    await drawer.getByText('to check', { exact: true }).waitFor();
    // It is in the address, and would be open again.
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.reload();
    await counted(page, '4 experiments');
    expect(
      await row(page, 0)
        .getByRole('button', { name: `Star ${name}` })
        .getAttribute('aria-pressed'),
    ).toBe(starred === 'true' ? 'false' : 'true');
    const field = page.getByLabel('Filter', { exact: true });
    await field.fill('tag = "to check" and notes ~ 再現');
    await counted(page, '1 of 4 experiments');
    expect(await nameOf(page, 0)).toBe(name);
    // Archive: out of sight, not out of reach.
    await choose(page, `Select ${name}`);
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await page.getByText('No row passes this filter').waitFor();
    await page.getByRole('button', { name: 'Show archived (1)' }).click();
    await page.getByRole('checkbox', { name: `Select ${name}` }).waitFor();
    await page.getByRole('button', { name: 'Unarchive' }).click();
    // Trash, undone by keyboard, then again, and back.
    await page.getByRole('button', { name: 'Move to trash' }).click();
    await page.getByText('No row passes this filter').waitFor();
    const toast = page.getByRole('alert').filter({ hasText: `“${name}” moved to the trash` });
    await toast.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(`“${name}” restored`).waitFor();
    await choose(page, `Select ${name}`);
    await page.getByRole('button', { name: 'Move to trash' }).click();
    await page.getByText('No row passes this filter').waitFor();
    await field.fill('');
    await counted(page, '3 experiments');
    await page.getByText('Trash', { exact: true }).first().click();
    await counted(page, '1 experiment in the trash');
    await choose(page, `Select ${name}`);
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('The trash is empty').waitFor();
    await page.getByText('Experiments', { exact: true }).first().click();
    await counted(page, '4 experiments');
    // Out again, and for ever.
    await choose(page, `Select ${name}`);
    await page.getByRole('button', { name: 'Move to trash' }).click();
    await counted(page, '3 experiments');
    await data(page, 'Clean up…');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText('Space of the data folder')
      .or(dialog.getByText(/^database /))
      .first()
      .waitFor();
    await dialog.getByText(name, { exact: true }).waitFor();
    await picture(page, 'history-cleanup');
    const act = dialog.getByRole('button', { name: 'Delete for ever' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByLabel('This cannot be taken back').check();
    await act.click();
    await dialog.getByText(/freed$/).waitFor();
    await closeDialog(page);
    await page.getByText('Trash', { exact: true }).first().click();
    await page.getByText('The trash is empty').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('carries an experiment to another home in a bundle, and says what is wrong with a broken one', async () => {
    const first = await openHistory(2);
    await counted(first.page, '2 experiments');
    const name = await nameOf(first.page, 0);
    await choose(first.page, `Select ${name}`);
    await first.page.getByRole('button', { name: 'Export…' }).click();
    await first.page.getByText(/before compression/).waitFor();
    await first.page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const link = first.page.getByRole('link', { name: 'Download' });
    await link.waitFor({ timeout: 20_000 });
    const [download] = await Promise.all([first.page.waitForEvent('download'), link.click()]);
    const file = join(first.home, 'fetched.springback');
    await download.saveAs(file);

    const second = await openHistory(0);
    await second.page.getByText('Nothing has been run yet').waitFor();
    await second.page.getByRole('button', { name: 'Import a bundle' }).click();
    const dialog = second.page.getByRole('dialog');
    const broken = join(second.home, 'broken.springback');
    writeFileSync(broken, 'not a bundle at all');
    await second.page.setInputFiles('input[type=file]', broken);
    await dialog.getByText('broken.springback was not imported').waitFor();
    await dialog.getByRole('button', { name: 'Choose another file' }).click();
    await second.page.setInputFiles('input[type=file]', file);
    await dialog.getByRole('cell', { name }).waitFor({ timeout: 20_000 });
    await dialog.getByText('new', { exact: true }).waitFor();
    await picture(second.page, 'history-import');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('1 experiment imported').waitFor({ timeout: 20_000 });
    await closeDialog(second.page);
    await counted(second.page, '1 experiment');
    expect(await nameOf(second.page, 0)).toBe(name);
    // Once more: it is here already.
    await data(second.page, 'Import a bundle…');
    await second.page.setInputFiles('input[type=file]', file);
    await dialog.getByText('is here already').waitFor({ timeout: 20_000 });
    expect([...first.complaints, ...second.complaints]).toEqual([]);
    await first.page.close();
    await second.page.close();
  }, 60_000);

  it('backs up and restores only after a word', async () => {
    const { page, complaints } = await openHistory(3);
    await counted(page, '3 experiments');
    await data(page, 'Backups…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Back up now' }).click();
    await dialog.getByText(/^Backed up as /).waitFor();
    await closeDialog(page);
    const name = await nameOf(page, 0);
    await choose(page, `Select ${name}`);
    await page.getByRole('button', { name: 'Move to trash' }).click();
    await counted(page, '2 experiments');
    await data(page, 'Backups…');
    await dialog
      .getByRole('button', { name: /^Restore / })
      .first()
      .click();
    const restore = dialog.getByRole('button', { name: 'Restore', exact: true });
    expect(await restore.isDisabled()).toBe(true);
    await dialog.getByLabel('Type “restore” to go on').fill('restore');
    await restore.click();
    await dialog.getByText(/is kept as /).waitFor({ timeout: 20_000 });
    const replaced = dialog.getByRole('button', { name: /^Delete before-restore/ });
    await dialog.getByText('before a restore', { exact: true }).waitFor();
    await replaced.click();
    await expectAccessible(page, 'a backup to be deleted');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await replaced.click();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText(/is deleted\.$/).waitFor();
    await expect.poll(() => replaced.count()).toBe(0);
    expect(await dialog.getByText('asked for', { exact: true }).count()).toBe(1);
    await closeDialog(page);
    await counted(page, '3 experiments');
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('follows what others change without losing place, selection or focus, and bears ten thousand tags', async () => {
    const { page, complaints } = await openHistory(30);
    await counted(page, '30 experiments');
    const name = await nameOf(page, 0);
    await row(page, 2).getByRole('checkbox').click();
    await row(page, 2).focus();
    for (let step = 0; step < 24; step += 1) await page.keyboard.press('ArrowDown');
    const place = () =>
      page.evaluate<string>(
        'document.querySelector(".history-scroller").scrollTop + " " + document.activeElement.dataset.index',
      );
    const before = await place();
    expect(before).toMatch(/^[1-9]\d* 26$/);
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag ${index}`);
    const change = JSON.stringify({ ids: [30], tags, notes: 'from elsewhere', starred: true });
    await page.evaluate(
      `fetch('api/experiment.annotate', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(change)} }).then((answer) => answer.status)`,
    );
    await page.waitForTimeout(2500);
    expect(await place()).toBe(before);
    await page.getByText('1 experiment selected').waitFor();
    await page.keyboard.press('Home');
    await row(page, 0).getByText('+9,997').waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('9,960 more').waitFor();
    expect(await drawer.locator('.history-pills li').count()).toBe(40);
    await drawer.getByLabel('Add a tag').fill('tag 9');
    expect(await drawer.getByLabel('Notes').inputValue()).toBe('from elsewhere');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    const field = page.getByLabel('Filter', { exact: true });
    await field.fill('tag = tag-99');
    expect(await page.getByRole('option').count()).toBeLessThanOrEqual(8);
    await field.fill('tag = "tag 9999"');
    await page.getByText(name, { exact: true }).first().waitFor();
    await expect.poll(() => row(page, 1).count(), { timeout: 8000 }).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);

  it('shows saved results, and lets nobody change them', async () => {
    const { url } = await startServer(temporaryHome(), ['--showcase']);
    const page = await browser.newPage({ viewport: screens.wide });
    await page.goto(url);
    await page.goto(url.replace(/\?.*$/, '#/history'));
    await row(page, 0).waitFor();
    expect(await page.getByRole('button', { name: 'Data' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Star / }).count()).toBe(0);
    await row(page, 0).getByRole('checkbox').click();
    await page.getByText('read-only', { exact: false }).first().waitFor();
    expect(await page.getByRole('button', { name: 'Move to trash' }).count()).toBe(0);
    await picture(page, 'history-saved');
    await row(page, 0).locator('.history-name').click();
    expect(await page.getByRole('dialog').getByLabel('Notes').getAttribute('readonly')).not.toBeNull();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect.poll(() => page.evaluate('location.hash')).toMatch(/^#\/compare\?view=./);
    await page.close();
  }, 60_000);

  it('fits in both themes and sizes', async () => {
    const { page, complaints } = await openHistory(6);
    await counted(page, '6 experiments');
    await page.getByRole('checkbox', { name: /^Select all/ }).click();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await picture(page, `history-experiments-${scheme}`);
    }
    await page.getByText('Runs', { exact: true }).first().click();
    await counted(page, '72 runs');
    await page.getByLabel('Filter', { exact: true }).fill('seed = (');
    await page.getByText('a bracket is not closed').waitFor();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await picture(page, `history-runs-${scheme}`);
    }
    expect(complaints).toEqual([]);
    await page.close();
  }, 60_000);
});
