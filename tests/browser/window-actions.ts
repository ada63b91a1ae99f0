// What several journeys do in a window: ask its host beside it, drop a file on it, keep what it downloads.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { CommandInput, CommandName, CommandOutput } from '../../src/contract/window.ts';

/** Asks the host from inside the page, as another window would. A refusal is answered, not thrown. */
export function callHost<C extends CommandName>(
  page: Page,
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  return page.evaluate<CommandOutput<C>>(
    `fetch('api/${command}', ${JSON.stringify(init)}).then((answer) => answer.json())`,
  );
}

/** As when a file is dragged from the desktop over an element and let go there. */
export async function dropFile(
  page: Page,
  selector: string,
  { name, text }: { name: string; text: string },
): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'application/json' }));
    return transfer;
  })()`);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent(selector, type, { dataTransfer });
}

/** The file that an action makes the window download. */
export async function downloaded(
  page: Page,
  act: () => Promise<unknown>,
): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

export interface Gate {
  /** What each request of the command asked, in the order in which they came. */
  readonly seen: unknown[];
  /** The next `count` requests wait at the door, after `skip` others have passed. */
  hold(which?: { skip?: number; count?: number }): void;
  /** Lets the one that waits longest go on. */
  release(): void;
  /** Lets all go on, and holds no more. */
  open(): void;
}

/** Watches the requests of one command as they leave the window. */
export async function gate(page: Page, command: CommandName): Promise<Gate> {
  const seen: unknown[] = [];
  const waiting: (() => void)[] = [];
  let [skip, count] = [0, 0];
  await page.route(`**/api/${command}`, async (route) => {
    seen.push(route.request().postDataJSON());
    if (skip > 0) skip -= 1;
    else if (count > 0) {
      count -= 1;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    // The page that asked may be gone by now.
    await route.continue().catch(() => undefined);
  });
  const release = (): void => waiting.shift()?.();
  return {
    seen,
    hold: (which = {}) => {
      skip = which.skip ?? 0;
      count = which.count ?? Number.POSITIVE_INFINITY;
    },
    release,
    open: () => {
      count = 0;
      while (waiting.length > 0) release();
    },
  };
}
