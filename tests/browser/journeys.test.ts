// What a user does, in a real Chromium against the real server with real trainers.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const state = (page: Page, name: string, timeout: number): Promise<void> =>
  page.locator(`[data-state="${name}"]`).first().waitFor({ timeout });
const marks = (page: Page, role: string): Promise<number> =>
  page.locator(`section[aria-label="Elasticity"] svg [data-role="${role}"]`).count();

/** Gives the page a schedule file as the user would. */
async function choose(page: Page, schedule: unknown): Promise<void> {
  const file = join(temporaryHome(), 'schedule.json');
  writeFileSync(file, typeof schedule === 'string' ? schedule : JSON.stringify(schedule));
  await page.setInputFiles('input[type=file]', file);
}

describe('the window', () => {
  it('runs the quickstart from an empty history to a finished chart, through a reload, in both themes', async () => {
    const started = performance.now();
    const { page, complaints } = await openWindow(browser);
    await picture(page, 'empty');
    await page.getByRole('button', { name: 'Run the quickstart' }).click();
    await state(page, 'running', 10_000);
    // Curves grow while it trains.
    await page
      .locator('section[aria-label="Elasticity"] svg [data-role="mean"]')
      .first()
      .waitFor({ timeout: 60_000 });
    const before = await marks(page, 'mean');
    await page.reload();
    await state(page, 'running', 10_000);
    await page
      .locator('section[aria-label="Elasticity"] svg [data-role="mean"]')
      .first()
      .waitFor({ timeout: 10_000 });
    expect(await marks(page, 'mean')).toBeGreaterThanOrEqual(before);
    await page.getByText(/to go/).first().waitFor({ timeout: 10_000 });
    await picture(page, 'running-light');
    // Two minutes is the aim on two idle cores; here other tests train beside it, so the time is told, not held.
    await state(page, 'finished', 400_000);
    const seconds = (performance.now() - started) / 1000;
    console.info(`quickstart in the window: ${seconds.toFixed(0)} s`);
    // 3 sizes as panels × 3 amounts as lines, 3 seeds each.
    await expect.poll(() => marks(page, 'mean')).toBe(9);
    await expect.poll(() => marks(page, 'seed')).toBe(27);
    await expect.poll(() => marks(page, 'interval')).toBe(9);
    expect(await marks(page, 'pretrained')).toBeGreaterThanOrEqual(3);
    expect(await page.locator('svg', { hasText: 'NaN' }).count()).toBe(0);
    await picture(page, 'finished-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'finished-dark');
    await page.locator('section[aria-label="Elasticity"]').getByText('Score', { exact: true }).click();
    await page.getByText('behaviour score (share positive)').waitFor();
    await picture(page, 'score-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await picture(page, 'score-light');
    await page.getByRole('heading', { name: 'Training loss' }).scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 600);
    await picture(page, 'runs-light');
    expect(complaints).toEqual([]);
  }, 480_000);

  it('cancels an experiment only after asking', async () => {
    const { page, complaints } = await openWindow(browser, { args: ['--quickstart-if-empty'] });
    await state(page, 'running', 20_000);
    await page.getByRole('button', { name: /^Cancel Quickstart/ }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.locator('[data-state="running"]').count()).toBe(1);
    await page.getByRole('button', { name: /^Pause/ }).click();
    await state(page, 'paused', 20_000);
    await page.getByRole('button', { name: /^Resume/ }).click();
    await page.locator('[data-state="running"],[data-state="queued"]').first().waitFor();
    await page.getByRole('button', { name: /^Cancel Quickstart/ }).click();
    await page.getByRole('button', { name: 'Cancel experiment' }).click();
    await state(page, 'cancelled', 20_000);
    expect(await page.getByRole('button', { name: /^(Pause|Cancel)/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('takes a schedule file, says its cost, trains it, and says by path what is wrong with a bad one', async () => {
    const { page, complaints } = await openWindow(browser);
    await choose(page, '{ "springback": 1, ');
    await page.getByRole('alert').getByText('not valid JSON').waitFor();
    await choose(page, tinySchedule({ pretrain: { tokens: -5 }, axes: { 'model.widht': [8] } }));
    await page.getByRole('alert').getByText('pretrain.tokens', { exact: true }).waitFor();
    await picture(page, 'problems');
    await choose(page, tinySchedule());
    await page.getByText(/8 runs, .* tokens to train/).waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await state(page, 'finished', 40_000);
    await page.getByText('8 of 8 runs ·').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('tells points by the keyboard', async () => {
    const { page } = await openWindow(browser);
    await choose(page, tinySchedule());
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await state(page, 'finished', 40_000);
    const chart = page.locator('.chart').first();
    await chart.locator('[data-role="mean"]').first().waitFor();
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.chart-note').getByText('n = 2 seeds').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.chart-note').waitFor({ state: 'hidden' });
  }, 60_000);

  it('keeps the colours that the user chose', async () => {
    const { page } = await openWindow(browser, { scheme: 'dark' });
    const scheme = (): Promise<string | null> =>
      page.locator('html').getAttribute('data-mantine-color-scheme');
    const button = page.getByRole('button', { name: /^Colours/ });
    await button.waitFor();
    expect(await scheme()).toBe('dark');
    await button.click();
    expect(await scheme()).toBe('light');
    await page.reload();
    await button.waitFor();
    expect(await scheme()).toBe('light');
  });
});
