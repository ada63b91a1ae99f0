// The built server on a data folder of its own, and a page of a real Chromium that shows its window.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { root } from '../support/built.ts';
import { untilStill } from './still.ts';

export interface ServedWindow {
  readonly home: string;
  readonly server: ChildProcess;
  readonly port: number;
  readonly page: Page;
  /** What the page wrote to its console as an error; the network's own complaints left out. */
  readonly complaints: string[];
}
export const screens = { wide: { width: 1440, height: 900 }, narrow: { width: 1024, height: 700 } } as const;

/** What is to be done at the end: of the test, unless something else is meant. */
type AtEnd = (end: () => void | Promise<void>) => void;

interface ServerOptions {
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly atEnd?: AtEnd;
}

export function temporaryHome(atEnd: AtEnd = onTestFinished): string {
  const home = mkdtempSync(join(tmpdir(), 'springback-browser-'));
  atEnd(() => rmSync(home, { recursive: true, force: true, maxRetries: 10 }));
  return home;
}

export async function startServer(
  home: string,
  args: readonly string[] = [],
  { environment = {}, atEnd = onTestFinished }: ServerOptions = {},
): Promise<{ child: ChildProcess; url: string; port: number }> {
  const entry = join(root, 'out/main/server.mjs');
  const child = spawn(process.execPath, [entry, '--home', home, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  atEnd(() => end(child));
  const said: string[] = [];
  child.stderr!.on('data', (text) => said.push(String(text)));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (text) => resolve(String(text)));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said.join('')}`)));
  });
  return { child, ...(JSON.parse(line) as { url: string; port: number }) };
}

export function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  child.kill(signal);
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

export async function openWindow(
  browser: Browser,
  options: {
    args?: readonly string[];
    scheme?: 'light' | 'dark';
    environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<ServedWindow> {
  const home = temporaryHome();
  const { child, url, port } = await startServer(home, options.args, { environment: options.environment });
  const context = await browser.newContext({
    viewport: screens.wide,
    colorScheme: options.scheme ?? 'light',
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(url);
  return { home, server: child, port, page, complaints };
}

/** Keeps a picture of each screen size under test-results/, and holds that nothing is cut off sideways. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  for (const size of Object.values(screens)) {
    await page.setViewportSize(size);
    await untilStill(page);
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(over, `${name} is ${over} pixels wider than a screen of ${size.width}`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(root, `test-results/${name}-${size.width}x${size.height}.png`) });
  }
  await page.setViewportSize(screens.wide);
}
