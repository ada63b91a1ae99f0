// What goes wrong while a window is open, in a real Chromium: the host dies and comes back, or another one does.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { end, openWindow, picture, startServer, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const gone = (page: Page) => page.getByText('The host is gone, reconnecting');
const sign = (page: Page, state: string) =>
  page.locator(`[data-connection="${state}"]`).waitFor({ timeout: 15_000 });

async function submit(page: Page, changes: Parameters<typeof tinySchedule>[0] = {}): Promise<void> {
  const file = join(temporaryHome(), 'schedule.json');
  writeFileSync(file, JSON.stringify(tinySchedule(changes)));
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

describe('a host that is killed', () => {
  it('is missed, comes back at the same address, and the same windows go on without being opened anew', async () => {
    const { page, server, home, port, complaints } = await openWindow(browser);
    const second = await page.context().newPage();
    await second.goto(`http://127.0.0.1:${port}/#/`);
    for (const one of [page, second]) await one.getByRole('heading', { name: 'Experiments' }).waitFor();
    await submit(page, { name: 'survivor' });
    await page.locator('[data-state="finished"]').first().waitFor({ timeout: 40_000 });
    await second.getByRole('link', { name: /survivor/ }).waitFor(); // two windows, one host
    await end(server, 'SIGKILL');
    for (const one of [page, second]) {
      await gone(one).waitFor({ timeout: 15_000 });
      await sign(one, 'gone');
    }
    await picture(page, 'host-gone');
    await startServer(home); // without --port: last time's is taken
    for (const one of [page, second]) {
      await sign(one, 'open');
      await gone(one).waitFor({ state: 'hidden' });
    }
    await page.getByText('8 of 8 runs ·').waitFor();
    await second.getByRole('link', { name: /survivor/ }).waitFor();
    // The window works, it does not only show: what is submitted in one is seen in the other.
    await page.getByRole('link', { name: 'Home', exact: true }).first().click();
    await submit(page, { name: 'newcomer', seeds: [5] });
    await second.getByRole('link', { name: /newcomer/ }).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('says what to do when the window’s key is no longer valid', async () => {
    const { page, server, home, port } = await openWindow(browser);
    await page.getByRole('heading', { name: 'Experiments' }).waitFor();
    await end(server, 'SIGKILL');
    await gone(page).waitFor({ timeout: 15_000 });
    rmSync(join(home, 'server-key.json'));
    const next = await startServer(home, ['--port', String(port)]);
    await page.getByText('does not know this window').waitFor({ timeout: 15_000 });
    await sign(page, 'refused');
    await page.goto(next.url);
    await page.getByRole('button', { name: 'Run the quickstart' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  }, 60_000);
});

it('a server whose port of last time is taken finds another', async () => {
  const first = await openWindow(browser);
  await end(first.server);
  const other = await startServer(temporaryHome(), ['--port', String(first.port)]);
  const again = await startServer(first.home);
  expect(other.port).toBe(first.port);
  expect(again.port).not.toBe(first.port);
}, 60_000);

it('names with any Unicode are shown as they are, and break nothing', async () => {
  const { page, complaints } = await openWindow(browser);
  const name = `Größe × 語 🧪 \u202Eabc <b>&amp;</b> ${'x'.repeat(80)}`;
  await submit(page, { name });
  await page.getByText('8 of 8 runs ·').waitFor({ timeout: 40_000 });
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
  expect(await page.title()).toContain('Größe × 語 🧪');
  await picture(page, 'unicode');
  expect(complaints).toEqual([]);
}, 60_000);
