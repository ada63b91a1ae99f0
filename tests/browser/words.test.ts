// Words of the field explain themselves where they stand: under the pointer, with the focus, and Escape closes them.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { glossary, type TermName } from '../../src/core/glossary.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { goTo, SharedServer } from './everyone.ts';
import { picture } from './served-window.ts';
import { callHost } from './window-actions.ts';

let browser: Browser;
const server = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await server.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 1, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await server.end();
});

const term = (page: Page, name: TermName) =>
  page.getByRole('main').getByRole('button', { name: glossary[name].sign, exact: true }).first();

/** The explanation opens with the focus, and Escape closes it. */
async function expectExplained(page: Page, names: readonly TermName[]): Promise<void> {
  for (const name of names) {
    await term(page, name).focus();
    await page.getByRole('tooltip').getByText(glossary[name].meaning.slice(0, 40)).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    await page.evaluate('document.activeElement.blur()');
  }
}

const choose = (page: Page, label: string, value: string): Promise<unknown> =>
  page.getByRole('combobox', { name: label, exact: true }).selectOption(value);

it('Compare explains the metric that is chosen and what its charts show', async () => {
  const { page, complaints } = await server.open(browser, '#/compare');
  await page.getByRole('region', { name: 'Comparison' }).getByRole('button').first().click();
  const charts = page.getByRole('radiogroup', { name: 'Chart' });
  await page.getByRole('group', { name: /Arrow keys walk/ }).waitFor();
  await expectExplained(page, ['logOdds', 'theta0', 'theta1', 'interval', 'update']);
  await choose(page, 'Metric', 'kl.fromBase');
  await expectExplained(page, ['kl']);
  await picture(page, 'words-compare');
  await charts.getByText('Trend', { exact: true }).click();
  await choose(page, 'As', 'resistanceIndex');
  await expectExplained(page, ['indexR']);
  await charts.getByText('Hooke', { exact: true }).click();
  await expectExplained(page, ['hooke', 'stiffness']);
  expect(complaints).toEqual([]);
}, 60_000);

it('is closed by Escape under a pointer that stays, wherever the focus is', async () => {
  const { page } = await server.open(browser, '#/history');
  const word = term(page, 'theta0');
  await word.hover();
  const note = page.getByRole('tooltip');
  await note.waitFor();
  // The pointer may go into it.
  await note.hover();
  await note.getByText(glossary.theta0.name).waitFor();
  expect(await page.evaluate('document.activeElement.classList.contains("term")')).toBe(false);
  await page.keyboard.press('Escape');
  await note.waitFor({ state: 'detached' });
  await expectExplained(page, ['primaryMetric', 'theta1', 'unalignment']);
  await picture(page, 'words-history');
}, 60_000);

it('the monitor, the designer, an experiment and the slide of a deck explain theirs', async () => {
  const { page } = await server.open(browser, '#/monitor');
  await page.getByRole('region', { name: 'KL to θ0' }).waitFor();
  await expectExplained(page, ['logOdds', 'kl', 'theta0']);
  await picture(page, 'words-monitor');
  const [experiment] = await callHost(page, 'experiment.list', {});
  await goTo(page, `#/experiments/${experiment!.id}`);
  await page.getByRole('region', { name: 'Elasticity', exact: true }).waitFor();
  await expectExplained(page, ['theta1', 'indexR', 'score']);
  await goTo(page, '#/design?template=quickstart');
  const parts = page.getByRole('toolbar', { name: 'Parts of the schedule' });
  await parts.getByText('Align', { exact: true }).click();
  await expectExplained(page, ['nPositive', 'axis', 'seed']);
  await parts.getByText('Measure', { exact: true }).click();
  await expectExplained(page, ['gamma', 'kl']);
  await picture(page, 'words-design');
  await goTo(page, '#/decks');
  await expectExplained(page, ['deck', 'view']);
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.getByRole('button', { name: /^Slide 3: / }).click();
  await page.getByRole('button', { name: 'Edit in Compare' }).waitFor();
  await expectExplained(page, ['theta0', 'interval']);
}, 90_000);
