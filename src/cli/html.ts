// Text into HTML, and the small pieces that a page is made of. Everything a user wrote goes through `text`.

/** Safe as content and inside a quoted attribute; characters that no HTML document may hold become U+FFFD. */
export function text(value: string): string {
  return value
    .toWellFormed()
    .replace(/\p{Cc}/gu, (letter) => ('\t\n\r'.includes(letter) ? letter : '\ufffd'))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

export const paragraph = (value: string): string => `<p>${text(value)}</p>`;
export const list = (items: readonly string[]): string =>
  items.length === 0
    ? ''
    : `<ul class="notes">${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;

/** Cells are HTML already. The first row is the head. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells('th', head)}</thead><tbody>${rows
    .map((row) => cells('td', row))
    .join('\n')}</tbody></table></div>`;
}
