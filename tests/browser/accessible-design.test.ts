// The designer in every state, in a real Chromium: where a schedule comes from, the fields of each part, axes, JSON with an
// error, changes, the conflict of two windows.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { expectForEveryone, goTo, openStill } from './everyone.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const part = (page: Page, name: RegExp) =>
  page.getByRole('toolbar', { name: 'Parts of the schedule' }).getByRole('button', { name });
const code = (page: Page) => page.getByRole('textbox', { name: 'Schedule as JSON' });
async function retype(page: Page, text: string): Promise<void> {
  await code(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}
const pretty = (change: Record<string, unknown>): string => JSON.stringify(tinySchedule(change), null, 2);

it('the fields of each part, with all that is behind More, and its menus', async () => {
  const { page, complaints } = await openStill(browser);
  await goTo(page, '#/design');
  await page.getByRole('link', { name: /^Quickstart/ }).waitFor();
  await expectForEveryone(page, 'where a schedule comes from');
  await page.getByRole('button', { name: 'Start from nothing' }).click();
  await code(page).waitFor();
  await retype(
    page,
    pretty({ realign: { examples: 16, batch: 8 }, transfer: { from: 'a', onto: 'b' }, joint: { ratio: 2 } }),
  );
  await part(page, /^Joint/).waitFor();
  await expectForEveryone(page, 'a schedule with faults');
  const parts = await page
    .locator('[data-section]')
    .evaluateAll((all) => all.map((one) => one.dataset.section));
  expect(parts.length).toBeGreaterThan(8);
  for (const section of parts) {
    await page.locator(`[data-section="${section}"]`).click();
    const more = page.getByRole('button', { name: /^More:/ });
    if ((await more.count()) > 0) await more.click();
    await expectForEveryone(page, `the fields of ${section}`);
  }
  await retype(page, pretty({}));
  await page.getByRole('button', { name: 'Add a phase' }).click();
  await page.getByRole('menu').waitFor();
  await expectForEveryone(page, 'the phases that may be added');
  await page.keyboard.press('Escape');
  await part(page, /^Unalign/).click();
  await page.getByRole('button', { name: 'Split …' }).click();
  await page.getByRole('menu').waitFor();
  await expectForEveryone(page, 'how a phase is split');
  await page.keyboard.press('Escape');
  expect(complaints).toEqual([]);
}, 240_000);

it('axes, JSON that cannot be read, changes, and the draft in the list', async () => {
  const { page, complaints } = await openStill(browser);
  await goTo(page, '#/design?template=quickstart');
  await page.locator('.design-plan svg').waitFor();
  await expectForEveryone(page, 'a recipe');
  await part(page, /^Judge/).click();
  await page.getByRole('button', { name: /^Edit the 3 values of width/ }).click();
  await page.getByRole('textbox', { name: 'Values of width' }).fill('16, -3');
  await page.locator('.design-chip[data-wrong="true"]').first().waitFor();
  await expectForEveryone(page, 'the editor of an axis with a fault');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Changes' }).click();
  await page.getByRole('rowheader').first().waitFor();
  await expectForEveryone(page, 'what changed');
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await retype(page, '{ "springback": 1, "name": ');
  await page.getByText('The form waits').waitFor();
  await expectForEveryone(page, 'JSON that cannot be read');
  await retype(page, pretty({ name: 'Kept', corpus: { kind: 'files' } }));
  await page.getByRole('heading', { name: 'Kept' }).waitFor();
  await part(page, /^Data/).click();
  await expectForEveryone(page, 'a corpus of files');
  await page.getByText('Saved as a draft').waitFor();
  await page.getByRole('button', { name: 'All schedules' }).click();
  await page.getByRole('heading', { name: 'Drafts' }).waitFor();
  await expectForEveryone(page, 'the list of drafts');
  expect(complaints).toEqual([]);
}, 240_000);

it('two windows that change one draft', async () => {
  const { page } = await openStill(browser);
  await goTo(page, '#/design');
  await page.getByRole('button', { name: 'Start from nothing' }).click();
  await code(page).waitFor();
  await retype(page, pretty({ name: 'Two windows' }));
  await page.getByText('Saved as a draft').waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('heading', { name: 'Two windows' }).waitFor();
  await page.route('**/api/draft.save', async (route) => {
    await other.getByText('Saved as a draft').waitFor();
    await route.continue();
  });
  await retype(page, pretty({ name: 'Mine' }));
  await retype(other, pretty({ name: 'Theirs' }));
  await page.getByRole('dialog', { name: /changed in another window/ }).waitFor();
  await expectForEveryone(page, 'the conflict of two windows');
}, 240_000);
