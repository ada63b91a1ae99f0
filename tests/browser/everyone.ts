// What is held of every state of the window: axe in both themes, nothing that moves where the user wants nothing to move,
// and a text for every chart. What axe cannot tell, the order of focus and the looks, is held by sight.test.ts.
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { expectAccessible } from './accessibility.ts';
import { openWindow, type ServedWindow, screens, startServer, temporaryHome } from './served-window.ts';

/** A window whose user wants nothing to move. */
export async function openStill(browser: Browser, args: readonly string[] = []): Promise<ServedWindow> {
  const served = await openWindow(browser, { args });
  await served.page.emulateMedia({ reducedMotion: 'reduce' });
  await served.page.getByRole('heading', { level: 1 }).first().waitFor();
  return served;
}

/** A data folder and a server on it that outlive a test, for the tests of a file. */
export class SharedServer {
  readonly #ends: (() => void | Promise<void>)[] = [];
  #url = '';

  async start(args: readonly string[], prepare: (home: string) => void = () => {}): Promise<void> {
    const later = (end: () => void | Promise<void>): void => void this.#ends.unshift(end);
    const home = temporaryHome(later);
    prepare(home);
    this.#url = (await startServer(home, args, { atEnd: later })).url;
  }
  /** Another window on it, with a browser's storage of its own. */
  async open(browser: Browser, hash: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: screens.wide, reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(this.#url);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await goTo(page, hash);
    return { page, complaints };
  }
  async end(): Promise<void> {
    for (const end of this.#ends) await end();
  }
}

export const goTo = (page: Page, hash: string): Promise<unknown> =>
  page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

/** Both themes, the present one first; the page stays in the other. */
export async function expectForEveryone(page: Page, name: string): Promise<void> {
  const dark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
  for (const colorScheme of dark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await expectAccessible(page, `${name}, ${colorScheme}`);
  }
  await expectStill(page, name);
  await expectChartsTold(page, name);
}

/** Only of a page that is opened with reduced motion. */
export async function expectStill(page: Page, name: string): Promise<void> {
  const moving = await page.evaluate<string[]>(`document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().activeDuration > 1)
    .map(({ effect, transitionProperty, animationName }) =>
      [transitionProperty ?? animationName, effect.target?.outerHTML.slice(0, 120)].join(' of '))`);
  expect.soft(moving, `what moves on ${name}`).toEqual([]);
}

/** Every picture large enough to be a chart is named by a sentence, or is beside one that is. */
export async function expectChartsTold(page: Page, name: string): Promise<void> {
  const mute = await page.evaluate<string[]>(`[...document.querySelectorAll('svg, canvas')]
    .filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 120 && height > 60 && one.parentElement.closest('svg') === null;
    })
    .filter((one) => {
      const words = (each) => each.getAttribute('aria-label') ?? [...each.querySelectorAll(':scope > title, :scope > desc')].map((part) => part.textContent).join(' ');
      const told = (each) => each.getAttribute('role') === 'img' && words(each).length > 30;
      if (told(one)) return false;
      const near = one.closest('.compare-stage, [aria-hidden=true], .driver-overlay');
      return near === null || (near.matches('.compare-stage') && ![...near.querySelectorAll('svg')].some(told));
    })
    .map((one) => one.outerHTML.slice(0, 160))`);
  expect.soft(mute, `charts without a text on ${name}`).toEqual([]);
}
