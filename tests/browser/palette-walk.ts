// Walks over what a page shows and over what the palette offers there, in a real Chromium.
import type { Page } from 'playwright-core';

/** Buttons, tabs, menu items, rows of choices, switches and selects that can be used now, by what a screen reader calls them. A
 * select ends with a colon. Explained words are no controls; what opens a menu is what its items are. */
const controlsScript = (root: string): string => `(() => {
  const named = (element) => {
    const by = element.getAttribute('aria-labelledby');
    const labels = element.labels === undefined || element.labels === null ? [] : [...element.labels];
    return (
      element.getAttribute('aria-label') ??
      (by !== null ? document.getElementById(by)?.textContent : null) ??
      (labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : element.textContent)
    ).replace(/\\s+/g, ' ').trim();
  };
  const kinds = 'button, [role="button"], [role="menuitem"], [role="tab"], input[type="radio"], input[role="switch"], select';
  return [...document.querySelectorAll(${JSON.stringify(root)})]
    .flatMap((root) => [...root.querySelectorAll(kinds)])
    .filter((element) => !element.disabled && element.getAttribute('aria-disabled') !== 'true')
    .filter((element) => element.closest('[inert], [aria-hidden="true"]') === null)
    .filter((element) => element.getClientRects().length > 0 || element.type === 'radio')
    .filter((element) => !(element.type === 'radio' && element.checked) && !element.classList.contains('term'))
    .filter((element) => element.getAttribute('aria-haspopup') !== 'menu')
    .map((element) => named(element) + (element.tagName === 'SELECT' ? ':' : ''));
})()`;

/** The names of all controls of the page, and of the items of every menu that it can open. */
export async function controlsOf(page: Page): Promise<string[]> {
  const names = await page.evaluate<string[]>(controlsScript('main, header.bar'));
  const menus = page.locator('main [aria-haspopup="menu"]:not(:disabled, [aria-disabled="true"])');
  for (let index = 0; index < (await menus.count()); index++) {
    await menus.nth(index).click();
    const menu = page.getByRole('menu');
    await menu.waitFor();
    names.push(...(await page.evaluate<string[]>(controlsScript('[role="menu"]'))));
    await menu.press('Escape');
    await menu.waitFor({ state: 'detached' });
  }
  return [...new Set(names)];
}

/** What the palette finds for each of these words. */
export async function paletteFinds(page: Page, queries: readonly string[]): Promise<string[][]> {
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search or do').waitFor();
  const found = await page.evaluate<string[][]>(`(async () => {
    const field = document.querySelector('[aria-label="Search or do"]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const all = [];
    for (const query of ${JSON.stringify(queries)}) {
      set.call(field, query);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      all.push([...document.querySelectorAll('.mantine-Spotlight-actionLabel')].map(({ textContent }) => textContent));
    }
    return all;
  })()`);
  await page.keyboard.press('Escape');
  await page.getByLabel('Search or do').waitFor({ state: 'detached' });
  return found;
}
