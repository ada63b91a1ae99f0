// How many runs or seeds a figure is of, in words: one seed has no mean over seeds and no interval.
import { counted } from '../core/number-text.ts';

/** `8`, or `1–8` where they differ; `0` for none. */
export function spanText(counts: readonly number[]): string {
  if (counts.length === 0) return '0';
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? String(high) : `${low}–${high}`;
}

/** `n = 1 seed`, `n = 2–8 seeds`. */
export const seedsText = (counts: readonly number[], noun = 'seed'): string =>
  `n = ${spanText(counts)} ${noun}${Math.max(0, ...counts) === 1 ? '' : 's'}`;

/** What stands for the mean, and which interval it has, if any. */
export function meanWords(counts: readonly number[], interval = '95 % Student t interval'): string {
  if (Math.max(0, ...counts) < 2) return 'the only seed (n = 1), so no interval can be given';
  const partly = Math.min(...counts) < 2 ? ' where two or more seeds are measured' : '';
  return `their mean with its ${interval}${partly} (${seedsText(counts)})`;
}

/** `1 of 8 runs has not measured …`; nothing where none is missing. */
export function missingNote(missing: number, all: number, what = 'what this needs'): string {
  if (missing <= 0) return '';
  return `${missing} of ${counted(all, 'run')} ${missing === 1 ? 'has' : 'have'} not measured ${what}.`;
}
