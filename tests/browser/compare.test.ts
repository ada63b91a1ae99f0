// What a user does on Compare, in a real Chromium against the built server over a generated history: pick, group, facet,
// zoom, follow a mark to its runs, lasso, export, save, reload.
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { picture, screens, startServer, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

async function openCompare(scheme: 'light' | 'dark' = 'light', hash = '#/compare') {
  const home = temporaryHome();
  generateHistory(home, { experiments: 3, runsPerExperiment: 12, points: 40_000 });
  const { url } = await startServer(home, ['--workers', '1']);
  const page = await browser.newPage({ viewport: screens.wide, colorScheme: scheme });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.goto(url.replace(/\?.*$/, hash));
  return { page, complaints };
}

const stage = (page: Page) => page.locator('.compare-stage[data-stale="false"]');
const pointer = (page: Page) => page.locator('.compare-pointer');
const pick = (page: Page, name: RegExp) => page.getByRole('checkbox', { name }).check();
const address = (page: Page) => page.evaluate<string>('location.hash');

async function exported(page: Page, item: string): Promise<Download> {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return download;
}
const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

/** Places inside the first panel, as shares of it, in pixels of the page. */
async function inPanel(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = (await pointer(page).boundingBox())!;
  // The first panel starts right of the axis's numbers; a half of the chart's width holds it in every layout used here.
  return { x: box.x + 70 + x * (box.width / 2 - 100), y: box.y + 90 + y * (box.height - 220) };
}
async function drag(
  page: Page,
  from: [number, number],
  to: [number, number],
  key?: 'Shift' | 'Alt',
): Promise<void> {
  const [a, b] = [await inPanel(page, ...from), await inPanel(page, ...to)];
  if (key) await page.keyboard.down(key);
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++)
    await page.mouse.move(a.x + ((b.x - a.x) * i) / 8, a.y + ((b.y - a.y) * i) / 8);
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
}

describe('compare', () => {
  it('picks, groups, facets, zooms, follows a mark to its runs; a reload and a saved view restore all of it', async () => {
    const { page, complaints } = await openCompare();
    await pick(page, /Size and pretraining 1/);
    await pick(page, /Gentler alignment 1/);
    await stage(page).waitFor();
    await page.getByText('24 of 24 drawn').waitFor();
    await page.getByLabel('Colour', { exact: true }).selectOption('model.width');
    await page.getByLabel('Columns', { exact: true }).selectOption('experiment');
    await page.getByLabel('Metric', { exact: true }).selectOption('behaviour.logOdds');
    await page.getByRole('img', { name: /behaviour log-odds .* 24 runs/ }).waitFor();

    // The legend leaves a series out and brings it back; its colour's place stays.
    await page.getByRole('button', { name: /^Show 16 / }).click();
    await page.getByText('12 of 24 drawn').waitFor();
    await page.getByRole('button', { name: /^Show 16 /, pressed: false }).click();
    await page.getByText('24 of 24 drawn').waitFor();

    await drag(page, [0.1, 0.2], [0.8, 0.8]);
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    await page.waitForTimeout(300);
    const zoomed = await address(page);
    await drag(page, [0.5, 0.5], [0.6, 0.55], 'Shift');
    await expect.poll(() => address(page)).not.toBe(zoomed);

    const before = {
      hash: await address(page),
      svg: await textOf(await exported(page, 'SVG, sharp at any size')),
    };
    expect(before.svg).toContain('Zoomed: not all points are in view.');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /Save this view/ }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('two widths ü');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved as “two widths ü”.').waitFor();

    await page.reload();
    await stage(page).waitFor();
    expect(await address(page)).toBe(before.hash);
    expect(await textOf(await exported(page, 'SVG, sharp at any size'))).toBe(before.svg);

    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => address(page)).not.toBe(before.hash);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'two widths ü' }).click();
    await expect.poll(() => address(page)).toBe(before.hash);
    await page.getByRole('button', { name: 'Show all' }).click();

    // By the keyboard to a mark, and from it to its runs and their experiment.
    await page.waitForTimeout(300);
    await pointer(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page
      .locator('.chart-note')
      .getByText(/n = 3 seeds/)
      .waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer
      .getByText(/width 16, .*seed 1/)
      .first()
      .waitFor();
    await drawer
      .getByRole('button', { name: /star: run/ })
      .first()
      .click();
    await drawer.getByText(/^Behaviour log-odds over/).waitFor();
    const run = drawer.getByRole('link', { name: /^Run \d+$/ }).first();
    expect(await run.getAttribute('href')).toMatch(/^#\/history\?mode=runs&row=r\d+$/);
    await drawer.getByRole('link').first().click();
    await expect.poll(() => address(page)).toMatch(/^#\/experiments\/\d+$/);
    expect(complaints).toEqual([]);
  }, 90_000);

  it('exports pictures and tables that hold what is drawn', async () => {
    const view = encodeView({ selection: { experiments: [1] }, colour: 'model.width', phases: ['unalign'] });
    const { page, complaints } = await openCompare('light', `#/compare?view=${view}`);
    await stage(page).waitFor();
    const png = await exported(page, 'PNG, 2×');
    expect(png.suggestedFilename()).toMatch(/^Size-and-pretraining-1-curves-behaviour\.logOdds@2x\.png$/);
    const bytes = readFileSync(await png.path());
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    const svg = await textOf(await exported(page, 'SVG, sharp at any size'));
    const width = Number(/width="(\d+)"/.exec(svg)![1]);
    expect(bytes.readUInt32BE(16)).toBe(2 * width);
    const drawn = (await textOf(await exported(page, 'CSV of what is drawn'))).trimEnd().split('\n');
    expect(drawn[0]).toBe(
      'model.width,phase,updates,kind,run,seed,behaviour.logOdds,low,high,n,measurements',
    );
    expect(drawn.filter((line) => line.includes(',run,')).length).toBeGreaterThan(100);
    const raw = (await textOf(await exported(page, 'CSV of every raw point'))).trimEnd().split('\n');
    expect(raw[0]).toBe('experiment,run,seed,model.width,pretrain.tokens,phase,metric,update,value');
    expect(new Set(raw.slice(1).map((line) => line.split(',')[1])).size).toBe(12);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('keeps only the runs that a lasso caught', async () => {
    const view = encodeView({
      selection: { experiments: [1] },
      phases: ['unalign'],
      colour: 'model.width',
      xScale: 'linear',
    });
    const { page } = await openCompare('light', `#/compare?view=${view}`);
    await stage(page).waitFor();
    const box = (await pointer(page).boundingBox())!;
    await page.keyboard.down('Alt');
    await page.mouse.move(box.x + 64, box.y + 50);
    await page.mouse.down();
    const corners = [
      [0.99, 50],
      [0.99, 260],
      [0, 260],
    ] as const;
    for (const [x, y] of corners)
      await page.mouse.move(box.x + 64 + x * (box.width - 90), box.y + y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    const caught = Number.parseInt(
      (await page.getByRole('dialog', { name: 'Runs inside the lasso' }).textContent())!,
      10,
    );
    expect(caught).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Keep only' }).click();
    await page.getByText(`${caught} of 12 drawn`).waitFor();
  }, 60_000);

  it('says so where an address holds no view', async () => {
    const { page, complaints } = await openCompare('light', '#/compare?view=AAAA');
    await page.getByText('The address holds no view that can be read').waitFor();
    await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it.each(['light', 'dark'] as const)(
    'charts fit both screens, %s',
    async (scheme) => {
      const { page, complaints } = await openCompare(scheme);
      await page.getByRole('heading', { name: 'Pick runs to compare' }).waitFor();
      await pick(page, /Size and pretraining 1/);
      await stage(page).waitFor();
      for (const chart of ['Curves', 'Trend']) {
        await page.getByRole('radiogroup', { name: 'Chart' }).getByText(chart, { exact: true }).click();
        await stage(page).waitFor();
        await picture(page, `compare-${chart.toLowerCase()}-${scheme}`);
      }
      expect(complaints).toEqual([]);
    },
    90_000,
  );
});
