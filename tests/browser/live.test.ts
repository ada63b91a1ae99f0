// The window while it trains, in a real Chromium against the real server with real trainers: nothing jumps, titles and
// trails name what is shown, a page that draws no frames still hears of everything.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectAccessible } from './accessibility.ts';
import { openWindow, picture, startServer, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** Speaks to the host beside the page, as another window would. */
function call<T>(page: Page, command: string, input: unknown): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  return page.evaluate(`fetch('api/${command}', ${JSON.stringify(init)}).then((answer) => answer.json())`);
}
/** Sums what moved by itself from now on, as `shifted`; what follows a user's input is not counted. */
const watchShifts = `
  globalThis.shifted = 0;
  globalThis.shiftWatch?.disconnect();
  globalThis.shiftWatch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  });
  globalThis.shiftWatch.observe({ type: 'layout-shift' });`;
/** A tenth of what counts as good for a page on the web. */
const mostShift = 0.01;

const axes = { 'model.width': [8, 16], 'pretrain.tokens': [20_000, 40_000] };
const small = (name: string, change: object = {}) =>
  tinySchedule({ name, axes, seeds: [1, 2], ...change } as Parameters<typeof tinySchedule>[0]);
/** Trains for as long as a test lasts. */
const endless = (name: string, seed: number) =>
  tinySchedule({ name, axes: {}, seeds: [seed], pretrain: { tokens: 20_000_000, batch: 8, warmup: 4 } });
const running = (page: Page) => page.locator('[data-state="running"]').first();
const finished = (page: Page) => page.locator('main [data-state="finished"]').first();

it.each([
  ['light', { width: 1440, height: 900 }],
  ['dark', { width: 1024, height: 700 }],
] as const)(
  'an experiment is watched from its first update to its end and nothing jumps, %s',
  async (scheme, size) => {
    const { page, complaints } = await openWindow(browser, { args: ['--workers', '2'], scheme });
    await page.setViewportSize(size);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const { id } = await call<{ id: number }>(page, 'experiment.submit', { schedule: small('watched') });
    await page.evaluate(`location.hash = '#/experiments/${id}'`);
    await page.locator('section[aria-label="Elasticity"] .chart svg').waitFor();
    await page.locator('section[aria-label="Claims"]').waitFor();
    await page.evaluate(watchShifts);
    await finished(page).waitFor({ timeout: 60_000 });
    await page.locator('section[aria-label="Elasticity"] svg [data-role="mean"]').first().waitFor();
    expect(await page.evaluate('shifted')).toBeLessThan(mostShift);
    const chart = (await page.locator('section[aria-label="Elasticity"] .chart').boundingBox())!;
    expect(chart.y + chart.height, 'the whole chart is in sight').toBeLessThanOrEqual(size.height);
    await expectAccessible(page, `the end of an experiment, ${scheme}`);
    await picture(page, `live-${scheme}`);
    expect(complaints).toEqual([]);
  },
  90_000,
);

it.each(['#/', '#/monitor'])(
  'nothing jumps at %s while trainers work',
  async (address) => {
    const { page, complaints } = await openWindow(browser, { args: ['--workers', '2'] });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const seed of [1, 2])
      await call(page, 'experiment.submit', { schedule: endless(`number ${seed}`, seed) });
    await page.evaluate(`location.hash = '${address}'`);
    await running(page).waitFor();
    await page.locator('.trainers-sign', { hasText: 'training' }).waitFor();
    if (address === '#/monitor') await page.locator('.trainer[data-busy="true"]').nth(1).waitFor();
    const done = () => page.locator('main').textContent();
    const before = await done();
    await page.evaluate(watchShifts);
    // Until what is said of the training has changed many times.
    const seen = new Set([before]);
    await expect.poll(async () => seen.add(await done()).size, { timeout: 20_000 }).toBeGreaterThan(12);
    expect(await page.evaluate('shifted')).toBeLessThan(mostShift);
    expect(complaints).toEqual([]);
  },
  60_000,
);

it('the title keeps up in a page that draws no frames, and names what is shown', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--workers', '1'] });
  // As in a window that is hidden: no frame ever comes.
  await page.addInitScript('globalThis.requestAnimationFrame = () => 0;');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const { id } = await call<{ id: number }>(page, 'experiment.submit', { schedule: endless('hidden', 1) });
  const title = (pattern: RegExp) => expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(pattern);
  await title(/^\d+ % · hidden( · Home)? — Springback$/);
  await page.locator('.trainers-sign', { hasText: 'training' }).waitFor();
  await call(page, 'experiment.cancel', { id });
  await title(/^(Home|hidden) · Springback$/);
  expect(complaints).toEqual([]);
}, 60_000);

it('deck, draft, saved view and experiment are named in the trail and in the title', async () => {
  const { page } = await openWindow(browser, { args: ['--workers', '1'] });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  const name = 'A name that is much longer than the place which a title or a trail has for any name';
  const { id } = await call<{ id: number }>(page, 'experiment.submit', { schedule: small(name) });
  await call(page, 'experiment.pause', { id });
  await expect.poll(() => page.title(), { timeout: 10_000 }).not.toContain('%');
  const deck = { name: 'Group meeting', slides: [] };
  const saved = await call<{ id: number }>(page, 'deck.save', { id: null, deck });
  const text = JSON.stringify(small('Draft of mine'));
  const draft = await call<{ id: number }>(page, 'draft.save', {
    id: null,
    revision: 0,
    name: 'Draft of mine',
    text,
    folder: '',
  });
  const view = await call<{ id: number }>(page, 'view.save', {
    id: null,
    name: 'By width',
    view: { selection: { experiments: [id] }, colour: 'model.width' },
  });
  const last = page.getByRole('navigation', { name: 'Where you are' }).locator('li').last();
  for (const [address, shown, title] of [
    [`#/decks/${saved.id}`, 'Group meeting', 'Group meeting · Springback'],
    [`#/design?draft=${draft.id}`, 'Draft of mine', 'Draft of mine · Springback'],
    [`#/compare?saved=${view.id}`, 'By width', 'By width · Springback'],
    [`#/experiments/${id}`, name, `${name.slice(0, 59)}… · Springback`],
    ['#/settings', 'Settings', 'Settings · Springback'],
  ]) {
    await page.evaluate(`location.hash = '${address}'`);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe(title);
    expect(await last.textContent()).toBe(shown);
    expect(await last.locator('[title]').getAttribute('title')).toBe(shown);
  }
}, 60_000);

it('an experiment of hundreds of runs shows rows as they are scrolled to', async () => {
  const home = temporaryHome();
  generateHistory(home, { experiments: 1, runsPerExperiment: 400, points: 400_000 });
  const { url, port } = await startServer(home);
  const context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.goto(`http://127.0.0.1:${port}/#/experiments/1`);
  const runs = page.locator('section[aria-label="Runs"]');
  await runs.locator('tbody tr[data-index="0"]').waitFor();
  expect(await runs.getByRole('table').getAttribute('aria-rowcount')).toBe('401');
  expect(await runs.locator('tbody tr').count()).toBeLessThan(60);
  await runs.getByRole('region', { name: 'Runs, one a row' }).focus();
  await page.keyboard.press('End');
  await runs.locator('tbody tr[data-index="399"]').waitFor();
  expect(await runs.locator('tbody tr').count()).toBeLessThan(60);
  await expectAccessible(page, 'the runs of a large experiment');
  await context.close();
}, 60_000);
