// The small pieces that a page is made of. Everything a user wrote goes through `escapeHtml`.
import { escapeHtml } from '../charts/deck/escape-html.ts';

export const paragraph = (value: string): string => `<p>${escapeHtml(value)}</p>`;
export const list = (items: readonly string[]): string =>
  items.length === 0
    ? ''
    : `<ul class="notes">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;

/** Cells are HTML already. The first row is the head. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells('th', head)}</thead><tbody>${rows
    .map((row) => cells('td', row))
    .join('\n')}</tbody></table></div>`;
}
