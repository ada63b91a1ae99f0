// How the window holds a real lab's history: 2,000 runs, 20 million points. Start, filter, a comparison of 100 runs, panning
// it, live updates from four trainers, a large experiment that goes on, memory, each beside its limit. It needs a built window. Run: npm run bench -- window
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { viewSchema } from '../src/core/view.ts';
import { encodeView } from '../src/renderer/compare/view-link.ts';
import { launchChromium } from '../tests/support/chromium.ts';
import { generateHistory } from './generate-history.ts';
import { type LargeLive, largeLive, largePages, liveRuns } from './window/large-live.ts';
import { type PageMemory, pageMemory } from './window/memory.ts';
import { frameReport, recordFrames, untilStill, watchChanges, watchFilter } from './window/probes.ts';
import { type RunningHost, serveHome } from './window/serve-home.ts';

const root = resolve(import.meta.dirname, '..');
const screen = { width: 1440, height: 900 };
/** Milliseconds without any change after which the page counts as still. */
const still = 400;

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is asked for; null where a figure is only told. */
  readonly limit: number | null;
  /** Whether more is better. */
  readonly atLeast?: boolean;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function openPage(browser: Browser, host: RunningHost): Promise<Page> {
  const page = await browser.newPage({ viewport: screen });
  await page.addInitScript(watchChanges);
  await page.addInitScript(`localStorage.setItem('springback.tour', 'seen')`);
  await page.goto(host.url);
  return page;
}

/** From the start of the navigation until rows are there and the filter takes input. */
async function start(browser: Browser, host: RunningHost): Promise<number> {
  const page = await openPage(browser, host);
  await page.goto('about:blank');
  await page.goto(`${host.origin}/#/history`, { waitUntil: 'commit' });
  await page.locator('[role="row"][aria-rowindex="3"]').waitFor();
  await page.getByLabel('Filter', { exact: true }).waitFor();
  const ready = await page.evaluate<number>('performance.now()');
  await page.close();
  return ready;
}

async function filter(page: Page, host: RunningHost): Promise<number[]> {
  await page.goto(`${host.origin}/#/history`);
  await page.locator('label', { hasText: /^Runs$/ }).click();
  const field = page.getByLabel('Filter', { exact: true });
  await field.fill('');
  await page.evaluate(untilStill(still));
  const times: number[] = [];
  for (const text of ['width >= 64', 'seed = 3 and aligned > 0', 'tag = none', 'final < 0', 'synthetic']) {
    await page.evaluate(watchFilter);
    await field.fill(text);
    await page.evaluate(untilStill(still));
    const took = await page.evaluate<number>('globalThis.answered - globalThis.asked');
    if (took < 0) throw new Error(`the filter ${text} changed no row`);
    times.push(took);
  }
  return times;
}

interface Comparison {
  /** From the answer of the host until the last drawing was done. */
  readonly drawn: number;
  /** From the change of address, the host's work and the transfer included. */
  readonly whole: number;
}

async function compare(page: Page, host: RunningHost, experiments: readonly number[]): Promise<Comparison> {
  await page.goto(`${host.origin}/#/settings`);
  await page.evaluate(untilStill(still));
  const view = viewSchema.parse({
    selection: { experiments },
    metric: 'train.loss', // thousands of points of each run, the heaviest there is
    phases: ['pretrain', 'align', 'unalign'],
    colour: 'model.width',
  });
  await page.evaluate('performance.clearResourceTimings(); performance.clearMeasures()');
  const from = await page.evaluate<number>('performance.now()');
  await page.evaluate(
    `location.hash = ${JSON.stringify(`#/compare?view=${encodeURIComponent(encodeView(view))}`)}`,
  );
  await page.locator('.compare-stage canvas').waitFor();
  await page.evaluate(untilStill(still));
  const answered = await page.evaluate<number>(
    `Math.max(0, ...performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/compare.series')).map(({ responseEnd }) => responseEnd))`,
  );
  const last = await page.evaluate<number>(
    `Math.max(0, ...performance.getEntriesByName('compare.drawn').map(({ startTime, duration }) => startTime + duration))`,
  );
  if (answered === 0 || last < answered) throw new Error('no comparison was drawn');
  return { drawn: last - answered, whole: last - from };
}

async function pan(page: Page): Promise<ReturnType<typeof frameReport>> {
  const box = (await page.locator('.compare-stage').boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  const frames = page.evaluate<number[]>(recordFrames(3000));
  for (let i = 0; i < 180; i++) {
    await page.mouse.move(middle.x + 150 * Math.sin(i / 12), middle.y);
    await page.waitForTimeout(10);
  }
  const times = await frames;
  await page.mouse.up();
  await page.keyboard.up('Shift');
  return frameReport(times);
}

/** Four trainers at work, the monitor page in sight. */
async function live(browser: Browser, home: string): Promise<ReturnType<typeof frameReport>> {
  const host = await serveHome(root, home, ['--workers', '4', '--quickstart-if-empty']);
  try {
    const page = await openPage(browser, host);
    await page.goto(`${host.origin}/#/monitor`);
    await page
      .getByText(/tokens\/s/)
      .first()
      .waitFor();
    await page.waitForTimeout(6000); // all four have compiled their models
    const report = frameReport(await page.evaluate<number[]>(recordFrames(8000)));
    await page.close();
    return report;
  } finally {
    await host.end();
  }
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'springback-bench-'));
  const other = mkdtempSync(join(tmpdir(), 'springback-bench-'));
  const browser = await launchChromium();
  const rows: Row[] = [];
  try {
    const began = performance.now();
    const history = generateHistory(home, { experiments: 40, runsPerExperiment: 50, points: 20_000_000 });
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`${history.runs} runs, ${history.points} points, written in ${seconds} s`);
    const host = await serveHome(root, home);
    rows.push({ what: 'host: start to its address', value: host.startMilliseconds, unit: 'ms', limit: null });
    const starts = [];
    for (let i = 0; i < 3; i++) starts.push(await start(browser, host));
    rows.push({
      what: 'window: start to interactive history',
      value: median(starts),
      unit: 'ms',
      limit: 1500,
    });
    const page = await openPage(browser, host);
    const filters = await filter(page, host);
    rows.push({ what: 'filter 2,000 runs, worst of 5', value: Math.max(...filters), unit: 'ms', limit: 100 });
    const comparisons = [];
    for (const pair of [
      [1, 2],
      [3, 4],
      [5, 6],
    ])
      comparisons.push(await compare(page, host, pair));
    const drawn = comparisons.map((each) => each.drawn);
    const whole = comparisons.map((each) => each.whole);
    rows.push({ what: 'compare 100 runs: data to drawn', value: median(drawn), unit: 'ms', limit: 300 });
    rows.push({ what: 'compare 100 runs: click to drawn', value: median(whole), unit: 'ms', limit: null });
    const panned = await pan(page);
    rows.push({ what: 'pan 100 runs', value: panned.perSecond, unit: 'frames/s', limit: 50, atLeast: true });
    rows.push({ what: 'pan 100 runs, longest frame', value: panned.worst, unit: 'ms', limit: null });
    rows.push(...memoryRows(await pageMemory(page)));
    await page.close();
    await host.end();
    const lively = await live(browser, other);
    rows.push({ what: 'live, 4 trainers: longest frame', value: lively.worst, unit: 'ms', limit: 50 });
    rows.push({ what: 'live, 4 trainers', value: lively.perSecond, unit: 'frames/s', limit: null });
    const large = await largeLive({ root, open: (its) => openPage(browser, its), milliseconds: 8000 });
    rows.push(...large.flatMap(largeRows));
  } finally {
    await browser.close();
    for (const folder of [home, other]) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  for (const row of rows) console.log(lineOf(row));
  if (rows.some((row) => met(row) === false)) process.exitCode = 1;
}

function largeRows({ frames, memory, peakBytes }: LargeLive, index: number): Row[] {
  const what = `${liveRuns} runs live, ${largePages[index]}`;
  const rows: Row[] = [{ what: `${what}: longest frame`, value: frames.worst, unit: 'ms', limit: 50 }];
  const bytes = peakBytes ?? memory.heapBytes;
  return [...rows, { what: `${what}: most memory`, value: bytes / 1e6, unit: 'MB', limit: 400 }];
}

function memoryRows({ heapBytes, processBytes }: PageMemory): Row[] {
  const heap = { what: 'page: JavaScript heap', value: heapBytes / 1e6, unit: 'MB', limit: null };
  if (processBytes === null) return [{ ...heap, limit: 400 }];
  return [heap, { what: 'page: its whole process', value: processBytes / 1e6, unit: 'MB', limit: 400 }];
}

function met({ value, limit, atLeast = false }: Row): boolean | null {
  if (limit === null) return null;
  return atLeast ? value >= limit : value <= limit;
}

function lineOf(row: Row): string {
  const { what, value, unit, limit, atLeast = false } = row;
  const asked = limit === null ? '' : `${atLeast ? '≥' : '≤'} ${limit} ${unit}`;
  const verdict = { true: 'met', false: 'MISSED', null: '' }[String(met(row)) as 'true' | 'false' | 'null'];
  return `${what.padEnd(42)} ${value.toFixed(value < 100 ? 1 : 0).padStart(8)} ${unit.padEnd(9)} ${asked.padEnd(14)} ${verdict}`;
}

await main();
