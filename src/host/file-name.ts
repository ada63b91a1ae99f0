// Names of users' things as names of files that every system takes.

const longestBytes = 150;
/** Control and formatting characters, and what some system has a meaning for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]+/g;
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** Letters of any script stay as they are; what is left of nothing is `fallback`. */
export function safeFileName(name: string, fallback: string): string {
  const tidy = name.toWellFormed().normalize('NFC').replace(forbidden, '-').replace(/\s+/g, ' ');
  const cut = trimmed(atMost(trimmed(tidy), longestBytes));
  if (cut === '' || /^[-. ]*$/.test(cut)) return fallback;
  return reserved.test(cut) ? `_${cut}` : cut;
}

/** A leading dot hides a file, a final dot or space is lost on Windows. */
const trimmed = (name: string): string => name.replace(/^[. ]+|[. ]+$/g, '');

/** The longest beginning of whole characters that has at most so many bytes. */
function atMost(name: string, bytes: number): string {
  let kept = '';
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    length += Buffer.byteLength(segment);
    if (length > bytes) break;
    kept += segment;
  }
  return kept;
}
