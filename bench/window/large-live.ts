// A large experiment that goes on while it is looked at: 864 runs, most of them trained, four real trainers at work on the
// rest, and the page that shows all of it open.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { encodeView } from '../../src/renderer/compare/view-link.ts';
import { generateHistory } from '../generate-history.ts';
import { type PageMemory, pageMemory, processBytes } from './memory.ts';
import { type FrameReport, frameReport, recordFrames } from './probes.ts';
import { type RunningHost, serveHome } from './serve-home.ts';

export const liveRuns = 864;
const size = { experiments: 1, runsPerExperiment: liveRuns, points: 2_000_000, untrainedSeeds: 56 };

export interface LargeLive {
  readonly frames: FrameReport;
  readonly memory: PageMemory;
  /** The most that the page's process took while points came in, garbage included; null where the system does not tell. */
  readonly peakBytes: number | null;
  /** Points that were written meanwhile: that it was live at all. */
  readonly points: number;
}

export interface LargeLiveOptions {
  readonly root: string;
  readonly open: (host: RunningHost) => Promise<Page>;
  readonly milliseconds: number;
}

/** The pages that show it, each over so many milliseconds of one and the same training. */
export const largePages = ['its page', 'Compare', 'Monitor'] as const;

export async function largeLive({ root, open, milliseconds }: LargeLiveOptions): Promise<LargeLive[]> {
  const home = mkdtempSync(join(tmpdir(), 'springback-bench-'));
  generateHistory(home, size);
  const host = await serveHome(root, home, ['--workers', '4']);
  try {
    const view = encodeView({ selection: { experiments: [1] } });
    const addresses = ['experiments/1', `compare?view=${view}`, 'monitor'];
    const watched: LargeLive[] = [];
    for (const address of addresses)
      watched.push(await watch(await open(host), `${host.origin}/#/${address}`, milliseconds));
    return watched;
  } finally {
    await host.end();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function watch(page: Page, address: string, milliseconds: number): Promise<LargeLive> {
  await page.goto(address);
  await page.locator('.chart svg, .compare-stage canvas').first().waitFor();
  await page.waitForTimeout(3000); // all trainers have compiled their models, all charts are there
  const before = await pointsOf(page);
  const sampled: number[] = [];
  const timer = setInterval(() => sampled.push(processBytes() ?? 0), 500);
  const frames = frameReport(await page.evaluate<number[]>(recordFrames(milliseconds)));
  clearInterval(timer);
  const points = (await pointsOf(page)) - before;
  if (points <= 0) throw new Error('no point came in while the page was watched');
  const memory = await pageMemory(page);
  await page.close();
  return { frames, memory, peakBytes: memory.processBytes === null ? null : Math.max(...sampled), points };
}

const pointsOf = (page: Page): Promise<number> =>
  page.evaluate<number>(`fetch('api/history.usage', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
  }).then((answer) => answer.json()).then(({ points }) => points)`);
