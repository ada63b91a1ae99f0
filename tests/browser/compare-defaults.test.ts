// What Compare shows before anybody chooses, over the saved results that come with the program: experiments apart, the axes
// that were varied, the phases that were trained; and that what was chosen, "none" too, stays chosen.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { View } from '../../src/core/view.ts';
import { decodeView, encodeView } from '../../src/renderer/compare/view-link.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture, screens, startServer, temporaryHome } from './served-window.ts';
import { callHost, gate } from './window-actions.ts';

const ends: (() => unknown)[] = [];
let browser: Browser;
let url: string;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  const atEnd = (end: () => unknown): void => void ends.unshift(end);
  const server = await startServer(temporaryHome(atEnd), ['--showcase'], { atEnd });
  url = server.url;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  for (const end of ends) await end();
});

const soon = { timeout: 30_000 };
async function openShowcase(hash = '#/compare', size: keyof typeof screens = 'wide') {
  const context = await browser.newContext({ viewport: screens[size] });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.goto(url.replace(/\?.*$/, hash));
  return { page, complaints };
}
const stage = (page: Page) => page.locator('.compare-stage[data-stale="false"]');
const address = (page: Page): Promise<string> => page.evaluate<string>('location.hash');
const pick = (page: Page, name: RegExp) => page.getByRole('checkbox', { name }).check(soon);
const chart = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Chart' }).getByText(name, { exact: true }).click();
const side = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** The view of the address, once it is settled. */
async function settledView(page: Page): Promise<View> {
  const read = async (): Promise<View | null> =>
    decodeView(new URLSearchParams((await address(page)).split('?')[1]).get('view') ?? '');
  await expect.poll(async () => (await read())?.settled, soon).toBe(true);
  return (await read())!;
}

it('keeps two experiments apart, and colours by what was varied', async () => {
  const { page, complaints } = await openShowcase();
  await pick(page, /Rebound: Figure 4/);
  await stage(page).waitFor(soon);
  expect(await settledView(page)).toMatchObject({ colour: 'align.examples', column: 'corpus' });
  await pick(page, /Mirrored/);
  await expect.poll(() => side(page, 'Columns').inputValue(), soon).toBe('experiment');
  await page.getByText('168 of 168 drawn').waitFor(soon);
  await stage(page).waitFor(soon);
  for (const name of ['Rebound: Figure 4', 'Mirrored: Figure 8'])
    await page.locator('.compare-stage > svg').getByText(name, { exact: true }).first().waitFor(soon);
  expect(await page.getByText(/Averaged over [^.]*experiment/).count()).toBe(0);
  await side(page, 'Columns').selectOption('');
  await side(page, 'Only experiment').selectOption({ label: 'Mirrored: Figure 8' });
  await page.getByRole('img', { name: /56 runs/ }).waitFor(soon);
  expect(complaints).toEqual([]);
}, 120_000);

it('a chosen "none" stays none: over a reload, and with a further experiment', async () => {
  const { page, complaints } = await openShowcase();
  await pick(page, /Rebound: Figure 4/);
  await stage(page).waitFor(soon);
  await settledView(page);
  await side(page, 'Colour').selectOption('');
  await side(page, 'Columns').selectOption('');
  const none = { colour: null, column: null };
  expect(await settledView(page)).toMatchObject(none);
  const chosen = await address(page);
  await page.reload();
  await stage(page).waitFor(soon);
  expect(await address(page)).toBe(chosen);
  await pick(page, /Mirrored/);
  await page.getByText('168 of 168 drawn').waitFor(soon);
  expect(await settledView(page)).toMatchObject(none);
  expect(complaints).toEqual([]);
}, 120_000);

it('a trend is R against what was swept, with its slope', async () => {
  const { page, complaints } = await openShowcase();
  await pick(page, /Size: Figures/);
  await stage(page).waitFor(soon);
  await chart(page, 'Trend');
  await page
    .getByRole('img', { name: /R = updates back .* against width\..*Slope per doubling/ })
    .waitFor(soon);
  expect(await side(page, 'As').inputValue()).toBe('resistanceIndex');
  expect(await side(page, 'Colour').inputValue()).toBe('align.examples');
  await picture(page, 'compare-trend-of-size');
  expect(complaints).toEqual([]);
}, 120_000);

it('a heatmap has an axis in its rows that its panels do not have, and a switch only where it does something', async () => {
  const { page, complaints } = await openShowcase('#/compare', 'narrow');
  await pick(page, /Pretraining: Figures/);
  await stage(page).waitFor(soon);
  await chart(page, 'Heatmap');
  await page.getByRole('img', { name: /log-odds \(nats\): pretraining tokens × updates/ }).waitFor(soon);
  expect(await side(page, 'Panels').inputValue()).toBe('align.examples');
  expect(await side(page, 'Rows').locator('option').first().textContent()).toBe('auto: pretraining tokens');
  await page.getByRole('button', { name: 'More switches' }).click();
  // The word of a field stands beside its label, not on it.
  const gaps = await page.evaluate<number[]>(`
    [...document.querySelectorAll('.field-with-term:has(> .term)')].map((field) => {
      const words = document.createRange();
      words.selectNodeContents(field.querySelector('label'));
      return field.querySelector('.term').getBoundingClientRect().left - words.getBoundingClientRect().right;
    })`);
  expect(gaps.length).toBeGreaterThan(1);
  for (const gap of gaps) expect(gap).toBeGreaterThan(0);
  const shown = page.getByRole('group', { name: 'Show' }).getByRole('button');
  await chart(page, 'Weight path');
  await stage(page).waitFor(soon);
  await expect.poll(() => shown.allTextContents(), soon).toEqual(['Mean', 'Runs']);
  await chart(page, 'Curves');
  await expect.poll(() => shown.allTextContents(), soon).toEqual(['Mean', '95 %', 'Runs']);
  await chart(page, 'Hooke');
  await side(page, 'Springs by').waitFor(soon);
  expect(await side(page, 'Groups').inputValue()).toBe('align.examples');
  expect(await side(page, 'Colour').count()).toBe(0);
  expect(await page.getByRole('button', { name: /switches$/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

it('of two experiments the width is known that one of them does not vary, and no amounts are averaged', async () => {
  const { page, complaints } = await openShowcase();
  await pick(page, /Size: Figures/);
  await pick(page, /Prior sweep/);
  await page.getByText('160 of 160 drawn').waitFor(soon);
  await stage(page).waitFor(soon);
  await expect.poll(async () => (await settledView(page)).row, soon).toBe('align.examples');
  expect(await page.getByText(/Averaged over [^.]*alignment examples/).count()).toBe(0);
  await chart(page, 'Trend');
  await page.getByRole('img', { name: /against width/ }).waitFor(soon);
  expect(await page.locator('.compare-stage > svg').getByText('not varied').count()).toBe(0);
  expect(await page.locator('.compare-stage > svg').getByText('width (log scale)').count()).toBe(1);
  expect(complaints).toEqual([]);
}, 120_000);

it('"Compare these runs" opens on what was trained', async () => {
  const { page, complaints } = await openShowcase('#/experiments/2');
  await page.getByRole('link', { name: 'Compare these runs' }).click(soon);
  await page.getByRole('region', { name: /^Claims of Resistance, finer/ }).waitFor(soon);
  expect(await settledView(page)).toMatchObject({ chart: 'resistance', phases: ['transfer'] });
  await chart(page, 'Curves');
  await stage(page).waitFor(soon);
  expect(await settledView(page)).toMatchObject({ colour: 'transfer.from', column: 'transfer.onto' });
  await page.evaluate("location.hash = '#/experiments/10'");
  await page.getByRole('link', { name: 'Compare these runs' }).click(soon);
  await stage(page).waitFor(soon);
  expect(await settledView(page)).toMatchObject({
    phases: ['joint'],
    colour: 'joint.ratio',
    xScale: 'linear',
  });
  expect(await page.getByText(/was not measured in/).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

it('says whose claims are computed, shows no other chart meanwhile, and judges the one that is chosen', async () => {
  // Two whose claims are computed quickly.
  const [first, second] = [
    'Control: no pretraining, and pretraining on shuffled text',
    'The law of k, in joint training',
  ];
  const { page, complaints } = await openShowcase();
  await pick(page, /no pretraining, and/);
  await pick(page, /law of k/);
  await stage(page).waitFor(soon);
  await settledView(page);
  const claims = await gate(page, 'experiment.claims');
  claims.hold();
  await chart(page, 'Claims');
  const words = page.getByRole('status').filter({ hasText: `Computing the claims of “${first}” …` });
  await words.waitFor(soon);
  expect(await page.locator('.compare-stage').count()).toBe(0);
  claims.open();
  await page.getByRole('region', { name: `Claims of ${first}` }).waitFor(soon);
  await page.getByText('one of the 2 that are compared is judged here').waitFor(soon);
  await side(page, 'Experiment').selectOption({ label: second });
  await page.getByRole('region', { name: `Claims of ${second}` }).waitFor(soon);
  const judged = await address(page);
  await page.reload();
  await page.getByRole('region', { name: `Claims of ${second}` }).waitFor(soon);
  expect(await address(page)).toBe(judged);
  expect(complaints).toEqual([]);
}, 120_000);

it('the rail comes back to the comparison; a new one can be begun', async () => {
  const { page, complaints } = await openShowcase();
  const rail = page.getByRole('navigation', { name: 'Pages' });
  await pick(page, /Size, with/);
  await stage(page).waitFor(soon);
  await settledView(page);
  const before = await address(page);
  await rail.getByRole('link', { name: 'History' }).click();
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor(soon);
  await rail.getByRole('link', { name: 'Compare' }).click();
  await stage(page).waitFor(soon);
  expect(await address(page)).toBe(before);
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor(soon);
  await rail.getByRole('link', { name: 'History' }).click();
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor(soon);
  await rail.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor(soon);
  expect(complaints).toEqual([]);
}, 120_000);

it('an empty comparison has nothing to save, export or put on a slide, and says why', async () => {
  const { page } = await openShowcase();
  await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor(soon);
  for (const name of ['Export', 'Add to deck']) {
    const button = page.getByRole('button', { name });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    const why = await button.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${why}"]`).textContent()).toBe('Pick runs first: nothing is drawn yet.');
  }
  expect(await page.getByRole('menu').count()).toBe(0);
  await pick(page, /Mirrored/);
  await stage(page).waitFor(soon);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV of what is drawn' }).waitFor(soon);
}, 120_000);

it('on a small screen the chart begins in the upper half, and every switch is a key away', async () => {
  const view = encodeView({ selection: { experiments: [3] } });
  const { page, complaints } = await openShowcase(`#/compare?view=${view}`, 'narrow');
  await stage(page).waitFor(soon);
  await page.evaluate('scrollTo(0, 0)');
  const { y } = (await stage(page).boundingBox())!;
  expect(y).toBeLessThan(700 / 2);
  expect(await side(page, 'Dash').count()).toBe(0);
  await page.getByRole('button', { name: 'More switches' }).focus();
  await page.keyboard.press('Enter');
  await side(page, 'Dash').selectOption('seed');
  for (const name of ['Over', 'x scale', 'y scale', 'Panel rows'])
    expect(await side(page, name).count()).toBe(1);
  await page.getByRole('button', { name: 'Fewer switches' }).press('Enter');
  // What is not at its default stays in sight.
  expect(await side(page, 'Dash').count()).toBe(1);
  expect(await side(page, 'y scale').count()).toBe(0);
  await page.setViewportSize(screens.wide);
  await side(page, 'y scale').waitFor(soon);
  expect(await page.getByRole('button', { name: 'More switches' }).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

it('the primary metric that a schedule declared comes first in Compare and while it trains', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--workers', '1'] });
  await page.getByRole('heading', { level: 1 }).first().waitFor(soon);
  const schedule = tinySchedule({ name: 'by score', seeds: [1], metric: 'behaviour.score' });
  const { id } = await callHost(page, 'experiment.submit', {
    schedule: JSON.parse(JSON.stringify(schedule)),
  });
  await page.evaluate("location.hash = '#/monitor'");
  const radios = page.getByRole('radiogroup', { name: 'Metric of the behaviour' });
  await radios.waitFor(soon);
  await expect.poll(() => radios.getByRole('radio', { name: 'Score' }).isChecked(), soon).toBe(true);
  await page.evaluate(`location.hash = '#/experiments/${id}'`);
  await page.getByRole('link', { name: 'Compare these runs' }).click(soon);
  expect(await settledView(page)).toMatchObject({ metric: 'behaviour.score' });

  // A view that is saved with "none" comes back so.
  expect(await side(page, 'Colour').inputValue()).not.toBe('');
  await side(page, 'Colour').selectOption('');
  await side(page, 'Columns').selectOption('');
  const kept = await address(page);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: /Save this view/ }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as “by score”.').waitFor(soon);
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.evaluate("location.hash = '#/compare?saved=1'");
  await expect.poll(() => address(page), soon).toBe(kept);
  expect(complaints).toEqual([]);
}, 180_000);
