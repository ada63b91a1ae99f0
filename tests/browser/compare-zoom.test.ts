// Zooming and panning on Compare, in a real Chromium against the built server over a generated history: what is in view is
// read finer once the hand rests, and the chart, its words, its link, its tables and a slide of it say the same.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import type { Deck } from '../../src/core/deck.ts';
import type { ViewInput } from '../../src/core/view.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { screens, startServer, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const losses: ViewInput = {
  selection: { experiments: [1] },
  metric: 'train.loss',
  phases: ['align', 'unalign'],
  colour: 'model.width',
  xScale: 'linear',
};

interface Asked {
  readonly phases: readonly string[];
  readonly finer: { readonly updates: [number, number] } | null;
}

async function openLosses(view: ViewInput = losses) {
  const home = temporaryHome();
  generateHistory(home, { experiments: 1, runsPerExperiment: 4, points: 60_000 });
  const { url } = await startServer(home, ['--workers', '1']);
  const page = await browser.newPage({ viewport: screens.wide });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const asked: Asked[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/compare.series')) asked.push(request.postDataJSON() as Asked);
  });
  await page.goto(url);
  await page.goto(url.replace(/\?.*$/, `#/compare?view=${encodeView(view)}`));
  await page.locator('.compare-stage[data-stale="false"]').waitFor();
  return { page, complaints, asked, finer: () => asked.filter(({ finer }) => finer != null) };
}

const words = async (page: Page): Promise<string> =>
  (await page.getByRole('img', { name: /^train/ }).getAttribute('aria-label'))!;
const everyOne = /In view: ([\d.]+(?: k)?) measurements, every one drawn\./;
const read = (page: Page) => page.locator('.compare-stage[data-finer="read"]').waitFor();

async function exported(page: Page, item: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** Drags over shares of the chart's width, at the height of its middle. */
async function drag(page: Page, from: number, to: number, key?: 'Shift'): Promise<void> {
  const box = (await page.locator('.compare-pointer').boundingBox())!;
  const at = (share: number): number => box.x + 62 + share * (box.width - 78);
  const y = box.y + box.height / 2;
  if (key) await page.keyboard.down(key);
  await page.mouse.move(at(from), y);
  await page.mouse.down();
  await page.mouse.move(at(to), y, { steps: 8 });
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
}

it('draws what is in view point by point, and says, links, exports and freezes the same', async () => {
  const { page, complaints, finer } = await openLosses();
  expect(await words(page)).toMatch(/measurements; a point stands for up to \d+\./);
  expect(finer()).toEqual([]);

  await drag(page, 0.1, 0.14);
  await read(page);
  expect(finer().map(({ phases }) => phases)).toEqual([['align']]);
  const told = everyOne.exec(await words(page));
  expect(told).not.toBeNull();
  const rows = (await exported(page, 'CSV of what is drawn')).trimEnd().split('\n');
  const single = rows.slice(1).filter((row) => row.includes(',run,'));
  expect(single).toHaveLength(Number(told![1]));
  expect(single.every((row) => row.endsWith(',1'))).toBe(true);

  const before = await exported(page, 'SVG, sharp at any size');
  await page.reload();
  await read(page);
  expect(await exported(page, 'SVG, sharp at any size')).toBe(before);

  await page.getByRole('button', { name: 'Add to deck' }).click();
  const [saved] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith('/deck.save')),
    page.getByRole('menuitem', { name: 'A new deck' }).click(),
  ]);
  const { deck } = saved.postDataJSON() as { deck: Deck };
  const [slide] = deck.slides;
  const [low, high] = slide?.kind === 'view' ? slide.view.zoom!.x! : [0, 0];
  const series = slide?.kind === 'view' ? slide.data.series.filter(({ phase }) => phase === 'align') : [];
  const frozen = series.flatMap(({ update, count }) =>
    count.filter((_, i) => update[i]! >= low && update[i]! <= high),
  );
  expect(frozen).toHaveLength(single.length);
  expect(new Set(frozen)).toEqual(new Set([1]));

  // What a deck reads of the same view is the same.
  await page.getByRole('link', { name: 'Open the deck' }).click();
  await page.getByRole('button', { name: 'Refresh data from the history' }).click();
  await page.getByText('The history says the same today').waitFor();
  expect(complaints).toEqual([]);
}, 90_000);

it('keeps the coarse lines until the finer ones come, and swaps them on the same axes', async () => {
  const { page, complaints } = await openLosses();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/compare.series', async (route) => {
    if ((route.request().postDataJSON() as Asked).finer != null) await held;
    await route.continue();
  });
  await drag(page, 0.6, 0.64);
  await page.locator('.compare-stage[data-finer="reading"]').waitFor();
  const axes = () => page.locator('.compare-stage > svg').first().innerHTML();
  const coarse = { words: await words(page), axes: await axes() };
  expect(coarse.words).toMatch(/In view: [\d.]+( k)? measurements; a point stands for up to \d+\./);
  await page.getByRole('button', { name: 'Add to deck', disabled: true }).waitFor();
  release();
  await read(page);
  expect(await words(page)).toMatch(everyOne);
  expect(await axes()).toBe(coarse.axes);
  expect(complaints).toEqual([]);
}, 90_000);

it('asks again only where a pan leaves what was read, and for nothing when it comes back', async () => {
  const { page, complaints, finer } = await openLosses();
  await drag(page, 0.1, 0.2);
  await read(page);
  const [first] = finer();
  await drag(page, 0.8, 0.1, 'Shift');
  await expect.poll(() => finer().length).toBe(2);
  await read(page);
  const second = finer()[1]!.finer!.updates;
  expect(second[0]).toBeGreaterThan(first!.finer!.updates[0]);
  expect(await words(page)).toMatch(everyOne);
  await drag(page, 0.1, 0.8, 'Shift');
  await read(page);
  expect(await words(page)).toMatch(everyOne);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('.compare-stage[data-finer="none"]').waitFor();
  expect(await words(page)).toMatch(/measurements; a point stands for up to \d+\./);
  expect(finer()).toHaveLength(2);
  expect(complaints).toEqual([]);
}, 90_000);

it('reads the updates behind examples, in every panel, on a logarithmic axis', async () => {
  const { page, finer } = await openLosses({
    ...losses,
    x: 'examples',
    xScale: 'log',
    column: 'pretrain.tokens',
  });
  await page.locator('.compare-pointer').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await read(page);
  const phases = new Set(finer().flatMap((asked) => asked.phases));
  expect([...phases].every((phase) => phase === 'align' || phase === 'unalign')).toBe(true);
  expect(phases.size).toBeGreaterThan(0);
  expect(await words(page)).toContain('In view: ');
}, 90_000);
