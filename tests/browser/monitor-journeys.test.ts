// More of the monitor in a real Chromium: a step that fails and is tried again, the log filtered and copied, the system's
// notification at the end.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow } from './served-window.ts';
import { callHost } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const soon = { timeout: 30_000 };
const submit = async (page: Page, change: Record<string, unknown>): Promise<number> =>
  (await callHost(page, 'experiment.submit', { schedule: tinySchedule(change) as never })).id;
const stateOf = async (page: Page, id: number): Promise<string | undefined> =>
  (await callHost(page, 'experiment.list', {})).find((one) => one.id === id)?.state;
const monitor = (page: Page): Promise<unknown> => page.evaluate("location.hash = '#/monitor'");

it('tells a step that failed, filters the log by how grave it is, and trains the step when it is tried again', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--workers', '1'] });
  await monitor(page);
  const id = await submit(page, {
    name: 'unlucky',
    axes: {},
    seeds: [1],
    pretrain: { tokens: 288_000, batch: 8, warmup: 4 },
  });
  // Its trainer is killed whenever it has begun, until the host takes the step down.
  const strike = async (): Promise<string | undefined> => {
    const { trainers } = await callHost(page, 'workbench.info', {});
    for (const { pid, step } of trainers) if (step !== null) killIfThere(pid);
    return stateOf(page, id);
  };
  await expect.poll(strike, { ...soon, interval: 100 }).toBe('failed');
  const ended = page.locator('section[aria-labelledby="unfinished-title"]');
  await ended.getByText(/its trainer ended 4 times: ended by SIGKILL/).waitFor(soon);

  const log = page.locator('section[aria-labelledby="log-title"]');
  const levels = async (): Promise<string[]> => [
    ...new Set(
      await log.locator('li').evaluateAll((all) => all.map((line) => line.getAttribute('data-level') ?? '')),
    ),
  ];
  await expect.poll(async () => (await levels()).toSorted(), soon).toEqual(['error', 'info', 'warning']);
  await log.getByText('Warnings', { exact: true }).click();
  await expect.poll(async () => (await levels()).toSorted(), soon).toEqual(['error', 'warning']);
  await log.getByText('Errors', { exact: true }).click();
  await expect.poll(levels, soon).toEqual(['error']);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await log.getByRole('button', { name: 'Copy' }).click();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z error .*its trainer ended 4 times/);
  await log.getByText('All', { exact: true }).click();

  // What training recovered from, and the failure that its experiment tells, are in the log and in no banner.
  await log
    .getByText(/a trainer ended .* “unlucky” goes on from its last checkpoint/)
    .first()
    .waitFor(soon);
  await log
    .getByRole('link', { name: `open experiment ${id}` })
    .first()
    .waitFor();
  expect(await page.locator('header.bar').getByRole('alert').count()).toBe(0);
  await page.getByRole('button', { name: 'Retry unlucky' }).click();
  await ended.waitFor({ state: 'detached', ...soon });
  await page.getByText('“unlucky” is finished').first().waitFor(soon);
  expect(await stateOf(page, id)).toBe('finished');
  expect(complaints).toEqual([]);
});

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it had ended already
  }
}

// The headless browser denies notifications whatever it is told, so the system's part is a recording here.
const recording = `
  window.told = [];
  window.Notification = class Notification {
    static permission = 'default';
    static requestPermission() {
      Notification.permission = 'granted';
      return Promise.resolve('granted');
    }
    constructor(title, { body, tag }) {
      Object.assign(this, { title, body, tag, closed: false });
      window.told.push(this);
    }
    close() {
      this.closed = true;
    }
  };
  Object.defineProperty(document, 'visibilityState', { get: () => window.away ? 'hidden' : 'visible' });
`;

it('gives the system’s notification at the end while nobody looks, and leads from it to the experiment', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--workers', '1'] });
  await page.addInitScript(recording);
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor(soon);
  await monitor(page);
  await page.getByRole('button', { name: 'Notify me at the end' }).click();
  await page.getByText('You are notified at the end').waitFor();
  const told = (): Promise<unknown[]> => page.evaluate<unknown[]>('window.told');
  await submit(page, { name: 'watched', axes: {}, seeds: [1] });
  await page.getByText('“watched” is finished').first().waitFor(soon);
  expect(await told()).toEqual([]);
  await page.evaluate('window.away = true');
  const id = await submit(page, { name: 'unwatched', axes: {}, seeds: [2] });
  await expect.poll(told, soon).toMatchObject([
    {
      title: '“unwatched” is finished',
      body: '1 of 1 run is measured.',
      tag: `experiment-${id}`,
      closed: false,
    },
  ]);
  await page.evaluate('window.told[0].onclick()');
  await page.getByRole('heading', { level: 1, name: 'unwatched' }).waitFor(soon);
  expect(await told()).toMatchObject([{ closed: true }]);
  expect(complaints).toEqual([]);
});
