// A window whose clock is set while it is open, against a host whose clock is set too, each otherwise: days apart, a
// century apart. Real Chromium, real server, real trainers.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { clocks, settableClock } from '../support/settable-clock.ts';
import { openWindow } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** Runs in the page before its own scripts: its date is off by `clockOffset`. Timers and the steady clock stay true. */
const shiftDates = `(() => {
  const True = Date;
  globalThis.clockOffset = 0;
  const now = () => True.now() + globalThis.clockOffset;
  globalThis.Date = new Proxy(True, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new True(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
})()`;
const setWindow = (page: Page, offset: number): Promise<unknown> =>
  page.evaluate(`globalThis.clockOffset = ${offset}`);

async function openClocks() {
  const host = settableClock();
  const served = await openWindow(browser, { args: ['--workers', '1'], environment: host.environment });
  const { page } = served;
  await page.addInitScript(shiftDates);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return { ...served, host };
}

function call(page: Page, command: string, input: unknown): Promise<unknown> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  return page.evaluate(`fetch('api/${command}', ${JSON.stringify(init)}).then((answer) => answer.json())`);
}

/** What a clock that jumped would make of a duration, and dates that are none. */
const nonsense = [
  /NaN|Infinity|Invalid|undefined/,
  /\bin \d+ (second|minute|hour|day|week|month|year)s?\b/,
  /\bago\b/,
  /(^|[\s(])[-−]\d+(\.\d+)? ?(s|ms|min|h|days?|%|tokens\/s)\b/m,
  /(^|[\s(])[-−]\d+:\d\d/m,
  /\b\d{4,} s\b/,
  /\b\d{2,} h\b|\b\d+ days\b/,
];

/** Everything that the page says, to the eye and to a screen reader. */
const said = async (page: Page): Promise<string> =>
  String(
    await page.evaluate(`[document.title, document.body.innerText, ...[...document.querySelectorAll('*')].flatMap(
      (one) => ['aria-label', 'aria-valuetext', 'title', 'datetime'].map((name) => one.getAttribute(name) ?? ''),
    )].join('\\n')`),
  );

async function expectSense(page: Page, where: string): Promise<void> {
  const text = await said(page);
  expect(text.length, where).toBeGreaterThan(100);
  for (const pattern of nonsense) expect(pattern.exec(text)?.[0], `${where}: ${pattern}`).toBeUndefined();
}

const patient = { timeout: 10_000 };
const pairs = [
  [clocks.ahead, clocks.behind],
  [clocks.behind, clocks.ahead],
  [clocks.in2100, clocks.in1970],
  [clocks.in1970, clocks.in2100],
] as const;

it('shows no negative and no absurd time while it trains, whatever the two clocks say, and tells the end once', async () => {
  const { page, host, complaints } = await openClocks();
  const pretrain = { tokens: 3_000_000, batch: 8, warmup: 4 };
  await call(page, 'experiment.submit', {
    schedule: tinySchedule({ name: 'long', axes: {}, seeds: [1, 2], pretrain }),
  });
  const running = page.locator('.trainer[data-busy="true"]').first();
  await page.evaluate("location.hash = '#/monitor'");
  await running.waitFor();
  await expect.poll(() => said(page), patient).toMatch(/\d+ (s|min \d+ s) to go/);
  for (const [window, other] of pairs) {
    await setWindow(page, window);
    host.set(other);
    for (const hash of ['#/monitor', '#/', '#/experiments/1']) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const before = await said(page);
      await expect.poll(() => said(page), patient).not.toBe(before); // the host told of it since
      await expectSense(page, `${hash}, window ${window}, host ${other}`);
    }
  }
  await call(page, 'experiment.cancel', { id: 1 });
  await call(page, 'experiment.submit', {
    schedule: tinySchedule({ name: 'the one', axes: {}, seeds: [3] }),
  });
  await page.getByText('“the one” is finished').first().waitFor({ timeout: 50_000 });
  expect(await page.getByText('“the one” is finished').count()).toBe(1);
  await expectSense(page, 'the end');
  const log = (await call(page, 'workbench.log', {})) as { level: string; message: string }[];
  expect(log.filter(({ level }) => level !== 'info')).toEqual([]);
  expect(complaints).toEqual([]);
}, 90_000);

it('lists what was made on jumping clocks by the dates that it has, and opens every page', async () => {
  const { page, host, complaints } = await openClocks();
  const files: string[] = [];
  for (const [index, [window, other]] of pairs.entries()) {
    await setWindow(page, window);
    host.set(other);
    const name = `number ${index + 1}`;
    await call(page, 'experiment.submit', { schedule: tinySchedule({ name, axes: {}, seeds: [index] }) });
    await call(page, 'draft.save', { id: null, name: `draft ${index}`, text: '{}' });
    await call(page, 'deck.save', { id: null, deck: { name: `deck ${index}`, slides: [] } });
    files.unshift(((await call(page, 'backup.create', {})) as { file: string }).file);
  }
  for (const hash of [
    '#/',
    '#/history',
    '#/design',
    '#/decks',
    '#/compare',
    '#/settings',
    '#/doctor',
    '#/help',
  ]) {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const [window] of pairs) {
      await setWindow(page, window);
      if (hash === '#/doctor') await page.getByRole('button', { name: 'Examine again' }).click();
      await expectSense(page, `${hash}, window ${window}`);
    }
  }
  await page.evaluate("location.hash = '#/history'");
  const names = async () =>
    (await page.locator('.history-name').allTextContents()).filter((name) => name !== 'name'); // the head's
  const list = (await call(page, 'experiment.list', {})) as { name: string; created: string }[];
  const byDate = list.toSorted((a, b) => (a.created < b.created ? 1 : -1));
  expect(list).toHaveLength(pairs.length);
  await expect.poll(names, patient).toEqual(byDate.map(({ name }) => name));
  await page.getByRole('button', { name: /^Data/ }).click();
  await page.getByRole('menuitem', { name: 'Backups…' }).click();
  const restores = page.getByRole('dialog').getByRole('button', { name: /^Restore history-/ });
  await restores.first().waitFor();
  const shown = await restores.evaluateAll((all: { ariaLabel: string | null }[]) =>
    all.map(({ ariaLabel }) => ariaLabel),
  );
  expect(shown).toEqual(files.map((file) => `Restore ${file}`));
  await expectSense(page, 'the backups');
  expect(complaints).toEqual([]);
}, 90_000);

it('times a show by its own length, not by the clock', async () => {
  const { page } = await openClocks();
  const slide = { kind: 'text', id: 'one', title: 'One' };
  const { id } = (await call(page, 'deck.save', {
    id: null,
    deck: { name: 'timed', slides: [slide] },
  })) as { id: number };
  await page.evaluate(`location.hash = '#/decks/${id}?show=1'`);
  await page.locator('.show').waitFor();
  await page.keyboard.press('n');
  const timer = page.getByRole('timer', { name: 'Time since the show began' });
  for (const [window] of pairs) {
    await setWindow(page, window);
    const before = await timer.textContent();
    await expect.poll(() => timer.textContent(), patient).not.toBe(before);
    expect(await timer.textContent()).toMatch(/^[0-5]?\d:\d\d$/); // minutes, not days
    expect(await timer.textContent()).not.toBe('0:00');
  }
}, 60_000);
