// Holds a page to WCAG 2.2 AA as far as a machine can tell: axe-core, run inside the page. Its source goes in by
// evaluation, since the page's content policy forbids foreign scripts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { target: readonly string[]; html: string; failureSummary?: string }[];
}

/**
 * Fails with every violation that axe finds, each with the elements it is about. `name` says what was looked at. The test
 * goes on to what it looks at next, so that one run tells all.
 */
export async function expectAccessible(page: Page, name = 'the page'): Promise<void> {
  await settled(page);
  const loaded = await page.evaluate<boolean>('typeof globalThis.axe === "object"');
  if (!loaded) await page.evaluate(source);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  const violations = await page.evaluate<Violation[]>(
    `globalThis.axe.run(document, ${options}).then(({ violations }) => violations)`,
  );
  expect.soft(violations.map(told), `axe on ${name}`).toEqual([]);
}

/** Colours in transition have no contrast that means anything: waits until nothing that ends is moving. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`Promise.race([
    Promise.allSettled(document.getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .map((animation) => animation.finished)),
    new Promise((resolve) => setTimeout(resolve, 2000)),
  ]).then(() => null)`);
}

function told({ id, help, nodes }: Violation): string {
  const places = nodes
    .slice(0, 6)
    .map(({ target, html, failureSummary = '' }) =>
      [
        `  ${target.join(' ')}`,
        `    ${html.slice(0, 160)}`,
        `    ${failureSummary.replaceAll('\n', ' ')}`,
      ].join('\n'),
    );
  return [`${id}: ${help} (${nodes.length})`, ...places].join('\n');
}
