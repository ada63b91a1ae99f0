// Keys as a user reads them, and shortcuts as they are typed: chords (`mod+K`, `?`) and sequences of them (`G H`).
// Pure, but for asking once which keyboard this is.

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export const isMac = (): boolean => /Mac|iP(hone|ad|od)/.test(navigator.platform);
export const commandKey = (): string => (isMac() ? '⌘' : 'Ctrl');

interface Chord {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** `mod+shift+K` -> one chord; `G H` -> two; `Space` names the space bar. */
export function parseShortcut(text: string): Chord[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => {
      const names = part.length > 1 ? part.split(/\+(?=.)/) : [part];
      const held = new Set(names.slice(0, -1).map((name) => name.toLowerCase()));
      const key = names.at(-1)!.toLowerCase();
      return {
        key: key === 'space' ? ' ' : key,
        mod: held.has('mod') || held.has('ctrl') || held.has('meta'),
        alt: held.has('alt'),
        shift: held.has('shift'),
      };
    });
}

/** Shift counts only with letters and named keys: where `?` is typed with it is the keyboard's affair. */
function matches(chord: Chord, press: Press): boolean {
  const sign = chord.key.length === 1 && chord.key.toLowerCase() === chord.key.toUpperCase();
  return (
    press.key.toLowerCase() === chord.key &&
    (press.ctrlKey || press.metaKey) === chord.mod &&
    press.altKey === chord.alt &&
    (sign || press.shiftKey === chord.shift)
  );
}

/** Whether a press is this one chord. */
export const fits = (chord: string, press: Press): boolean => matches(parseShortcut(chord)[0]!, press);

/** A shortcut of plain keys alone: it must not fire while someone types. */
export const isPlain = (shortcut: string): boolean =>
  parseShortcut(shortcut).every((chord) => !chord.mod && !chord.alt);

/** Keys with a name, as they are printed; on a Mac where that differs. */
const printed: Readonly<Record<string, string>> = {
  ' ': 'Space',
  enter: 'Enter',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'Page ↑',
  pagedown: 'Page ↓',
  home: 'Home',
  end: 'End',
  delete: 'Delete',
  '-': '−',
};
const printedOnMac: Readonly<Record<string, string>> = { enter: '⏎', delete: '⌦' };

/** As keycaps: `['Ctrl', 'K']`, `['G', 'then', 'H']` without the word: one list of caps per chord. */
export function keycaps(shortcut: string, mac = false): string[][] {
  const cap = (key: string): string =>
    (mac ? printedOnMac[key] : undefined) ?? printed[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return parseShortcut(shortcut).map(({ key, mod, alt, shift }) => [
    ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(shift ? [mac ? '⇧' : 'Shift'] : []),
    cap(key),
  ]);
}

export interface Bound {
  readonly shortcut: string;
}
/** Milliseconds within which the next key of a sequence must come. */
export const sequenceMilliseconds = 1500;

/**
 * Remembers the begun sequence. `press` returns what the key completes, the newest offered first; 'begun' where it
 * begins or continues a sequence; null where it means nothing. `at`: milliseconds of any clock.
 */
export function createMatcher() {
  let typed: Press[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const among = <T extends Bound>(bound: readonly T[], presses: readonly Press[]) => {
    const fits = bound.filter(({ shortcut }) => {
      const chords = parseShortcut(shortcut);
      return (
        chords.length >= presses.length && presses.every((press, index) => matches(chords[index]!, press))
      );
    });
    return {
      whole: fits.findLast(({ shortcut }) => parseShortcut(shortcut).length === presses.length),
      begun: fits.length > 0,
    };
  };
  return function press<T extends Bound>(bound: readonly T[], key: Press, at: number): T | 'begun' | null {
    if (at - last > sequenceMilliseconds || at < last) typed = [];
    last = at;
    for (const presses of typed.length > 0 ? [[...typed, key], [key]] : [[key]]) {
      const { whole, begun } = among(bound, presses);
      typed = whole === undefined && begun ? presses : [];
      if (whole !== undefined) return whole;
      if (begun) return 'begun';
    }
    return null;
  };
}
