// The monitor in every state, in a real Chromium with real trainers: idle, training, paused, asked to cancel, failed to
// start; and the end that is told.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectForEveryone, goTo, openStill } from './everyone.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

async function submit(page: Page, schedule: unknown): Promise<void> {
  const body = JSON.stringify(JSON.stringify({ schedule }));
  await page.evaluate(`fetch('api/experiment.submit', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} })`);
}

it('idle, training, a queue with its menu and dialog, and cancelled', async () => {
  const { page, complaints } = await openStill(browser, ['--workers', '1']);
  await goTo(page, '#/monitor');
  await page.getByText('Nothing is waiting to be trained').waitFor();
  await expectForEveryone(page, 'the idle monitor');
  const pretrain = { tokens: 4_000_000, batch: 8, warmup: 4 };
  await submit(page, tinySchedule({ name: 'first', pretrain, axes: {} }));
  await submit(page, tinySchedule({ name: 'second', pretrain, seeds: [9], axes: {} }));
  await page.locator('.trainer[data-busy="true"]').first().waitFor();
  await page.locator('section[aria-label="Training loss"] svg').first().waitFor();
  await expectForEveryone(page, 'the monitor at work');
  await page.getByRole('button', { name: 'More for second' }).click();
  await page.getByRole('menu').waitFor();
  await expectForEveryone(page, 'the menu of a row');
  await page.getByRole('menuitem', { name: 'Cancel …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).waitFor();
  await expectForEveryone(page, 'asked whether to cancel');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel experiment' }).click();
  await page.getByRole('button', { name: 'Retry second' }).waitFor();
  await page.getByRole('combobox', { name: /^Experiment whose plan/ }).click();
  await page.getByRole('option').first().waitFor();
  await expectForEveryone(page, 'the choice of an experiment');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause all' }).click();
  await page.locator('.queue [data-state="paused"]').first().waitFor();
  await page.locator('section[aria-labelledby="log-title"]').getByText('Errors').click();
  await page.getByText('No errors.').waitFor();
  await page.evaluate('scrollTo(0, 0)'); // the log is below: what is scrolled under the bar counts as too small
  await expectForEveryone(page, 'a paused queue, no errors');
  await goTo(page, '#/experiments/1');
  await page.getByRole('button', { name: 'Cancel first' }).click();
  await page.getByRole('dialog').waitFor();
  await expectForEveryone(page, 'an experiment that is asked about');
  expect(complaints).toEqual([]);
}, 240_000);

it('an experiment while it is trained, its end, and its samples', async () => {
  const { page, complaints } = await openStill(browser, ['--workers', '2']);
  await submit(page, tinySchedule());
  await goTo(page, '#/experiments/1');
  await page.locator('section[aria-label="Runs"] tbody tr').first().waitFor();
  await expectForEveryone(page, 'an experiment that is trained');
  await page.getByText('“tiny” is finished').first().waitFor();
  await expectForEveryone(page, 'an experiment that is finished');
  await goTo(page, '#/');
  await page.getByRole('link', { name: /tiny/ }).first().waitFor();
  await expectForEveryone(page, 'home with an experiment');
  await goTo(page, '#/monitor');
  await page.getByText('Nothing is waiting to be trained').waitFor();
  await page.locator('section[aria-labelledby="plan-title"] svg').waitFor();
  await expectForEveryone(page, 'the monitor after the end');
  expect(complaints).toEqual([]);
}, 240_000);
