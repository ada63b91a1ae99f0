// Designing an experiment, in a real Chromium against the real server: from a recipe to a running experiment.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { openWindow, picture, temporaryHome } from './served-window.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const open = (page: Page, hash: string): Promise<unknown> => page.goto(page.url().replace(/(#.*)?$/, hash));
const figure = (page: Page, name: string): Locator =>
  page.locator('.design-figures div', { has: page.getByText(name, { exact: true }) }).locator('dd');
const code = (page: Page): Locator => page.getByRole('textbox', { name: 'Schedule as JSON' });
const part = (page: Page, name: RegExp): Locator =>
  page.getByRole('toolbar', { name: 'Parts of the schedule' }).getByRole('button', { name });
const kept = (page: Page): Promise<void> => page.getByText('Saved as a draft').waitFor({ timeout: 10_000 });

/** Walks an open menu to an item by the arrow keys, and takes it. */
async function chooseByKeys(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('menuitem', { name }).waitFor();
  for (let presses = 0; presses < 8; presses++) {
    const focused = await page.evaluate<string>(
      "document.activeElement.getAttribute('role') === 'menuitem' ? document.activeElement.textContent : ''",
    );
    if (name.test(focused)) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(50);
  }
  throw new Error(`the arrow keys do not reach ${name}`);
}

/** The whole text in the code editor, in place of what is there. */
async function retype(page: Page, text: string): Promise<void> {
  await code(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

describe('the designer', () => {
  it('takes a recipe to a running experiment: wrong value, mended, undone, in JSON, reloaded, submitted', async () => {
    const { page, complaints } = await openWindow(browser);
    await page.getByRole('link', { name: 'Design', exact: true }).click();
    await page.getByRole('link', { name: /^Quickstart/ }).click();
    await figure(page, 'Runs').getByText('27').waitFor();
    await page.getByText('Not changed').waitFor();

    // A wrong value of an axis is told of at its chip, in the field and in the list.
    await part(page, /^Model/).click();
    await page
      .locator('[data-field="model.width"]')
      .getByRole('button', { name: /^Edit the 3 values/ })
      .click();
    const values = page.getByRole('textbox', { name: 'Values of Width' });
    await values.fill('16, -3, 48');
    await page.locator('.design-chip[data-wrong="true"]', { hasText: '−3' }).first().waitFor();
    await page.getByText('−3: expected a positive integer, got -3').first().waitFor();
    await values.fill('8, 16');
    await page.getByRole('button', { name: 'Done' }).click();
    await figure(page, 'Runs').getByText('18').waitFor();
    expect(await page.locator('.design-chip[data-wrong="true"]').count()).toBe(0);

    // A wrong value of a field, at the field; one press of undo after the other leads back, redo forth.
    await part(page, /^Align/).click();
    const examples = page.getByRole('textbox', { name: 'Examples' });
    await examples.fill('many');
    await page
      .locator('[data-field="align.examples"]')
      .getByText('expected a positive integer, got "many"')
      .waitFor();
    await part(page, /^Align.*1 issue/).waitFor();
    await code(page).locator('.cm-lintRange-error', { hasText: '"many"' }).waitFor();
    await page.getByRole('button', { name: 'Start' }).click({ force: true });
    expect(page.url()).toContain('#/design');
    await page.waitForTimeout(1100); // What follows more closely is undone together.
    await examples.fill('1.5k');
    await figure(page, 'Runs').getByText('18').waitFor();
    await expect.poll(() => code(page).textContent()).toContain('"examples": 1500');
    for (const [keys, value] of [
      ['Z', 'many'],
      ['Z', '512'],
      ['Shift+Z', 'many'],
      ['Shift+Z', '1.5k'],
    ] as const) {
      await page.keyboard.press(`ControlOrMeta+${keys}`);
      await expect.poll(() => examples.inputValue()).toBe(value);
    }

    // What is typed as JSON stands in the form; while it is none the form is frozen.
    const text = JSON.stringify(tinySchedule({ name: 'From the text' }), null, 2);
    await retype(page, text.slice(0, -1));
    await page.getByText('The form waits').waitFor();
    expect(await examples.isDisabled()).toBe(true);
    await retype(page, text);
    await page.getByRole('heading', { name: 'From the text' }).waitFor();
    await expect.poll(() => examples.inputValue()).toBe('64');
    await figure(page, 'Runs').getByText('8').waitFor();
    await page.locator('.design-plan svg').waitFor();

    // A reload brings it back, and what was typed a moment before, too.
    await kept(page);
    await expect.poll(() => page.url()).toMatch(/draft=\d+$/);
    await examples.fill('72');
    await page.reload();
    await part(page, /^Align/).click();
    await expect.poll(() => examples.inputValue()).toBe('72');
    await kept(page);

    await figure(page, 'Runs').getByText('8').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForURL(/#\/experiments\/1$/);
    await page.getByRole('link', { name: 'Design', exact: true }).click();
    await page.getByRole('heading', { name: 'Quick', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'Drafts' }).count()).toBe(0);

    // A new experiment from this one, once it is trained, has nothing to train.
    await open(page, '#/design?from=1');
    await page.getByRole('heading', { name: 'From the text' }).waitFor();
    await page.getByText(/^Nothing to train: all \d+ steps are reused/).waitFor({ timeout: 25_000 });
    await page.getByRole('button', { name: 'Add without training' }).waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it('is worked by the keyboard alone: walk, resize, add, take away, split, vary', async () => {
    const { page, complaints } = await openWindow(browser);
    await open(page, '#/design?template=quickstart');
    await part(page, /^Pretrain/).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.dataset.section')).toBe('align');
    await page.getByRole('heading', { name: 'Align', exact: true }).waitFor();
    await page.keyboard.press('+');
    await part(page, /^Align 700 examples/).waitFor();
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await part(page, /^Align 300 examples/).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await part(page, /^Unalign/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add a phase' }).focus();
    await page.keyboard.press('Enter');
    await chooseByKeys(page, /^Unalign/);
    await part(page, /^Unalign 300 examples/).waitFor();
    await page.getByRole('button', { name: 'Split …' }).focus();
    await page.keyboard.press('Enter');
    await chooseByKeys(page, /^Into an axis: 150 and 300/);
    await figure(page, 'Runs').getByText('54').waitFor();
    // The order of axes, by the keyboard.
    const grip = page.getByRole('button', { name: 'Move the axis width', exact: true });
    await grip.focus();
    const said = (text: string): Promise<void> => page.getByText(text).waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await said('To place 1 of 3.');
    await page.waitForTimeout(150); // The keys of a move are listened to a moment later.
    await page.keyboard.press('ArrowDown');
    await said('To place 2 of 3.');
    await page.keyboard.press('Space');
    await expect
      .poll(() => page.getByRole('list', { name: 'Axes', exact: true }).locator('code').allTextContents())
      .toEqual(['pretrain.tokens', 'model.width', 'unalign.examples']);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('pulls an edge, and one undo takes the whole pull back', async () => {
    const { page } = await openWindow(browser);
    await open(page, '#/design?template=quickstart');
    await part(page, /^Align 512/).waitFor();
    const edge = page.locator('.design-block:has([data-section="align"]) .design-edge');
    const box = (await edge.boundingBox())!;
    await page.mouse.move(box.x + 5, box.y + 20);
    await page.mouse.down();
    for (const by of [10, 30, 60, 90]) await page.mouse.move(box.x + 5 + by, box.y + 20);
    await page.mouse.up();
    const amount = (await part(page, /^Align/).textContent()) ?? '';
    expect(Number(/(\d+) examples/.exec(amount ?? '')?.[1])).toBeGreaterThan(700);
    await page.getByRole('button', { name: 'Undo' }).click();
    await part(page, /^Align 512 examples/).waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  }, 30_000);

  it('says when two windows change one draft, and loses nothing', async () => {
    const { page } = await openWindow(browser);
    await open(page, '#/design');
    const file = join(temporaryHome(), 'mine.json');
    writeFileSync(file, JSON.stringify(tinySchedule({ name: 'Two windows' }), null, 2));
    await page.setInputFiles('input[type=file]', file);
    await kept(page);
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('heading', { name: 'Two windows' }).waitFor();
    // What one window saves, the other shows, while it has nothing of its own.
    await retype(other, JSON.stringify(tinySchedule({ name: 'Renamed there' }), null, 2));
    await page.getByRole('heading', { name: 'Renamed there' }).waitFor({ timeout: 10_000 });
    // Both at once: the later one is asked.
    await page.route('**/api/draft.save', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await route.continue();
    });
    await retype(page, JSON.stringify(tinySchedule({ name: 'Mine' }), null, 2));
    await retype(other, JSON.stringify(tinySchedule({ name: 'Theirs' }), null, 2));
    await page.getByRole('dialog', { name: /changed in another window/ }).waitFor({ timeout: 10_000 });
    await page.unroute('**/api/draft.save');
    await page.getByRole('button', { name: 'Keep both' }).click();
    await kept(page);
    await page.getByRole('button', { name: 'All schedules' }).click();
    await page.getByRole('link', { name: 'Mine' }).waitFor();
    await page.getByRole('link', { name: 'Theirs' }).waitFor();
    await context.close();
  }, 45_000);

  it.each(['light', 'dark'] as const)(
    'fits its window, %s',
    async (scheme) => {
      const { page, complaints } = await openWindow(browser, { scheme });
      await open(page, '#/design');
      await page.getByRole('link', { name: /^Quickstart/ }).waitFor();
      await picture(page, `design-start-${scheme}`);
      await page.getByRole('link', { name: /^Quickstart/ }).click();
      await page.locator('.design-plan svg').waitFor();
      await code(page).waitFor();
      await part(page, /^Unalign/).click();
      await page.getByRole('button', { name: /^More/ }).click();
      await page.getByRole('textbox', { name: 'Epochs' }).fill('0');
      await page.locator('[data-field="unalign.epochs"]').getByText('expected a positive integer').waitFor();
      await picture(page, `design-${scheme}`);
      await part(page, /^Judge/).click();
      await page.getByRole('button', { name: /^Edit the 3 values of width/ }).click();
      await page.getByRole('textbox', { name: 'Values of width' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Changes' }).click();
      await page.getByRole('rowheader', { name: /unalign.epochs/ }).waitFor();
      await picture(page, `design-changes-${scheme}`);
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
