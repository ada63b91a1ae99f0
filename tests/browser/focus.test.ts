// Where the focus is, page by page in a real Chromium: seen at every stop of Tab, not hidden behind what stays while the
// page scrolls, and never lost when what had it is closed.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { goTo, SharedServer } from './everyone.ts';
import { screens } from './served-window.ts';

let browser: Browser;
const host = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await host.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 3, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await host.end();
});

const curves = `#/compare?view=${encodeView({ selection: { experiments: [1] }, colour: 'seed' })}`;
const pages: readonly { hash: string; ready: string }[] = [
  { hash: '#/', ready: 'main a[href^="#/experiments/"]' },
  { hash: '#/experiments/1', ready: '.chart svg' },
  { hash: '#/design', ready: '.design-tile' },
  { hash: '#/design?template=quickstart', ready: '.design-plan svg' },
  { hash: '#/monitor', ready: '.meter' },
  { hash: curves, ready: '.compare-stage[data-stale="false"]' },
  { hash: '#/history', ready: '.history-row[data-index="0"]' },
  { hash: '#/decks', ready: '.empty-state' },
  { hash: '#/settings', ready: '[role=radiogroup]' },
  { hash: '#/doctor', ready: '.findings' },
  { hash: '#/help', ready: '.glossary dt' },
];

/** Notes how everything that can have the focus looks without it. A control may show it at what is beside or around it. */
const noteRest = `(() => {
  const look = (one) => { const s = getComputedStyle(one);
    return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor, s.transform].join(); };
  globalThis.looks = (one) => [one, one.parentElement, one.nextElementSibling, one.previousElementSibling]
    .map((each) => each === null ? '' : look(each)).join(' | ');
  globalThis.rest = new Map([...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .map((one) => [one, globalThis.looks(one)]));
})()`;

/** '' at the end of the page; otherwise what has the focus, with what is wrong with it. */
const inspect = `(() => {
  const on = document.activeElement;
  if (on === document.body || on === null) return { at: '', faults: [] };
  const at = on.outerHTML.slice(0, 140);
  const faults = [];
  const seen = on.checkVisibility() && on.getBoundingClientRect().width > 3 ? on : on.labels?.[0] ?? on.parentElement;
  const rest = globalThis.rest.get(on);
  if (rest === globalThis.looks(on)) faults.push('not seen: ' + at);
  const box = seen.getBoundingClientRect();
  const bar = on.closest('.bar, .rail, .skip') ? 0 : document.querySelector('.bar').getBoundingClientRect().bottom;
  const [top, bottom] = [Math.max(box.top, bar), Math.min(box.bottom, innerHeight)];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  if (bottom - top < 2 || right - left < 2) faults.push('hidden: ' + at);
  return { at, faults };
})()`;

it('every stop of Tab shows the focus, and none is hidden behind the bar', async () => {
  const { page } = await host.open(browser, '#/');
  await page.setViewportSize(screens.narrow);
  for (const { hash, ready } of pages) {
    await goTo(page, hash);
    await page.locator(ready).first().waitFor();
    await page.evaluate('document.activeElement.blur()');
    await page.evaluate(noteRest);
    const stops = new Set<string>();
    for (let press = 0; press < 90; press++) {
      await page.keyboard.press(hash.includes('template') && press > 45 ? 'Shift+Tab' : 'Tab');
      const { at, faults } = await page.evaluate<{ at: string; faults: string[] }>(inspect);
      expect.soft(faults, `${hash}, press ${press + 1}`).toEqual([]);
      if (at === '') break;
      stops.add(at);
    }
    expect(stops.size, hash).toBeGreaterThan(1);
  }
}, 240_000);

interface Closing {
  readonly name: string;
  readonly hash: string;
  readonly ready: string;
  open(page: Page): Promise<unknown>;
  /** What is open then. */
  readonly opened: string;
}
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().press('Enter');
const fromMenu = (button: string, item: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: button, exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: item }).press('Enter');
};
const history = { hash: '#/history', ready: '.history-row[data-index="0"]' };
const compare = { hash: curves, ready: '.compare-stage[data-stale="false"]' };
const closings: readonly Closing[] = [
  { name: 'the palette', ...history, open: press(/Search or do/), opened: '.mantine-Spotlight-content' },
  {
    name: 'the shortcuts',
    ...history,
    open: (page) => page.locator('h1').press('?'),
    opened: '[role=dialog]',
  },
  { name: 'the menu of data', ...history, open: press('Data'), opened: '[role=menu]' },
  { name: 'the columns', ...history, open: press('Columns'), opened: '.history-columns' },
  { name: 'clean-up', ...history, open: fromMenu('Data', 'Clean up…'), opened: '[role=dialog]' },
  { name: 'import', ...history, open: fromMenu('Data', 'Import a bundle…'), opened: '[role=dialog]' },
  {
    name: 'the details of a row',
    ...history,
    open: (page) => page.locator('.history-row[data-index="0"]').press('Enter'),
    opened: '[role=dialog]',
  },
  { name: 'views', ...compare, open: press('Views'), opened: '[role=menu]' },
  { name: 'saving a view', ...compare, open: fromMenu('Views', /Save this view/), opened: '[role=dialog]' },
  {
    name: 'the runs of a mark',
    ...compare,
    open: async (page) => {
      await page.locator('.compare-pointer').press('ArrowRight');
      await page.locator('.chart-note').waitFor();
      await page.keyboard.press('Enter');
    },
    opened: '[role=dialog]',
  },
  {
    name: 'the choice of an experiment',
    hash: '#/decks',
    ready: '.empty-state',
    open: press('Make a deck from an experiment'),
    opened: '[role=dialog]',
  },
];

/** Asked again and again from outside: the page's content policy forbids to do it inside. */
async function comesTrue(page: Page, expression: string): Promise<boolean> {
  for (let time = 0; time < 60; time++) {
    if (await page.evaluate<boolean>(expression)) return true;
    await page.waitForTimeout(50);
  }
  return false;
}

it('what is closed gives the focus back', async () => {
  const { page } = await host.open(browser, '#/');
  const lost: string[] = [];
  for (const { name, hash, ready, open, opened } of closings) {
    await goTo(page, hash);
    await page.locator(ready).first().waitFor();
    await page.locator('h1').first().focus();
    await open(page);
    await page.locator(opened).first().waitFor();
    expect(await comesTrue(page, `document.activeElement.closest('${opened}') !== null`), name).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator(opened).first().waitFor({ state: 'hidden' });
    if (!(await comesTrue(page, 'document.activeElement !== document.body'))) lost.push(name);
  }
  expect(lost).toEqual([]);
}, 240_000);
