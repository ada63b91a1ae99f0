// Which key does what while a deck is shown. Clickers send PageDown, PageUp, `.` (black) and F5 or Escape.
import type { ShowMove } from './show-state.ts';

export type ShowCommand = ShowMove | 'fullscreen' | 'theme' | 'speaker' | 'leave';

const commands: Readonly<Record<string, ShowCommand>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  PageDown: 'next',
  ' ': 'next',
  Enter: 'jump',
  ArrowLeft: 'back',
  ArrowUp: 'back',
  PageUp: 'back',
  Backspace: 'back',
  Home: 'first',
  End: 'last',
  b: 'blank',
  '.': 'blank',
  f: 'fullscreen',
  F5: 'fullscreen',
  d: 'theme',
  n: 'notes',
  s: 'speaker',
  '?': 'help',
  Escape: 'leave',
};

export const shownKeys: readonly (readonly [keys: string, what: string])[] = [
  ['→ Space PageDown', 'next series, step or slide'],
  ['← PageUp', 'back'],
  ['Home, End', 'first, last slide'],
  ['a number', 'that slide'],
  ['B or .', 'black screen'],
  ['F', 'full screen'],
  ['D', 'dark or light'],
  ['N', 'speaker notes and timer, over the slide'],
  ['S', 'speaker view in a second window'],
  ['?', 'these keys'],
  ['Esc', 'leave'],
];

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** null for a key that means nothing here. */
export function showCommand({ key, ctrlKey, metaKey, altKey }: PressedKey): ShowCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^[0-9]$/.test(key)) return { digit: key };
  return commands[key] ?? commands[key.toLowerCase()] ?? null;
}
