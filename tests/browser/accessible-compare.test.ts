// Compare in every state, in a real Chromium: each kind of view over the saved results, and what can be opened over it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import type { ViewInput } from '../../src/core/view.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectForEveryone, goTo, SharedServer } from './everyone.ts';

let browser: Browser;
const saved = new SharedServer();
const writable = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await saved.start(['--showcase']);
  await writable.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 2, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([saved.end(), writable.end()]);
});

const stage = (page: Page) => page.locator('.compare-stage[data-stale="false"]');
/** Of the saved results: 7 is on the amount of pretraining, 1 on resistance, 5 on size. */
const address = (view: ViewInput, experiments = [7]): string =>
  `#/compare?view=${encodeView({ ...view, selection: { experiments } })}`;

const charts: readonly { name: string; view: ViewInput; experiments?: number[] }[] = [
  { name: 'curves', view: { chart: 'curves', colour: 'pretrain.tokens', column: 'align.examples' } },
  { name: 'curves, zoomed', view: { chart: 'curves', colour: 'seed', zoom: { x: [1, 8], y: [-2, 2] } } },
  { name: 'trend', view: { chart: 'trend', against: 'pretrain.tokens', colour: 'align.examples' } },
  { name: 'heatmap', view: { chart: 'heatmap', against: 'pretrain.tokens', second: 'align.examples' } },
  { name: 'weight path', view: { chart: 'path', colour: 'pretrain.tokens' } },
  { name: 'Hooke', view: { chart: 'hooke', colour: 'pretrain.tokens' } },
];

it('every kind of chart, its table, and the diff of two schedules', async () => {
  const { page, complaints } = await saved.open(browser, '#/compare');
  await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor();
  await expectForEveryone(page, 'nothing picked');
  for (const { name, view, experiments } of charts) {
    await goTo(page, address(view, experiments));
    await page
      .locator(`.compare-toolbar input[value="${view.chart}"]:checked`)
      .waitFor({ state: 'attached' });
    await stage(page).waitFor();
    await expectForEveryone(page, name);
  }
  await page.getByText('Table of what is drawn').click();
  await page.locator('.compare-table td').first().waitFor();
  await expectForEveryone(page, 'the table of what is drawn');
  await goTo(page, address({ chart: 'curves', colour: 'experiment' }, [5, 7]));
  await page.getByText('Differences between the two schedules').click();
  await page.getByRole('rowheader').first().waitFor();
  await expectForEveryone(page, 'two schedules');
  await goTo(page, '#/compare?view=AAAA');
  await page.getByText('The address holds no view that can be read').waitFor();
  await expectForEveryone(page, 'a broken address');
  expect(complaints).toEqual([]);
}, 240_000);

it('resistance, claims and samples', async () => {
  const { page, complaints } = await saved.open(browser, address({ chart: 'resistance' }, [1]));
  await page.locator('.claim[open] svg').first().waitFor();
  await expectForEveryone(page, 'resistance');
  for (const table of await page.locator('.claim-table > summary').all()) await table.click();
  await expectForEveryone(page, 'resistance with its tables');
  await goTo(page, address({ chart: 'resistance' }));
  await page.getByText('does not bear on resistance').waitFor();
  await expectForEveryone(page, 'no resistance');
  await goTo(page, address({ chart: 'ledger' }));
  await page.locator('.claim > summary').first().waitFor();
  await expectForEveryone(page, 'claims');
  for (const claim of await page.locator('.claim > summary').all()) await claim.click();
  await page.locator('.claim[open] svg').first().waitFor();
  await expectForEveryone(page, 'claims, opened');
  await goTo(page, address({ chart: 'samples' }));
  await page.locator('.compare-samples').waitFor();
  await expectForEveryone(page, 'samples');
  expect(complaints).toEqual([]);
}, 240_000);

it('what opens over a chart: menus, runs of a mark, the filter’s suggestions', async () => {
  const view = address({ chart: 'curves', phases: ['unalign'], xScale: 'linear' });
  const { page, complaints } = await saved.open(browser, view);
  await stage(page).waitFor();
  for (const menu of ['Views', 'Export', 'Add to deck']) {
    await page.getByRole('button', { name: menu, exact: true }).click();
    await page.getByRole('menu').waitFor();
    await expectForEveryone(page, `the menu ${menu}`);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
  }
  await page.locator('.compare-pointer').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.chart-note').waitFor();
  await expectForEveryone(page, 'a mark that is pointed at');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('link').first().waitFor();
  await expectForEveryone(page, 'the runs of a mark');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const filter = page.getByLabel('Filter', { exact: true });
  await filter.fill('sta');
  await page.getByRole('option', { name: /^state/ }).waitFor();
  await expectForEveryone(page, 'what a filter may say');
  await filter.fill('seed = (');
  await page.getByText('a bracket is not closed').waitFor();
  await expectForEveryone(page, 'a filter with a fault');
  await filter.fill('');
  await page.getByRole('button', { name: 'Hide the list of runs' }).click();
  await page.locator('.compare-picker').waitFor({ state: 'detached' });
  await expectForEveryone(page, 'without the list of runs');
  expect(complaints).toEqual([]);
}, 240_000);

it('saving views, their list, and the notes of runs', async () => {
  const { page, complaints } = await writable.open(
    browser,
    address({ chart: 'curves', colour: 'seed' }, [1]),
  );
  await stage(page).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: /Save this view/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('mine');
  await expectForEveryone(page, 'saving a view');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as “mine”.').waitFor();
  await page.getByRole('button', { name: 'Add to deck' }).click();
  await page.getByRole('menuitem', { name: 'A new deck' }).click();
  await page.getByText('A new deck was made.').waitFor();
  await expectForEveryone(page, 'notifications');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'mine' }).waitFor();
  await expectForEveryone(page, 'the menu of saved views');
  await page.getByRole('menuitem', { name: /Rename or delete/ }).click();
  await page.getByRole('button', { name: 'Rename mine' }).waitFor();
  await expectForEveryone(page, 'the list of saved views');
  await page.keyboard.press('Escape');
  await page.locator('.compare-pointer').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('textbox').first().waitFor();
  await expectForEveryone(page, 'the notes of runs');
  expect(complaints).toEqual([]);
}, 240_000);
