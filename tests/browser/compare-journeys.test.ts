// More of Compare in a real Chromium over a generated history: the crosshair over all facets, zooms that go back, files of
// every kind held against the data, links and saved views that restore all of it elsewhere, and the way from marks to runs.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateHistory } from '../../bench/generate-history.ts';
import { phaseTitles } from '../../src/core/names.ts';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { requireBuild } from '../support/built.ts';
import { launchChromium } from '../support/chromium.ts';
import { end, screens, startServer, temporaryHome } from './served-window.ts';
import { callHost, downloaded } from './window-actions.ts';

let browser: Browser;
beforeAll(async () => {
  requireBuild();
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const soon = { timeout: 20_000 };
type View = Parameters<typeof encodeView>[0];

async function openView(view: View, reducedMotion: 'reduce' | 'no-preference' = 'no-preference') {
  const home = temporaryHome();
  generateHistory(home, { experiments: 2, runsPerExperiment: 12, points: 12_000 });
  const server = await startServer(home, ['--workers', '1']);
  const context = await browser.newContext({ viewport: screens.wide, reducedMotion });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(server.url);
  await page.goto(server.url.replace(/\?.*$/, `#/compare?view=${encodeView(view)}`));
  await stage(page).waitFor(soon);
  return { page, context, home, server, complaints };
}
const stage = (page: Page) => page.locator('.compare-stage[data-stale="false"]');
const address = (page: Page): Promise<string> => page.evaluate<string>('location.hash');
async function file(page: Page, item: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export' }).click();
  return downloaded(page, () => page.getByRole('menuitem', { name: item, exact: true }).click());
}
const svgOf = async (page: Page): Promise<string> =>
  (await file(page, 'SVG, sharp at any size')).bytes.toString();
/** A box drawn by hand inside the first panel. */
async function brush(page: Page): Promise<void> {
  const { x, y } = (await page.locator('.compare-pointer').boundingBox())!;
  await page.mouse.move(x + 150, y + 100);
  await page.mouse.down();
  await page.mouse.move(x + 330, y + 180, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show all' }).waitFor(soon);
}
/** Axes and texts that the window shows; what it draws of data is on a canvas. */
const drawn = async (page: Page): Promise<string> =>
  (await page.locator('.compare-stage > svg').evaluateAll((all) => all.map((svg) => svg.outerHTML))).join('');
const faceted: View = {
  selection: { experiments: [1, 2] },
  phases: ['unalign'],
  colour: 'model.width',
  column: 'experiment',
  row: 'pretrain.tokens',
};

it('shows one crosshair over all facets, zooms them together, and goes back by each way', async () => {
  const { page, complaints } = await openView(faceted);
  const hairs = page.locator('.compare-crosshair .compare-hair');
  const box = (await page.locator('.compare-pointer').boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 120);
  const places = (): Promise<number[]> =>
    hairs.evaluateAll((all) => all.map((line) => Number(line.getAttribute('x1'))));
  // Two experiments beside each other, two amounts of pretraining under each other.
  await expect.poll(() => hairs.count(), soon).toBe(4);
  const [left, right] = await places();
  expect(left).toBeCloseTo(200, 0);
  expect(await places()).toEqual([left, right, left, right]);
  await page.mouse.move(box.x + 260, box.y + 120);
  await expect.poll(places, soon).toEqual([left! + 60, right! + 60, left! + 60, right! + 60]);
  await page.mouse.move(0, 0);
  const whole = { hash: await address(page), drawn: await drawn(page), svg: await svgOf(page) };
  const ways = [
    () => page.getByRole('button', { name: 'Show all' }).click(),
    () => page.locator('.compare-pointer').dblclick({ position: { x: 200, y: 120 } }),
    async () => {
      await page.locator('.compare-pointer').focus();
      await page.keyboard.press('0');
    },
  ];
  for (const back of ways) {
    await brush(page);
    await expect.poll(() => drawn(page), soon).toContain('Zoomed: not all points are in view.');
    await back();
    await expect.poll(() => address(page), soon).toBe(whole.hash);
    await expect.poll(() => drawn(page), soon).toBe(whole.drawn);
  }
  expect(await svgOf(page)).toBe(whole.svg);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('saves pictures of the size that was asked for, and tables of exactly the data', async () => {
  const { page, context, complaints } = await openView(faceted);
  const svg = await svgOf(page);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  for (const scale of [1, 2, 3, 4]) {
    const { name, bytes } = await file(page, `PNG, ${scale}×`);
    expect(name).toMatch(new RegExp(`^[^/]+-and-1-more-curves-behaviour\\.logOdds@${scale}x\\.png$`));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([scale * width!, scale * height!]);
    // Decoded by the browser, it holds the chart: paper, and ink that is not all of one colour.
    const colours = await page.evaluate<number>(`(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${bytes.toString('base64')}';
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
    })()`);
    expect(colours).toBeGreaterThan(10);
  }
  const names = new Map((await callHost(page, 'experiment.list', {})).map(({ id, name }) => [id, name]));
  const runs = await callHost(page, 'history.runs', {});
  const raw = rows(await file(page, 'CSV of every raw point'));
  const axes = raw[0]!.slice(3, -4);
  const expected: string[] = [];
  for (const { id, experiment, seed, values } of runs)
    for (const { phase, metric, update, value } of await callHost(page, 'compare.points', {
      run: id,
      metrics: ['behaviour.logOdds'],
    }))
      for (const [i, at] of update.entries())
        expected.push(
          [
            names.get(experiment),
            id,
            seed,
            ...axes.map((path) => values[path]),
            phaseTitles[phase],
            metric,
            at,
            value[i],
          ].join('|'),
        );
  expect(
    raw
      .slice(1)
      .map((cells) => cells.join('|'))
      .toSorted(),
  ).toEqual(expected.toSorted());
  // What is drawn: each run's points of unalignment are among the raw ones, each mean is that of its seeds.
  const [columns, ...table] = rows(await file(page, 'CSV of what is drawn'));
  const cell = (row: string[], name: string): string => row[columns!.indexOf(name)]!;
  const point = (run: string, update: string): string => `${run} ${update}`;
  const measured = new Map(
    raw
      .filter((cells) => cells.at(-4) === 'unalignment')
      .map((cells) => [point(cells[1]!, cells.at(-2)!), Number(cells.at(-1))]),
  );
  const own = table.filter((row) => cell(row, 'kind') === 'run');
  expect(own.length).toBe(measured.size);
  for (const row of own)
    expect(Number(cell(row, 'behaviour.logOdds'))).toBe(
      measured.get(point(cell(row, 'run'), cell(row, 'updates'))),
    );
  const group = (row: string[]): string =>
    ['model.width', 'experiment', 'pretrain.tokens', 'updates'].map((name) => cell(row, name)).join('|');
  const seeds = Map.groupBy(own, group);
  const means = table.filter((row) => cell(row, 'kind') === 'mean');
  expect(means.map(group).toSorted()).toEqual([...seeds.keys()].toSorted());
  for (const row of means) {
    const values = seeds.get(group(row))!.map((each) => Number(cell(each, 'behaviour.logOdds')));
    expect(Number(cell(row, 'n'))).toBe(values.length);
    expect(Number(cell(row, 'behaviour.logOdds'))).toBeCloseTo(
      values.reduce((a, b) => a + b) / values.length,
      9,
    );
  }
  expect(complaints).toEqual([]);
  await context.close();
});
/** Cells of a CSV whose quoted ones hold no newline. */
function rows({ bytes }: { bytes: Buffer }): string[][] {
  return bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}

it('opens from a copied link in another browser, and from a saved view of a restarted host, as it was', async () => {
  const { page, context, home, server, complaints } = await openView({ ...faceted, xScale: 'linear' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await brush(page);
  const before = { hash: await address(page), svg: await svgOf(page) };
  expect(before.svg).toContain('Zoomed: not all points are in view.');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect
    .poll(() => page.evaluate<string>('navigator.clipboard.readText()'), soon)
    .toContain('#/compare?view=');
  const link = await page.evaluate<string>('navigator.clipboard.readText()');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: /Save this view/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Zoomed in');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as “Zoomed in”.').waitFor(soon);
  await page.getByText('Saved as “Zoomed in”.').waitFor({ state: 'hidden', ...soon });

  // Another browser, which has only the key to the host.
  const elsewhere = async (url: string): Promise<Page> => {
    const fresh = await (await browser.newContext({ viewport: screens.wide })).newPage();
    await fresh.goto(url);
    return fresh;
  };
  const other = await elsewhere(server.url);
  await other.goto(link);
  await stage(other).waitFor(soon);
  expect(await address(other)).toBe(before.hash);
  expect(await svgOf(other)).toBe(before.svg);
  await other.context().close();

  await end(server.child, 'SIGKILL');
  const again = await startServer(home, ['--workers', '1']);
  const later = await elsewhere(again.url);
  await later.evaluate("location.hash = '#/compare'");
  await later.getByRole('button', { name: 'Views' }).click();
  await later.getByRole('menuitem', { name: 'Zoomed in' }).click();
  await stage(later).waitFor(soon);
  expect(await address(later)).toBe(before.hash);
  expect(await svgOf(later)).toBe(before.svg);
  await later.context().close();
  expect(complaints).toEqual([]);
  await context.close();
});

/** Of each chart; a small one has fewer. */
const mostWalked = 6;

it('leads from the marks of every chart to its runs', async () => {
  const small: View = { selection: { experiments: [1] }, colour: 'model.width', phases: ['unalign'] };
  const { page, context, complaints } = await openView(small, 'reduce');
  const drawer = page.getByRole('dialog');
  for (const chart of ['curves', 'trend', 'heatmap', 'hooke', 'path'] as const) {
    await page.evaluate(`location.hash = '#/compare?view=${encodeView({ ...small, chart })}'`);
    await stage(page).waitFor(soon);
    const pointer = page.locator('.compare-pointer');
    await pointer.focus();
    const marks = new Set<string>();
    while (marks.size < mostWalked) {
      await page.keyboard.press('ArrowRight');
      const text = (await page.locator('.chart-note').textContent()) ?? '';
      if (marks.has(text)) break; // once around
      marks.add(text);
      const [, count = '1'] = /click for (?:its (\d+) runs|this run)$/.exec(text)!;
      await page.keyboard.press('Enter');
      const runs = drawer.getByRole('link', { name: /^Run \d+$/ });
      await expect.poll(() => runs.count(), soon).toBe(Number(count));
      for (const run of await runs.all())
        expect(await run.getAttribute('href')).toMatch(
          new RegExp(`^#/history\\?.*row=r${(await run.textContent())!.slice(4)}$`),
        );
      const experiments = drawer.locator('a[href="#/experiments/1"]');
      expect(await experiments.count()).toBe(Number(count));
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'hidden' });
      await pointer.focus();
    }
    expect(marks.size, chart).toBeGreaterThan(1);
  }
  expect(complaints).toEqual([]);
  await context.close();
});
