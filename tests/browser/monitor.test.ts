// The monitor in a real Chromium against the real server with real trainers: the queue steered by mouse and by keyboard,
// the plan colouring in, the end told.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** Speaks to the host beside the page, as another window would. */
function call(page: Page, command: string, input: unknown): Promise<unknown> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  return page.evaluate(`fetch('api/${command}', ${JSON.stringify(init)}).then((answer) => answer.json())`);
}
const long = (name: string, seeds: number[]) =>
  tinySchedule({ name, seeds, axes: {}, pretrain: { tokens: 2_000_000, batch: 8, warmup: 4 } });
const queueNames = (page: Page): Promise<string[]> => page.locator('.queue-name').allInnerTexts();
const order = (page: Page, names: string[]): Promise<void> =>
  expect.poll(() => queueNames(page), { timeout: 8000 }).toEqual(names);

async function monitorWith(schedules: readonly unknown[], args: readonly string[]) {
  const served = await openWindow(browser, { args });
  const { page } = served;
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (const schedule of schedules) await call(page, 'experiment.submit', { schedule });
  await page.evaluate("location.hash = '#/monitor'");
  await page.getByRole('heading', { name: 'Monitor', level: 1 }).waitFor();
  return served;
}

it('steers the queue by keyboard, menu and mouse, and the order is the host’s', async () => {
  const { page, complaints } = await monitorWith(
    [long('alpha', [1]), long('beta', [2]), long('gamma', [3])],
    ['--workers', '1'],
  );
  await order(page, ['alpha', 'beta', 'gamma']);
  await page.getByRole('button', { name: 'Reorder gamma, place 3 of 3' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('gamma is over place 3 of 3').waitFor({ state: 'attached' });
  await page.waitForTimeout(150); // The keys of a move are listened to a moment later.
  await page.keyboard.press('ArrowUp');
  await page.getByText('gamma is over place 2 of 3').waitFor({ state: 'attached' });
  await page.keyboard.press('Space');
  await order(page, ['alpha', 'gamma', 'beta']);
  await page.getByRole('button', { name: 'More for beta' }).click();
  await page.getByRole('menuitem', { name: 'Move to the top' }).click();
  await order(page, ['beta', 'alpha', 'gamma']);
  const handle = (name: string) => page.getByRole('button', { name: new RegExp(`^Reorder ${name}`) });
  const from = (await handle('gamma').boundingBox())!;
  const to = (await handle('beta').boundingBox())!;
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y - 20, { steps: 4 });
  await page.mouse.move(to.x + 8, to.y, { steps: 8 });
  await page.waitForTimeout(300);
  await page.mouse.up();
  await order(page, ['gamma', 'beta', 'alpha']);
  await page.reload();
  await order(page, ['gamma', 'beta', 'alpha']);

  await page.getByRole('button', { name: 'Pause all' }).click();
  await expect.poll(() => page.locator('.queue [data-state="paused"]').count()).toBe(3);
  expect(await page.title()).toBe('Monitor · Springback');
  await page.getByRole('button', { name: 'Resume gamma' }).click();
  await page.locator('.queue-row').first().locator('[data-state="running"]').waitFor();
  await page.getByRole('button', { name: 'More for alpha' }).click();
  await page.getByRole('menuitem', { name: 'Cancel …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel experiment' }).click();
  await order(page, ['gamma', 'beta']);
  await page.getByRole('button', { name: 'Retry alpha' }).click();
  await order(page, ['gamma', 'beta', 'alpha']);
  expect(complaints).toEqual([]);
});

it('shows trainers, plan, curves and log while it trains, says the end, and gives the title back', async () => {
  const schedule = tinySchedule({ name: 'the one', pretrain: { tokens: 300_000, batch: 8, warmup: 4 } });
  const axes = { 'model.width': [8, 16, 32], 'pretrain.tokens': [150_000, 300_000] };
  const { page, complaints } = await monitorWith([{ ...schedule, axes }], ['--workers', '2']);
  await expect.poll(() => page.title()).toMatch(/^\d+ % · the one · Monitor — Springback$/);
  await page.locator('.trainer[data-busy="true"]').first().waitFor();
  await page
    .getByRole('progressbar', { name: /on cpu, process \d+/ })
    .first()
    .waitFor();
  const plan = page.locator('section[aria-labelledby="plan-title"]');
  const trained = plan.locator('svg [data-role="trained"]');
  await trained.first().waitFor();
  await page.locator('section[aria-label="Training loss"] svg [data-role="active"]').first().waitFor();
  await plan.locator('.chart').focus();
  await page.keyboard.press('ArrowRight');
  expect(await plan.getByRole('status').textContent()).toMatch(/width 8 · to .* tokens, seed 1/);
  await picture(page, 'monitor-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'monitor-dark');
  await page.evaluate("location.hash = '#/settings'");
  await expect.poll(() => page.title()).toMatch(/^\d+ % · the one · Settings — Springback$/);
  await page.getByText('“the one” is finished').first().waitFor({ timeout: 40_000 });
  await expect.poll(() => page.title()).toBe('Settings · Springback');
  await page.evaluate("location.hash = '#/monitor'");
  await page.getByText('Nothing is waiting to be trained').waitFor();
  await expect.poll(() => trained.count()).toBe(3);
  expect(await plan.locator('svg [data-role="step-finished"]').count()).toBe(3);
  expect(await plan.locator('svg [data-role="step-waiting"]').count()).toBe(0);
  await page.getByText('experiment 1 “the one” is finished').waitFor();
  await page.locator('section[aria-labelledby="log-title"]').getByText('Errors').click();
  await page.getByText('No errors.').waitFor();
  expect(complaints).toEqual([]);
});

it('shows four trainers at work, each further on a moment later', async () => {
  const axes = { 'model.width': [8, 16, 24, 32] };
  const schedule = { ...long('four', [1, 2, 3]), axes };
  const { page, complaints } = await monitorWith([schedule], ['--workers', '4']);
  const busy = page.locator('.trainer[data-busy="true"]');
  await expect.poll(() => busy.count(), { timeout: 20_000 }).toBe(4);
  const before = await busy.allTextContents();
  await expect
    .poll(async () => (await busy.allTextContents()).filter((text) => !before.includes(text)).length, {
      timeout: 20_000,
    })
    .toBe(4);
  expect(complaints).toEqual([]);
});
