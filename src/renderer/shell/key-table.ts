// Keys that a part of a page hears while it has the focus, as a table: what handles them and the list of shortcuts read the
// same one. Pure.
import { fits, type Press } from './keys.ts';

export interface KeyRow<Does extends string> {
  /** What the keys do together: `Walk along a series`. */
  readonly label: string;
  /** Chord, as in `Action.shortcut`, -> what it does. */
  readonly keys: Readonly<Record<string, Does>>;
}

/** What a key does here, null for nothing. */
export function doneBy<Does extends string>(table: readonly KeyRow<Does>[], press: Press): Does | null {
  for (const { keys } of table)
    for (const [chord, does] of Object.entries(keys)) if (fits(chord, press)) return does;
  return null;
}
