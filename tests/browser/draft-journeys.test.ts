// Drafts in a real Chromium: nothing written is lost to a host that dies, a page that crashes, another window or a host
// that only reads.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { openHost } from '../../src/host/open-host.ts';
import { exported } from '../lab/bundle-transfer.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { drafts, fill, heading, open, part, said, saveFile, soon, start, textOf } from './design-actions.ts';
import { end, openWindow, startServer, temporaryHome } from './served-window.ts';
import { callHost, dropFile, gate } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** A file of saved results, as a host shows that only reads. */
async function smallBundle(): Promise<string> {
  const home = temporaryHome();
  generateHistory(home, { experiments: 1, runsPerExperiment: 4, points: 1000 });
  const host = openHost({ kind: 'cli', home, workers: 1 });
  const { path } = await exported(host, { experiments: [1] });
  await host.close();
  return path;
}

it('on a read-only host can be looked at, changed and saved as a file, says what cannot be done, and forgets nothing', async () => {
  const { page, complaints } = await openWindow(browser, { args: ['--bundle', await smallBundle()] });
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
  await page.getByText('1 of 1 run ·').waitFor({ timeout: 30_000 });
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
