// Everything that a page lets one do can be done from the palette: every button, menu item, tab and choice that is shown has
// an entry there, or stands below with the reason why not.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { goTo, SharedServer } from './everyone.ts';
import { controlsOf, paletteFinds } from './palette-walk.ts';
import { picture } from './served-window.ts';
import { callHost } from './window-actions.ts';

let browser: Browser;
const server = new SharedServer();
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
  await server.start(['--workers', '1'], (home) =>
    generateHistory(home, { experiments: 2, runsPerExperiment: 12, points: 20_000 }),
  );
});
afterAll(async () => {
  await browser?.close();
  await server.end();
});

/** A control that says less than its entry, which stands among those of other pages, or says it otherwise. */
const calledOtherwise: readonly (readonly [control: RegExp, entry: string])[] = [
  [/^Colours: .* Change to/, 'Light colours'],
  [/^Choose a file …$/, 'Choose a file to start an experiment'],
  [/^Save SVG$/, 'Save SVG: Elasticity'],
  [/^Copy link$/, 'Copy a link to this view'],
  [/^Show \d.*/, 'Leave out'], // a series of the legend that is drawn
  [/^(Pretrain|Align|Unalign)\d/, 'Show the part Align'], // a block of the timeline
  [/^RealignOnce more/, 'Add a phase: Realign'],
  [/^Add half of the smallest value/, 'Split Pretrain: Add half of the smallest value'],
  [/^Into an axis: /, 'Split Align: Into an axis'],
  [/^Into 3 slices/, 'Split Align: Into 3 slices'],
  [/^Take away$/, 'Take away the phase Align'],
  [/^(Move (up|down|to the top)|Open|Cancel …)$/, 'Cancel tiny'], // of a queue with one experiment only
  [/^Copy$/, 'Copy the'],
  [/^Present$/, 'Present from this slide'],
  [/^A text slide$/, 'Add a text slide'],
  [/^One HTML file$/, 'Save the deck as one HTML file'],
  [/^(Rename…|Duplicate|Delete)$/, 'Rename Gentler alignment 1'],
  [/^Explain it to newcomers/, 'Explain it'],
  [/^Series appear one by one/, 'Series appear one by one'],
  [/^Backups…$/, 'Backups: back up now, or restore'],
  [/^Clean up…$/, 'Clean up the data folder'],
  [/^Trash$/, 'Show the trash'],
];

/** Without an entry, and why. */
const exceptions: readonly (readonly [control: RegExp, why: string])[] = [
  [/^Search or do/, 'it is the palette'],
  [/^No, thanks$/, 'it only puts away an offer'],
  [/^More: /, 'it unfolds the same form'],
  [/^Star /, 'of a row: select the row, and the star is an entry'],
  [/^(Reorder .*, place|Move the axis|Move slide \d)/, 'a handle to drag by: moving by steps has entries'],
];

const plain = (text: string): string => text.replace(/[…“”]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();

/** No control of the page is without an entry. */
async function expectAllKnown(page: Page, name: string, atLeast: number): Promise<void> {
  const controls = await controlsOf(page);
  expect(controls.length, `${name}: ${controls.join(', ')}`).toBeGreaterThanOrEqual(atLeast);
  const asked = controls
    .filter((control) => !exceptions.some(([sign]) => sign.test(control)))
    .map((control) => ({
      control,
      query: plain(calledOtherwise.find(([sign]) => sign.test(control))?.[1] ?? control),
    }));
  const found = await paletteFinds(
    page,
    asked.map(({ query }) => query),
  );
  const unknown = asked.filter(
    ({ query }, index) => !found[index]!.some((label) => plain(label).includes(query)),
  );
  expect(
    unknown.map(({ control }) => control),
    `${name}: without an entry`,
  ).toEqual([]);
}

const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** `?` lists what a part of the page hears. */
async function expectKeysListed(page: Page, part: string, rows: readonly string[]): Promise<void> {
  await page.locator('h1').click();
  await page.keyboard.press('?');
  const table = page.getByRole('dialog', { name: 'Shortcuts' }).getByRole('table').filter({ hasText: part });
  await table.waitFor();
  await picture(page, `keys-${part.replaceAll(' ', '-')}`);
  const said = await table.getByRole('row').allInnerTexts();
  expect(said.slice(1).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual(
    expect.arrayContaining([...rows]),
  );
  await page.keyboard.press('Escape');
  await table.waitFor({ state: 'detached' });
}

it('of what begins and steers an experiment', async () => {
  const { page } = await server.open(browser, '#/');
  await page.getByRole('list', { name: 'Experiments that are over' }).waitFor();
  await expectAllKnown(page, 'home', 4);
  const { id } = await callHost(page, 'experiment.submit', { schedule: tinySchedule() as never });
  await callHost(page, 'experiment.pause', { id });
  await page.getByRole('button', { name: 'Resume tiny' }).waitFor();
  await expectAllKnown(page, 'home with an experiment', 6);
  await goTo(page, `#/experiments/${id}`);
  await page.getByRole('region', { name: 'Training loss', exact: true }).waitFor();
  await expectAllKnown(page, 'the experiment', 8);
  await goTo(page, '#/monitor');
  await page.getByRole('button', { name: 'More for tiny' }).waitFor();
  await expectAllKnown(page, 'the monitor', 12);
  await goTo(page, '#/design');
  await heading(page, 'Design an experiment');
  await expectAllKnown(page, 'where a schedule comes from', 3);
  await goTo(page, '#/design?template=quickstart');
  await page.getByRole('toolbar', { name: 'Parts of the schedule' }).waitFor();
  await page.getByText('Steps to train').waitFor();
  for (const part of ['About', 'Data', 'Align', 'Judge']) {
    await page
      .getByRole('toolbar', { name: 'Parts of the schedule' })
      .getByText(part, { exact: true })
      .click();
    await expectAllKnown(page, `the designer at ${part}`, 20);
  }
  await expectKeysListed(page, 'On the timeline', [
    'Walk from part to part ← →',
    'More, less of a phase + = −',
    'Move the edge to the next phase Shift← Shift→',
    'Take the phase away Delete',
  ]);
}, 120_000);

it('of what compares and keeps', async () => {
  const { page } = await server.open(browser, '#/compare');
  const pick = page.getByRole('region', { name: 'Comparison' }).getByRole('button').first();
  await pick.waitFor();
  await expectAllKnown(page, 'an empty comparison', 6);
  await pick.click();
  await page.getByRole('group', { name: /Arrow keys walk/ }).waitFor();
  for (const kind of [
    'Curves',
    'Trend',
    'Heatmap',
    'Weight path',
    'Hooke',
    'Resistance',
    'Claims',
    'Samples',
  ]) {
    await page.getByRole('radiogroup', { name: 'Chart' }).getByText(kind, { exact: true }).click();
    await page.getByRole('radio', { name: kind, checked: true }).waitFor({ state: 'attached' });
    // Enabled once the view's data are read.
    await page.locator('button:enabled', { hasText: 'Add to deck' }).waitFor();
    await expectAllKnown(page, kind, 14);
    if (kind === 'Curves')
      await expectKeysListed(page, 'On the chart', [
        'Along the points of a series ← →',
        'Show the runs of the point Enter',
        'Zoom in or out + −',
        'Undo the zoom 0',
      ]);
  }
  await goTo(page, '#/history');
  const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ });
  await boxes.first().waitFor();
  await expectAllKnown(page, 'the history', 12);
  await expectKeysListed(page, 'On a row of the table', [
    'To the row above or below ↑ ↓',
    'Select the row, or let it go Space',
    'Open the row Enter',
    'Select all CtrlA',
  ]);
  await boxes.first().click();
  await page.getByRole('toolbar', { name: 'Selected rows' }).waitFor();
  await expectAllKnown(page, 'selected rows', 18);
}, 120_000);

it('of what presents and what sets', async () => {
  const { page } = await server.open(browser, '#/decks');
  const make = page.getByRole('button', { name: 'Make a deck from an experiment' });
  await make.waitFor();
  await expectAllKnown(page, 'no decks', 3);
  await make.click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-preview').waitFor();
  await expectAllKnown(page, 'a slide of text', 12);
  await page.getByRole('button', { name: /^Slide 3: / }).click();
  await page.getByRole('button', { name: 'Edit in Compare' }).waitFor();
  await expectAllKnown(page, 'a slide of a view', 15);
  await goTo(page, '#/decks');
  await page.getByRole('button', { name: /^Present / }).waitFor();
  await expectAllKnown(page, 'some decks', 6);
  await goTo(page, '#/settings');
  await page.getByText('Seconds between checkpoints').first().waitFor();
  await page.getByText('Asking the machine …').waitFor({ state: 'detached' });
  await expectAllKnown(page, 'the settings', 10);
  await goTo(page, '#/doctor');
  await page.getByRole('button', { name: 'Copy report' }).waitFor();
  await expectAllKnown(page, 'the doctor', 3);
  await goTo(page, '#/help');
  await heading(page, 'Help');
  await expectAllKnown(page, 'the help', 2);
}, 120_000);
