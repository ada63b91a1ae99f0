// More of the designer in a real Chromium: where a schedule comes from and goes to, what a hand and what keys do to the
// timeline, and that nothing written is lost to a host that dies, a page that crashes, another window or a read-only host.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { end, openWindow, startServer } from './served-window.ts';
import { callHost, downloaded, dropFile, gate } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const open = (page: Page, hash: string): Promise<unknown> =>
  page.goto(page.url().replace(/([?#].*)?$/, hash));
const part = (page: Page, name: RegExp) =>
  page.getByRole('toolbar', { name: 'Parts of the schedule' }).getByRole('button', { name });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const said = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('.design-title').getByRole('status').getByText(text).waitFor({ timeout: 15_000 });
/** For what follows from the host, or from the second after which a draft is saved. */
const soon = { timeout: 15_000 };
const start = 'section[aria-label="Where a schedule comes from"]';
const textOf = (change: Record<string, unknown>): string =>
  `${JSON.stringify(tinySchedule(change), null, 2)}\n`;
const saveFile = (page: Page) =>
  downloaded(page, () => page.getByRole('button', { name: 'Save a file' }).click());
const drafts = (page: Page) => callHost(page, 'draft.list', {});

/** A field of the part that is shown, filled. */
async function fill(page: Page, phase: RegExp, label: string, value: string): Promise<void> {
  await part(page, phase).click();
  await page.getByRole('textbox', { name: label, exact: true }).fill(value);
}
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

it('on a read-only host can be looked at, changed and saved as a file, says what cannot be done, and forgets nothing', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--showcase'] });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, '#/design?template=quickstart');
  await said(page, 'Not changed');
  const why = 'This host only shows what is there: nothing can be started.';
  await expect
    .poll(() => page.getByRole('button', { name: 'Start', exact: true }).getAttribute('aria-disabled'), soon)
    .toBe('true');
  await page.getByRole('button', { name: 'Start', exact: true }).hover();
  await page.getByRole('tooltip').getByText(why).waitFor();
  await fill(page, /^Align/, 'Examples', '640');
  await said(page, 'Kept in this browser only: This host keeps nothing.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('button', { name: 'Start', exact: true }).click({ force: true });
  expect(page.url()).toContain('#/design');
  await page.reload();
  await said(page, 'restored from this browser');
  await part(page, /^Align 640 examples/).waitFor();
  expect((await saveFile(page)).bytes.toString()).toContain('"examples": 640');
  expect(asked.filter((url) => /draft\.save|experiment\.submit/.test(url))).toEqual([]);
  expect(complaints).toEqual([]);
});

it('goes on while its host is dead, and its draft is saved and can be run once the host is back', async () => {
  const { page, server, home, complaints } = await openWindow(browser);
  await open(page, '#/design');
  await dropFile(page, start, { name: 'a.json', text: textOf({ name: 'Survivor', axes: {}, seeds: [1] }) });
  await said(page, 'Saved as a draft');
  await expect.poll(() => page.url(), soon).toMatch(/draft=\d+$/);
  const saving = await gate(page, 'draft.save');
  saving.hold({ count: 1 });
  await fill(page, /^Align/, 'Examples', '72');
  // While the change is on its way to the host, the host dies.
  await expect.poll(() => saving.seen.length, soon).toBe(1);
  await end(server, 'SIGKILL');
  saving.release();
  await said(page, /^Kept in this browser only/);
  await fill(page, /^Unalign/, 'Examples', '80');
  await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await part(page, /^Unalign 80 examples/).waitFor();
  await said(page, /^Kept in this browser only/);
  await startServer(home);
  await said(page, 'Saved as a draft');
  const [draft, ...others] = await drafts(page);
  expect(others).toEqual([]);
  expect(JSON.parse(draft!.text)).toMatchObject({
    name: 'Survivor',
    align: { examples: 72 },
    unalign: { examples: 80 },
  });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('1 of 1 runs ·').waitFor({ timeout: 30_000 });
  expect(await drafts(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

it('brings back what was typed in a page that crashed, whether its draft was there already or not', async () => {
  const { page } = await openWindow(browser);
  const context = page.context();
  await open(page, '#/design?template=quickstart');
  await said(page, 'Not changed');
  /** The process of the page dies before the host has heard of what was typed. */
  const typeAndCrash = async (victim: Page, examples: string): Promise<void> => {
    (await gate(victim, 'draft.save')).hold();
    await fill(victim, /^Align/, 'Examples', examples);
    await part(victim, new RegExp(`^Align ${examples} examples`)).waitFor();
    const crashed = victim.waitForEvent('crash');
    const session = await context.newCDPSession(victim);
    session.send('Page.crash').catch(() => undefined); // nobody is left to answer
    await crashed;
  };
  await typeAndCrash(page, '577');
  const second = await context.newPage();
  await second.goto(page.url());
  await said(second, 'restored from this browser');
  await part(second, /^Align 577 examples/).waitFor();
  await said(second, 'Saved as a draft');
  await expect.poll(() => second.url(), soon).toMatch(/draft=\d+$/);
  await typeAndCrash(second, '611');
  const third = await context.newPage();
  await third.goto(second.url());
  await said(third, 'restored from this browser');
  await part(third, /^Align 611 examples/).waitFor();
  await said(third, 'Saved as a draft');
  expect((await drafts(third)).map(({ text }) => JSON.parse(text).align.examples)).toEqual([611]);
});

it('asks where two windows changed one draft, and keeps what the user says', async () => {
  const { page, complaints } = await openWindow(browser);
  await open(page, '#/design');
  await dropFile(page, start, { name: 'a.json', text: textOf({ name: 'Shared' }) });
  await said(page, 'Saved as a draft');
  /** Another window saves, or deletes, between this window's last look and its save. */
  const saving = await gate(page, 'draft.save');
  const collide = async (examples: string, other: 'save' | 'delete'): Promise<void> => {
    const before = saving.seen.length;
    saving.hold({ count: 1 });
    await fill(page, /^Align/, 'Examples', examples);
    await expect.poll(() => saving.seen.length, soon).toBe(before + 1);
    const [{ id, revision, name, folder } = { id: 0, revision: 0, name: '', folder: '' }] =
      await drafts(page);
    if (other === 'delete') await callHost(page, 'draft.delete', { id });
    else await callHost(page, 'draft.save', { id, revision, name, folder, text: textOf({ name: 'Theirs' }) });
    saving.release();
  };
  const dialog = page.getByRole('dialog');
  await collide('100', 'save');
  await dialog.getByText('This draft was changed in another window').waitFor();
  await dialog.getByRole('rowheader', { name: 'align.examples' }).waitFor();
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  await heading(page, 'Theirs').waitFor();
  // What was written here is one undo away.
  await page.keyboard.press('ControlOrMeta+z');
  await heading(page, 'Shared').waitFor();
  await part(page, /^Align 100 examples/).waitFor();
  await said(page, 'Saved as a draft');
  await collide('200', 'save');
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await said(page, 'Saved as a draft');
  expect((await drafts(page)).map(({ text }) => JSON.parse(text).align.examples)).toEqual([200]);
  await collide('300', 'delete');
  await dialog.getByText('This draft was deleted in another window').waitFor();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await said(page, 'Saved as a draft');
  expect((await drafts(page)).map(({ text }) => JSON.parse(text).align.examples)).toEqual([300]);
  expect(complaints).toEqual([]);
});
