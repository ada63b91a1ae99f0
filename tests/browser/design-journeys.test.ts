// More of the designer in a real Chromium: where a schedule comes from and goes to, and what a hand and what keys do to the
// timeline.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { heading, open, part, said, saveFile, soon, start, textOf } from './design-actions.ts';
import { openWindow } from './served-window.ts';
import { downloaded, dropFile } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const amounts = async (page: Page): Promise<string[]> =>
  (await page.locator('.design-block-amount').allTextContents()).slice(1);

it('takes a schedule that is dropped or pasted, and saves a file that is the document, letter by letter', async () => {
  const { page, complaints } = await openWindow(browser);
  await open(page, '#/design');
  await heading(page, 'Design an experiment').waitFor();
  const first = textOf({ name: 'Größe × 語 🧪' });
  await dropFile(page, start, { name: 'first.json', text: `\uFEFF${first}` });
  await heading(page, 'Größe × 語 🧪').waitFor();
  const file = await saveFile(page);
  expect(file).toEqual({ name: 'größe-語.json', bytes: Buffer.from(first) });
  // Another one dropped on the open document takes its place; one undo brings the first back.
  const second = textOf({ name: 'Second' });
  await dropFile(page, 'section.design', { name: 'second.json', text: second });
  await heading(page, 'Second').waitFor();
  const byKey = await downloaded(page, () => page.keyboard.press('ControlOrMeta+s'));
  expect(byKey).toEqual({ name: 'second.json', bytes: Buffer.from(second) });
  await page.keyboard.press('ControlOrMeta+z');
  await heading(page, 'Größe × 語 🧪').waitFor();
  await said(page, 'Saved as a draft');
  // From the clipboard: by the button, and by the keys that paste everywhere.
  const context = page.context();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const [name, paste] of [
    ['By the button', () => page.getByRole('button', { name: 'Paste', exact: true }).click()],
    ['By the keys', () => page.keyboard.press('ControlOrMeta+v')],
  ] as const) {
    await page.getByRole('button', { name: 'All schedules' }).click();
    await heading(page, 'Design an experiment').waitFor();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(textOf({ name }))})`);
    await paste();
    await heading(page, name).waitFor();
    expect((await saveFile(page)).bytes.toString()).toBe(textOf({ name }));
    await said(page, 'Saved as a draft');
  }
  // What is no schedule at all is shown as it is, with what is wrong about it, and can be undone.
  await dropFile(page, 'section.design', { name: 'notes.txt', text: 'not JSON, just notes' });
  await page.getByText('The form waits').waitFor();
  await page.keyboard.press('ControlOrMeta+z');
  await heading(page, 'By the keys').waitFor();
  expect(complaints).toEqual([]);
});

it('moves the edge between two phases and splits one, by hand and by keys, and takes each back and forth', async () => {
  const { page, complaints } = await openWindow(browser);
  await open(page, '#/design');
  await dropFile(page, start, {
    name: 'two.json',
    text: textOf({ axes: {}, align: { examples: 600, batch: 8 }, unalign: { examples: 400, batch: 8 } }),
  });
  await part(page, /^Align 600 examples/).waitFor();
  const before = ['600 examples', '400 examples'];
  /** Undo leads back to what stood before, redo to what was made. */
  const backAndForth = async (made: string[]): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => amounts(page), soon).toEqual(before);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await expect.poll(() => amounts(page), soon).toEqual(made);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => amounts(page), soon).toEqual(before);
  };
  const pull = async (pixels: number, shift: boolean): Promise<string[]> => {
    const edge = (await page
      .locator('.design-block:has([data-section="align"]) .design-edge')
      .boundingBox())!;
    const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    if (shift) await page.keyboard.down('Shift');
    await page.mouse.move(x + pixels, y, { steps: 6 });
    if (shift) await page.keyboard.up('Shift');
    await page.mouse.up();
    await expect.poll(() => amounts(page), soon).not.toEqual(before);
    return amounts(page);
  };
  const numbers = (made: string[]): number[] => made.map((text) => Number.parseInt(text, 10));
  const alone = await pull(40, false);
  expect(alone[1]).toBe(before[1]);
  expect(numbers(alone)[0]).toBeGreaterThan(600);
  await backAndForth(alone);
  const traded = await pull(10, true);
  expect(numbers(traded)[0]).toBeGreaterThan(600);
  expect(numbers(traded)[0]! + numbers(traded)[1]!).toBe(1000);
  await backAndForth(traded);
  // Phases have one order: a block that is dragged over another stays where it is, and nothing is changed.
  const [align, unalign] = [
    (await part(page, /^Align/).boundingBox())!,
    (await part(page, /^Unalign/).boundingBox())!,
  ];
  await page.mouse.move(align.x + 20, align.y + 20);
  await page.mouse.down();
  await page.mouse.move(unalign.x + unalign.width - 20, unalign.y + 20, { steps: 6 });
  await page.mouse.up();
  expect(await page.locator('.design-block-name').allTextContents()).toEqual([
    'Pretrain',
    'Align',
    'Unalign',
  ]);
  expect(await page.getByRole('button', { name: 'Undo', exact: true }).isDisabled()).toBe(true);
  // The same by keys: Shift with an arrow moves the edge, the sum stays.
  await part(page, /^Align/).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => amounts(page), soon).toEqual(['700 examples', '300 examples']);
  expect(await page.evaluate('document.activeElement.dataset.section')).toBe('align');
  await backAndForth(['700 examples', '300 examples']);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => amounts(page), soon).toEqual(['500 examples', '500 examples']);
  await backAndForth(['500 examples', '500 examples']);
  await page.keyboard.press('Delete');
  await expect.poll(() => amounts(page), soon).toEqual(['400 examples']);
  await backAndForth(['400 examples']);
  // Split: half of the examples go to a phase of the opposite behaviour.
  await part(page, /^Unalign/).click();
  await page.getByRole('button', { name: 'Split …' }).click();
  await page.getByRole('menuitem', { name: /^Second half becomes realign: 200 \+ 200 examples/ }).click();
  const split = ['600 examples', '200 examples', '200 examples'];
  await expect.poll(() => amounts(page), soon).toEqual(split);
  await backAndForth(split);
  expect(complaints).toEqual([]);
});
