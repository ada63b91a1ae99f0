// The text as a file, where the browser puts what is downloaded.
import { nameOfText } from './opening.ts';

export function saveFile(text: string): void {
  const link = document.createElement('a');
  const slug = nameOfText(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `${slug === '' ? 'schedule' : slug}.json`;
  link.click();
  // Not before the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
