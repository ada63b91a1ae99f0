// The frame around the pages, in a real Chromium: rail, titles, focus, palette, shortcuts, what breaks.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const focused = (page: Page): Promise<string> =>
  page.evaluate("[document.activeElement.tagName, document.activeElement.textContent].join(' ')");
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages' });

describe('the frame', () => {
  it('leads to every page, titles the window, and gives the focus to the page’s heading', async () => {
    const { page, complaints } = await openWindow(browser);
    await heading(page, 'Experiments');
    expect(await page.title()).toBe('Home · Springback');
    expect(await focused(page)).toMatch(/^BODY/);
    for (const name of [
      'Design',
      'Monitor',
      'Compare',
      'History',
      'Present',
      'Settings',
      'Doctor',
      'Help',
      'Home',
    ]) {
      await rail(page).getByRole('link', { name, exact: true }).click();
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await page.locator('h1:focus').waitFor();
      expect(await page.title()).toContain('· Springback');
      expect(await rail(page).getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe(
        'page',
      );
      expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1);
      expect(await page.getByRole('main').count(), name).toBe(1);
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it('can be skipped by the keyboard, and every control of it shows where the focus is', async () => {
    const { page } = await openWindow(browser);
    await heading(page, 'Experiments');
    const address = page.url();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('A Skip to the page');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('H1 Experiments');
    expect(page.url()).toBe(address);
    await page.reload();
    await heading(page, 'Experiments');
    for (let press = 0; press < 16; press++) {
      await page.keyboard.press('Tab');
      const bare = await page.evaluate<string>(`(() => {
        const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
        return outlineStyle === 'none' && boxShadow === 'none' ? document.activeElement.outerHTML : '';
      })()`);
      expect(bare).toBe('');
    }
  }, 60_000);

  it('says so where there is no page', async () => {
    const { page } = await openWindow(browser);
    for (const [hash, title] of [
      ['#/no/such/page', 'There is no such page'],
      ['#/experiments/99', 'There is no such experiment'],
    ] as const) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      await heading(page, title);
    }
    await page.getByText('#/no/such/page').waitFor({ state: 'hidden' });
  }, 60_000);

  it('stays when a page breaks, says what broke, and goes on elsewhere', async () => {
    const { page } = await openWindow(browser);
    await heading(page, 'Experiments');
    await page.route(/help-page.*\.js/, (route) => route.abort());
    await rail(page).getByRole('link', { name: 'Help' }).click();
    await heading(page, 'This page broke');
    await page.getByRole('alert').waitFor();
    await rail(page).getByRole('link', { name: 'Home' }).click();
    await heading(page, 'Experiments');
    await page.unroute(/help-page.*\.js/);
    await rail(page).getByRole('link', { name: 'Help' }).click();
    await page.getByRole('button', { name: 'Reload the window' }).click();
    await heading(page, 'Help');
  }, 60_000);

  it('leaves the screen to a deck that is presented', async () => {
    const { page } = await openWindow(browser);
    await page.evaluate(`location.hash = '#/decks/1?show='`);
    await page.getByRole('banner').waitFor({ state: 'detached' });
    expect(await rail(page).count()).toBe(0);
    await page.evaluate(`location.hash = '#/'`);
    await rail(page).waitFor();
  }, 60_000);
});

describe('the palette', () => {
  it('does by name what can be done, and finds what has a name', async () => {
    const { page, complaints } = await openWindow(browser, { args: ['--quickstart-if-empty'] });
    await heading(page, /Quickstart/); // a first start goes there by itself
    await page.locator('[data-state="running"]').first().waitFor();
    await page.keyboard.press('Control+k');
    const search = page.getByLabel('Search or do');
    await search.waitFor();
    await picture(page, 'palette');
    await search.fill('settings');
    await page.keyboard.press('Enter');
    await heading(page, 'Settings');
    await page.getByRole('button', { name: /Search or do/ }).click();
    await search.fill('quickst');
    await page.keyboard.press('Enter');
    await heading(page, /Quickstart/);
    await page.keyboard.press('Control+k');
    await search.fill('dark col');
    await page.keyboard.press('Enter');
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
    expect(complaints).toEqual([]);
  }, 60_000);

  it('goes to pages by two letters, but not while someone types, nor where letters are turned off', async () => {
    const { page } = await openWindow(browser);
    await heading(page, 'Experiments');
    await page.keyboard.type('gs');
    await heading(page, 'Settings');
    await page.keyboard.type('gw');
    await heading(page, 'Help');
    await page.getByLabel('Find a word').fill('');
    await page.getByLabel('Find a word').pressSequentially('gh?');
    await heading(page, 'Help');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.type('gh');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await heading(page, 'Help');
    await rail(page).getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('switch', { name: 'Single keys as shortcuts' }).click();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.type('gh?');
    await page.waitForTimeout(300);
    await heading(page, 'Settings');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search or do').waitFor();
  }, 60_000);
});
