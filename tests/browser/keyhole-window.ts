// The desktop application as far as it goes without Electron: the shell and its host run in the test's process on doubles
// of Electron's pieces; the built renderer and the built preload run in a real Chromium. What the scheme springback://
// answers comes over HTTP of this machine, with the very policy.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { entryFile } from '../../src/host/entry-file.ts';
import { openHost } from '../../src/host/open-host.ts';
import { exportsFolder } from '../../src/host/transfers.ts';
import { partitionOf } from '../../src/main/partition.ts';
import { runShell } from '../../src/main/shell.ts';
import { startUtilityTrainer } from '../../src/main/utility-trainer.ts';
import { type ElectronDouble, electronDouble, utilityProcesses } from '../main/electron-double.ts';
import { root } from '../support/built.ts';
import { screens } from './served-window.ts';

export interface KeyholeWindow {
  readonly page: Page;
  readonly electron: ElectronDouble;
  /** Every address that the page asked for, as Electron would see it. */
  readonly requests: string[];
  /** Errors of the page, refusals of the content policy among them. */
  readonly complaints: string[];
  /** An address of the page as Electron would see it. */
  address(url: string): string;
}
const windowOrigin = 'springback://window';

export async function openKeyhole(browser: Browser, home: string): Promise<KeyholeWindow> {
  const electron = electronDouble();
  await startApplication(electron, home);
  const origin = await imitateScheme(electron);
  const context = await browser.newContext({ viewport: screens.wide, acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const address = (url: string): string => url.replace(origin, windowOrigin);
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(address(request.url())));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.exposeFunction('invokeHost', (channel: string, args: unknown[]) =>
    electron.invoke(address(page.url()), channel, ...args),
  );
  await page.addInitScript(preloadScript());
  electron.deliver = (channel, event) => {
    // A page that is on its way hears of it when it asks.
    page.evaluate(`deliverEvent(${JSON.stringify([channel, event])})`).catch(() => undefined);
  };
  onTestFinished(async () => {
    electron.deliver = () => undefined;
    await context.close();
  });
  await page.goto(`${origin}/index.html`);
  return { page, electron, requests, complaints, address };
}

async function startApplication(electron: ElectronDouble, home: string): Promise<void> {
  const processes = utilityProcesses();
  const killNow = (pid: number): void => void process.kill(pid, 'SIGKILL');
  await runShell(electron.pieces, {
    folders: { renderer: join(root, 'out/renderer'), files: exportsFolder(home) },
    preload: join(root, 'out/preload/preload.cjs'),
    partition: partitionOf(home),
    openHost() {
      const host = openHost({
        kind: 'electron',
        home,
        workers: 1,
        startTrainer: (events) =>
          startUtilityTrainer(processes, events, { entry: entryFile('trainer'), killNow }),
      });
      onTestFinished(() => host.close());
      return host;
    },
  });
}

/** Hands every request to what answers the window's scheme; resolves to the origin. */
async function imitateScheme(electron: ElectronDouble): Promise<string> {
  const server: Server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    const answer = async (): Promise<void> => {
      const { status, headers, body } = await electron.serve(new Request(windowOrigin + url, { method }));
      response.writeHead(status, Object.fromEntries(headers));
      if (body === null) response.end();
      else await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The built preload with a stand-in for the two things that it has of Electron. */
function preloadScript(): string {
  return `(() => {
    const listeners = new Map();
    globalThis.deliverEvent = ([channel, event]) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, event);
    };
    const electron = {
      contextBridge: { exposeInMainWorld: (name, api) => { globalThis[name] = api; } },
      ipcRenderer: {
        invoke: (channel, ...args) => invokeHost(channel, args),
        on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
        off: (channel, listener) =>
          listeners.set(channel, (listeners.get(channel) ?? []).filter((each) => each !== listener)),
      },
    };
    const module = { exports: {} };
    (function (require, module, exports) { ${readFileSync(join(root, 'out/preload/preload.cjs'), 'utf8')} })
      (() => electron, module, module.exports);
  })()`;
}
