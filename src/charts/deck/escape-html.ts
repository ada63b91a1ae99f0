// Text into HTML. Everything that a user wrote goes through here.

/** Safe as content and inside a quoted attribute; what no HTML document may hold becomes U+FFFD. */
export function escapeHtml(value: string): string {
  return value
    .toWellFormed()
    .replace(/\p{Cc}/gu, (letter) => ('\t\n\r'.includes(letter) ? letter : '\ufffd'))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
