// A run has an address: it is reached from wherever it is named, Back closes it, and one that is gone says so. What an
// experiment's page offers beside its charts, and what a reload keeps.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture } from './served-window.ts';
import { callHost } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const hash = (page: Page): Promise<string> => page.evaluate<string>('location.hash');
const goTo = (page: Page, to: string) => page.evaluate(`location.hash = ${JSON.stringify(to)}`);

async function submit(page: Page, schedule: object): Promise<number> {
  const { id } = await callHost(page, 'experiment.submit', { schedule: schedule as never });
  return id;
}
async function finished(page: Page, id: number): Promise<void> {
  const state = async () => (await callHost(page, 'experiment.list', {})).find((one) => one.id === id)?.state;
  await expect.poll(state, { timeout: 60_000 }).toBe('finished');
}

it('leads from the runs and the samples to the run, back again, and tells of one that is gone', async () => {
  const { page, complaints } = await openWindow(browser);
  const id = await submit(page, tinySchedule({ seeds: [1] }));
  await finished(page, id);
  await goTo(page, `#/experiments/${id}`);
  const [run] = await callHost(page, 'history.runs', {});
  await page.getByRole('link', { name: `Run ${run!.id}`, exact: true }).click();
  const drawer = page.getByRole('dialog', { name: `Run ${run!.id}` });
  await drawer.getByRole('heading', { name: 'Steps' }).waitFor();
  expect(await hash(page)).toBe(`#/history?mode=runs&row=r${run!.id}`);
  await picture(page, 'run-address');
  await drawer.getByRole('button', { name: 'Close the details' }).click();
  await drawer.waitFor({ state: 'hidden' });
  expect(await hash(page)).toBe('#/history?mode=runs');

  // Opened by hand it is a step of the browser's history: Back closes it, and a reload keeps it.
  await page.getByRole('row').nth(1).dblclick();
  await page.getByRole('row').nth(1).press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await hash(page)).toMatch(/^#\/history\?mode=runs&row=r\d+$/);
  await page.reload();
  await page.getByRole('dialog').getByRole('heading', { name: 'Steps' }).waitFor();
  await page.goBack();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await hash(page)).toBe('#/history?mode=runs');

  await goTo(page, `#/experiments/${id}`);
  await page.getByRole('link', { name: /^Open run \d+$/ }).click();
  await page.getByRole('dialog').getByRole('heading', { name: 'Steps' }).waitFor();

  await goTo(page, '#/history?mode=runs&row=r99999');
  const gone = page.getByRole('dialog', { name: 'Not here' });
  await gone.getByText('There is no run 99999 here').waitFor();
  await picture(page, 'run-gone');
  await gone.getByRole('link', { name: 'All runs' }).click();
  await gone.waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
}, 180_000);

it('keeps the mode, the sorting and the chosen charts of an address through a reload', async () => {
  const { page, complaints } = await openWindow(browser);
  const id = await submit(page, tinySchedule({ seeds: [1] }));
  await finished(page, id);
  await goTo(page, '#/history');
  const before = await page.evaluate<number>('history.length');
  await page.getByText('Runs', { exact: true }).first().click();
  await expect.poll(() => hash(page)).toBe('#/history?mode=runs');
  await page.getByRole('columnheader', { name: /seed/ }).getByRole('button').first().click();
  await expect.poll(() => hash(page)).toMatch(/sort=-?seed/);
  await page.reload();
  await page.getByRole('grid', { name: 'Runs' }).waitFor();
  expect(await hash(page)).toMatch(/mode=runs&sort=-?seed/);
  expect(await page.evaluate<number>('history.length')).toBe(before);

  await goTo(page, `#/experiments/${id}`);
  await page.getByRole('radiogroup', { name: 'Metric' }).getByText('Score').click();
  await page.getByLabel('Lines stand for').selectOption('');
  await expect.poll(() => hash(page)).toContain('metric=behaviour.score&lines=&');
  await page.reload();
  const lines = page.getByLabel('Lines stand for');
  await lines.waitFor();
  expect(await lines.inputValue()).toBe('');
  expect(await page.getByRole('radio', { name: 'Score' }).isChecked()).toBe(true);
  await goTo(page, `#/monitor?experiment=${id}`);
  await page.getByRole('heading', { name: 'Monitor' }).waitFor();
  expect(complaints).toEqual([]);
}, 180_000);

it('retries a cancelled experiment, and takes stars, tags, notes, names, decks and the trash from its page', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--workers', '1'] });
  const long = { pretrain: { tokens: 3_000_000, batch: 8 }, axes: {}, seeds: [1] };
  const id = await submit(page, tinySchedule({ name: 'stopped', ...long }));
  await callHost(page, 'experiment.cancel', { id });
  await goTo(page, '#/');
  await page.getByRole('list', { name: 'Experiments that are over' }).getByText('stopped').waitFor();
  await picture(page, 'home-retry');
  await page.getByRole('button', { name: 'Retry stopped' }).click();
  await page.getByRole('button', { name: 'Cancel stopped' }).waitFor();
  await callHost(page, 'experiment.cancel', { id });
  await goTo(page, `#/experiments/${id}`);
  await page.getByRole('button', { name: 'Retry stopped' }).waitFor();

  const head = page.locator('section[aria-label="Progress"]');
  await head.getByRole('button', { name: 'Give it a star' }).click();
  await head.getByRole('button', { name: 'Take the star away' }).waitFor();
  await head.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Name, notes and tags…' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill('stopped twice');
  await drawer.getByLabel('Name').press('Enter');
  await drawer.getByLabel('Add a tag').fill('paper');
  await drawer.getByLabel('Add a tag').press('Enter');
  await drawer.getByLabel('Notes').fill('too long');
  await drawer.getByText('Saved').waitFor();
  await picture(page, 'experiment-details');
  await drawer.getByRole('button', { name: 'Close the details' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await head.getByRole('heading', { name: 'stopped twice' }).waitFor();
  await head.getByRole('list', { name: 'Tags' }).getByText('paper').waitFor();
  await head.getByText('too long').waitFor();
  const [kept] = await callHost(page, 'experiment.list', {});
  expect(kept).toMatchObject({ name: 'stopped twice', tags: ['paper'], notes: 'too long', starred: true });

  await head.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Move to trash' }).waitFor();
  await picture(page, 'experiment-menu');
  await page.getByRole('menuitem', { name: 'Move to trash' }).click();
  await page.getByRole('grid', { name: 'Trash' }).getByText('stopped twice').waitFor();
  expect(await hash(page)).toBe('#/history?mode=trash');
  expect(complaints).toEqual([]);
}, 180_000);
