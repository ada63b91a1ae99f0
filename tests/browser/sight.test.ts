// What axe cannot tell of the looks: each page on a 4K screen, enlarged to 200 %, and in the system's few colours. Over the
// results that come with Springback, in a real Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild, root } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { goTo, SharedServer } from './everyone.ts';
import { untilStill } from './still.ts';

let browser: Browser;
const saved = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await saved.start(['--showcase']);
});
afterAll(async () => {
  await browser?.close();
  await saved.end();
});

const curves = `#/compare?view=${encodeView({ selection: { experiments: [7] }, colour: 'pretrain.tokens' })}`;
const claims = `#/compare?view=${encodeView({ selection: { experiments: [7] }, chart: 'ledger' })}`;
/** Each page, and what is in it once it is there. */
const pages: readonly { name: string; hash: string; ready: string }[] = [
  { name: 'home', hash: '#/', ready: 'main a[href^="#/experiments/"]' },
  { name: 'experiment', hash: '#/experiments/4', ready: '.claim' },
  { name: 'design-start', hash: '#/design', ready: '.design-tile' },
  { name: 'design', hash: '#/design?template=quickstart', ready: '.design-plan svg' },
  { name: 'monitor', hash: '#/monitor', ready: '.meter' },
  { name: 'compare', hash: curves, ready: '.compare-stage[data-stale="false"] svg[role=img]' },
  { name: 'claims', hash: claims, ready: '.claim' },
  { name: 'history', hash: '#/history', ready: '.history-row[data-index="0"]' },
  { name: 'decks', hash: '#/decks', ready: '.deck-list' },
  { name: 'settings', hash: '#/settings', ready: '[role=radiogroup]' },
  { name: 'doctor', hash: '#/doctor', ready: '.findings' },
  { name: 'help', hash: '#/help', ready: '.glossary dt' },
];

async function visit(page: Page, { name, hash, ready }: (typeof pages)[number], look: string): Promise<void> {
  await goTo(page, hash);
  await page.locator(ready).first().waitFor();
  await untilStill(page);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  await page.screenshot({ path: join(root, `test-results/sight-${look}-${name}.png`) });
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');

/** Paragraphs whose lines are longer than so many letters, and text smaller than so many pixels. */
const unreadable = (page: Page, letters: number, pixels: number): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('main *, .rail *, .bar *')]
    .filter((one) => one.closest('svg, .cm-editor, .only-heard') === null && one.checkVisibility() &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .flatMap((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      const lines = new Map();
      for (const { top, width } of range.getClientRects()) lines.set(Math.round(top / 8), (lines.get(Math.round(top / 8)) ?? 0) + width);
      const widths = [...lines.values()];
      const all = widths.reduce((sum, width) => sum + width, 0);
      const longest = one.textContent.length * Math.max(...widths) / all;
      const size = Number.parseFloat(getComputedStyle(one).fontSize);
      const found = [];
      if (longest > ${letters} && !one.matches('td, code')) found.push(Math.round(longest) + ' letters: ' + one.textContent.slice(0, 60));
      if (size < ${pixels}) found.push(size + ' px: ' + one.textContent.slice(0, 60));
      return found;
    })`);

it('a 4K screen: nothing overflows, lines stay readable, type is not tiny, charts grow', async () => {
  const { page } = await saved.open(browser, '#/');
  const widths: Record<string, number[]> = {};
  for (const size of [
    { width: 1440, height: 900 },
    { width: 3840, height: 2160 },
  ]) {
    await page.setViewportSize(size);
    for (const one of pages) {
      await visit(page, one, `${size.width}`);
      expect.soft(await overflow(page), `${one.name} at ${size.width}`).toBeLessThanOrEqual(0);
      expect.soft(await unreadable(page, 140, 11), `${one.name} at ${size.width}`).toEqual([]);
      const charts = await page
        .locator('main svg[role=img]')
        .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width));
      if (charts.length > 0) widths[one.name] = [...(widths[one.name] ?? []), Math.max(...charts)];
    }
  }
  for (const name of ['experiment', 'design', 'compare'])
    expect.soft(widths[name]![1]! / widths[name]![0]!, `the chart of ${name}`).toBeGreaterThan(1.5);
}, 240_000);

it('enlarged to 200 %: nothing is beside the window, and no control lies on another', async () => {
  const { page } = await saved.open(browser, '#/');
  await page.setViewportSize({ width: 640, height: 512 });
  for (const one of pages) {
    await visit(page, one, '640');
    expect.soft(await overflow(page), one.name).toBeLessThanOrEqual(0);
    expect.soft(await page.evaluate<string[]>(colliding), one.name).toEqual([]);
  }
}, 240_000);

/** Pairs of controls of which one covers a quarter of the other, and controls that nobody can scroll to. */
const colliding = `(() => {
  const controls = [...document.querySelectorAll('main button, main a[href], main select, main textarea')]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.matches('.compare-key'))
    .map((one) => ({ one, box: one.getBoundingClientRect() }));
  const name = ({ one }) => one.getAttribute('aria-label') ?? one.textContent.slice(0, 40);
  const scrolls = (one) => one !== null && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const faults = controls.filter(({ one, box }) => (box.left < 0 || box.right > innerWidth) && !scrolls(one)).map((each) => 'beside: ' + name(each));
  controls.forEach((a, index) => {
    for (const b of controls.slice(index + 1)) {
      if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const along = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const least = Math.min(a.box.width * a.box.height, b.box.width * b.box.height);
      if (across > 0 && along > 0 && across * along > least / 4 && least > 0) faults.push(name(a) + ' and ' + name(b));
    }
  });
  return faults;
})()`;

it('the system’s few colours: charts keep their ground, and what is chosen and how far it is stay visible', async () => {
  const { page } = await saved.open(browser, '#/');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    for (const one of pages) await visit(page, one, `forced-${colorScheme}`);
    const style = (selector: string, property: string): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    await visit(page, pages[1]!, `forced-${colorScheme}`);
    expect(await style('.mantine-SegmentedControl-label[data-active]', 'outlineStyle')).toBe('solid');
    expect(await style('.mantine-Progress-root', 'borderTopStyle')).toBe('solid');
    const ground = colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 24, 29)';
    expect(await style('.chart', 'backgroundColor')).toBe(ground);
    await visit(page, pages[5]!, `forced-${colorScheme}`);
    expect(await style('.compare-stage', 'backgroundColor')).toBe(ground);
    expect(await style('.compare-shown button[aria-pressed=true]', 'outlineStyle')).toBe('solid');
    await page.getByLabel('Metric', { exact: true }).focus();
    await page.keyboard.press('Tab');
    expect(await style(':focus', 'outlineStyle')).toBe('solid');
  }
}, 240_000);
