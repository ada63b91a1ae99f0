// Many rows, many tags and strange names in a real Chromium: tagged, thrown away and brought back together, and shown as
// they are wherever a name goes.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
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
async function openHome(experiments: number): Promise<{ page: Page; complaints: string[] }> {
  const home = temporaryHome();
  generateHistory(home, { experiments, runsPerExperiment: 4, points: experiments * 1000 });
  const { url } = await startServer(home, ['--workers', '1']);
  const page = await browser.newPage({ viewport: screens.wide });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.goto(url.replace(/\?.*$/, '#/history'));
  await page.locator('.history-row').first().waitFor(soon);
  return { page, complaints };
}
const counted = (page: Page, text: string): Promise<void> =>
  page.locator('.history-status').getByText(text, { exact: true }).waitFor(soon);
const pressed = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

it('tags many rows at once, among ten thousand tags, and throws them away and back together', async () => {
  const { page, complaints } = await openHome(6);
  const tags = Array.from({ length: 10_000 }, (_, index) => `tag ${index}`);
  await callHost(page, 'experiment.annotate', { ids: [1], tags });
  await page.getByText('+9,997').waitFor(soon);
  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await page.getByText('6 experiments selected').waitFor();
  await pressed(page, 'Tag…');
  const editor = page.getByRole('dialog', { name: 'Tag…' });
  const field = editor.getByLabel('Add a tag');
  // However many are known, few are offered; each row that has a tag is counted.
  await editor.getByText('1 of 6').first().waitFor(soon);
  await field.fill('tag 99');
  expect(await editor.getByRole('option').count()).toBeLessThanOrEqual(31);
  await field.fill('für alle');
  await editor.getByRole('option', { name: 'New tag “für alle”' }).click();
  const tagged = async (): Promise<number> =>
    (await callHost(page, 'experiment.list', {})).filter((one) => one.tags.includes('für alle')).length;
  await expect.poll(tagged, soon).toBe(6);
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'hidden' });
  await pressed(page, 'Clear the selection');
  await page.getByLabel('Filter', { exact: true }).fill('tag = "für alle"');
  await counted(page, '6 experiments');
  await page.getByLabel('Filter', { exact: true }).fill('tag = "tag 9999"');
  await counted(page, '1 of 6 experiments');
  await page.getByLabel('Filter', { exact: true }).fill('');
  await counted(page, '6 experiments');
  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await pressed(page, 'Move to trash');
  await page.getByText('Trash', { exact: true }).first().click();
  await counted(page, '6 experiments in the trash');
  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await pressed(page, 'Restore');
  await page.getByText('The trash is empty').waitFor(soon);
  await page.getByText('Experiments', { exact: true }).first().click();
  await counted(page, '6 experiments');
  expect(await tagged()).toBe(6);
  expect(complaints).toEqual([]);
  await page.close();
});

const strange = [
  'e\u0301 is not é, but Z\u0351\u036b\u0343 too',
  'שלום עולם (مرحبا) left',
  '\u202Eturned around\u202C and back',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🧪',
  'zero\u200Bwidth\u2060joined\u200D\uFEFFhere',
  'x'.repeat(200),
];

it('shows names with any Unicode as they are in lists, filters, charts, decks and files', async () => {
  const { page, complaints } = await openHome(8);
  for (const [index, name] of strange.entries())
    expect(await callHost(page, 'experiment.annotate', { ids: [index + 1], name, tags: [name] })).toEqual({});
  // Half of a pair of surrogates is no character: it becomes the sign for one that is missing.
  await callHost(page, 'experiment.annotate', {
    ids: [7],
    name: 'half \uD83D of a pair',
    tags: ['\uDC00 tail'],
  });
  const names = [...strange, 'half \uFFFD of a pair'];
  expect((await callHost(page, 'experiment.list', {})).find(({ id }) => id === 7)?.tags).toEqual([
    '\uFFFD tail',
  ]);
  await expect
    .poll(async () => (await callHost(page, 'experiment.list', {})).map(({ name }) => name), soon)
    .toEqual(expect.arrayContaining(names));
  const shown = page.locator('.history-row[data-index] .history-name');
  await expect.poll(async () => await shown.allTextContents(), soon).toEqual(expect.arrayContaining(names));
  const field = page.getByLabel('Filter', { exact: true });
  for (const name of names.slice(0, 5)) {
    await field.fill(`name = ${JSON.stringify(name)}`);
    await counted(page, '1 of 8 experiments');
    await expect.poll(() => shown.allTextContents(), soon).toEqual([name]);
    await field.fill('');
    await counted(page, '8 experiments');
    await field.fill(`tag = ${JSON.stringify(name)}`);
    await counted(page, '1 of 8 experiments');
    await field.fill('');
    await counted(page, '8 experiments');
  }
  // As the names of series in a chart, in its picture and in its table.
  const view = encodeView({
    selection: { experiments: [1, 2, 3, 4, 5, 6, 7] },
    colour: 'experiment',
    phases: ['unalign'],
  });
  await page.evaluate(`location.hash = '#/compare?view=${view}'`);
  await page.locator('.compare-stage[data-stale="false"]').waitFor(soon);
  const file = async (item: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Export' }).click();
    return (await downloaded(page, () => page.getByRole('menuitem', { name: item }).click())).bytes;
  };
  expect((await file('PNG, 1×')).subarray(1, 4).toString()).toBe('PNG');
  const table = (await file('CSV of what is drawn')).toString();
  for (const name of names) expect(table).toContain(name);
  const svg = (await file('SVG, sharp at any size')).toString();
  expect(svg).toContain('🧪');
  // In the designer, whose schedule is a text that may hold the half as an escape.
  await page.evaluate("location.hash = '#/design'");
  await pressed(page, 'Start from nothing');
  await page.getByText('Saved as a draft').waitFor(soon);
  const text = JSON.stringify({ springback: 1, name: 'half \uD83D here' });
  await page.getByRole('textbox', { name: 'Schedule as JSON' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
  await page.getByRole('heading', { level: 1, name: /^half . here$/u }).waitFor(soon);
  await page.getByText('Saved as a draft').waitFor(soon);
  expect(text).toContain('\\ud83d');
  const saved = await downloaded(page, () => page.getByRole('button', { name: 'Save a file' }).click());
  expect(saved.bytes.toString()).toBe(text);
  await expect
    .poll(async () => (await callHost(page, 'draft.list', {})).map((draft) => draft.text), soon)
    .toEqual([text]);
  expect(complaints).toEqual([]);
  await page.close();
});
