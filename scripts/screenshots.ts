// `npm run screenshots`: a picture of every page, 1440×900 and 1024×700, light and dark, into docs/screenshots/. It opens
// the results that come with Springback in a folder of its own, so that the pictures show what anybody sees.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ViewInput } from '../src/core/view.ts';
import { encodeView } from '../src/renderer/compare/view-link.ts';
import { hashOf } from '../src/renderer/router.ts';
import { launchChromium } from '../tests/support/chromium.ts';

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'docs/screenshots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;
const schemes = ['light', 'dark'] as const;

interface Shot {
  readonly name: string;
  readonly hash: string;
  /** Brings the page to what is to be seen; nothing where it shows it by itself. */
  prepare?(page: Page): Promise<void>;
}

/** A view of the experiment on the amount of pretraining. */
const compared = (view: ViewInput): string =>
  hashOf({ page: 'compare', view: encodeView({ ...view, selection: { experiments: [7] } }) });

const shots: readonly Shot[] = [
  { name: 'home', hash: '#/' },
  { name: 'experiment', hash: '#/experiments/7' },
  { name: 'design', hash: '#/design?template=quick/size' },
  {
    name: 'compare',
    hash: compared({ chart: 'curves', colour: 'pretrain.tokens', column: 'align.examples' }),
  },
  {
    name: 'compare-trend',
    hash: compared({
      chart: 'trend',
      reduction: 'resistanceIndex',
      against: 'pretrain.tokens',
      colour: 'align.examples',
    }),
  },
  {
    name: 'compare-samples',
    hash: hashOf({
      page: 'compare',
      view: encodeView({ selection: { experiments: [16] }, chart: 'samples', prompt: 6 }),
    }),
    prepare: (page) => page.locator('.compare-token').first().focus(),
  },
  { name: 'history', hash: '#/history' },
  { name: 'decks', hash: '#/decks' },
  { name: 'deck', hash: '#/decks/DECK' },
  { name: 'present', hash: '#/decks/DECK?slide=3&show', prepare: reveal },
  { name: 'settings', hash: '#/settings' },
  {
    name: 'doctor',
    hash: '#/doctor',
    prepare: (page) => page.locator('.findings').first().waitFor({ timeout: 60_000 }),
  },
  { name: 'help', hash: '#/help' },
  // Last: what is trained is in sight on every page.
  { name: 'monitor', hash: '#/monitor', prepare: train },
];

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !shots.some((shot) => shot.name === name));
  if (unknown.length > 0) throw new Error(`no page named ${unknown.join(', ')}`);
  const home = mkdtempSync(join(tmpdir(), 'springback-screenshots-'));
  const browser = await launchChromium();
  const server = await serve(home);
  try {
    mkdirSync(target, { recursive: true });
    const deck = await makeDeck(browser, server.url);
    for (const shot of shots.filter(({ name }) => names.length === 0 || names.includes(name)))
      for (const scheme of schemes)
        await take(browser, server.url, { shot: { ...shot, hash: shot.hash.replace('DECK', deck) }, scheme });
  } finally {
    await browser.close();
    await server.end();
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The deck that the slides' pictures are of: its id. */
async function makeDeck(browser: Browser, url: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.goto(`${new URL(url).origin}/#/decks`);
  await page.getByRole('button', { name: 'Make a deck from an experiment' }).first().click();
  const choice = page.getByRole('dialog').getByRole('combobox');
  await choice.click();
  await page.getByRole('option', { name: /^Pretraining: Figures/ }).click();
  await page.getByRole('button', { name: 'Make the deck' }).click();
  await page.locator('.deck-preview').waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000); // it is saved a moment later
  const [, id] = /#\/decks\/(\d+)/.exec(page.url()) ?? [];
  if (id === undefined) throw new Error(`expected the address of a deck, got ${page.url()}`);
  await page.close();
  return id;
}

/** All series of the slide: it begins with bare axes. */
async function reveal(page: Page): Promise<void> {
  const told = page.locator('.show [aria-live]');
  await told.waitFor({ state: 'attached' });
  for (let series = 0; series < 6; series++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(100);
  }
}

/** Something to monitor: the quickstart, once. */
async function train(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const call = async (command, input) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('api/' + command, { method: 'POST', headers, body: JSON.stringify(input) });
      return answer.json();
    };
    const experiments = await call('experiment.list', {});
    if (experiments.some(({ name }) => name.startsWith('Quickstart'))) return;
    const { quickstart } = await call('workbench.info', {});
    await call('experiment.submit', { schedule: quickstart });
  })()`);
  await page.waitForTimeout(6000);
}

async function take(
  browser: Browser,
  url: string,
  { shot, scheme }: { shot: Shot; scheme: (typeof schemes)[number] },
): Promise<void> {
  const page = await browser.newPage({ viewport: sizes[0], colorScheme: scheme, reducedMotion: 'reduce' });
  // The tour is for a first visit, not for a picture.
  await page.addInitScript(`localStorage.setItem('springback.tour', 'seen')`);
  await page.goto(url);
  await page.goto(`${new URL(url).origin}/${shot.hash}`);
  await page.locator('main').waitFor();
  await shot.prepare?.(page);
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.waitForTimeout(1500); // Charts follow their place's size, lists load.
    await page.screenshot({ path: join(target, `${shot.name}-${size.width}x${size.height}-${scheme}.png`) });
  }
  await page.close();
  console.log(`${shot.name}, ${scheme}`);
}

/** A live host whose history holds the results that come with Springback. */
async function serve(home: string): Promise<{ url: string; end(): Promise<void> }> {
  const bundle = join(root, 'resources/showcase/showcase.springback');
  await run(['src/cli/cli.ts', '--home', home, 'import', bundle]);
  const child = spawn(process.execPath, [join(root, 'out/main/server.mjs'), '--home', home, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((found) => child.stdout.once('data', (text) => found(String(text))));
  const { url } = JSON.parse(line) as { url: string };
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    url,
    end() {
      child.kill();
      return ended;
    },
  };
}

function run(args: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('exit', (code) =>
      code === 0 ? done() : failed(new Error(`${args.join(' ')} ended with ${code}`)),
    );
  });
}

await main(process.argv.slice(2));
