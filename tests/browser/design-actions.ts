// What the designer's journeys do and look at.
import type { Page } from 'playwright-core';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { callHost, downloaded } from './window-actions.ts';

export const open = (page: Page, hash: string): Promise<unknown> =>
  page.goto(page.url().replace(/([?#].*)?$/, hash));
export const part = (page: Page, name: RegExp) =>
  page.getByRole('toolbar', { name: 'Parts of the schedule' }).getByRole('button', { name });
export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true });
export const said = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('.design-title').getByRole('status').getByText(text).waitFor({ timeout: 15_000 });
/** For what follows from the host, or from the second after which a draft is saved. */
export const soon = { timeout: 15_000 };
export const start = 'section[aria-label="Where a schedule comes from"]';
export const textOf = (change: Record<string, unknown>): string =>
  `${JSON.stringify(tinySchedule(change), null, 2)}\n`;
export const saveFile = (page: Page) =>
  downloaded(page, () => page.getByRole('button', { name: 'Save a file' }).click());
export const drafts = (page: Page) => callHost(page, 'draft.list', {});

/** A field of the part that is shown, filled. */
export async function fill(page: Page, phase: RegExp, label: string, value: string): Promise<void> {
  await part(page, phase).click();
  await page.getByRole('textbox', { name: label, exact: true }).fill(value);
}
