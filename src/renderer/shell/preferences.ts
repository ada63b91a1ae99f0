// What one window's user prefers about the window itself. It stays in this browser: the host never hears of it.
import { localStorageColorSchemeManager } from '@mantine/core';
import { useSyncExternalStore } from 'react';

export interface Preferences {
  /** `system` follows the operating system; `reduced` and `full` overrule it. */
  readonly motion: 'system' | 'reduced' | 'full';
  /** Size of text and controls, percent. */
  readonly textSize: 100 | 115 | 130;
  /** Whether single letters are shortcuts (WCAG 2.1.4 asks for a way to turn them off). */
  readonly letterKeys: boolean;
  /** The tour was seen to its end or skipped. */
  readonly tourSeen: boolean;
}
export const defaults: Preferences = { motion: 'system', textSize: 100, letterKeys: true, tourSeen: false };
const key = 'springback.preferences';

/** What was stored, field by field; whatever is not there or makes no sense is the default. */
export function parsePreferences(text: string | null): Preferences {
  let stored: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    stored = (JSON.parse(text ?? '{}') as typeof stored | null) ?? {};
  } catch {
    // Written by something else: the defaults hold.
  }
  const oneOf = <T>(value: unknown, allowed: readonly T[], fallback: T): T =>
    allowed.includes(value as T) ? (value as T) : fallback;
  return {
    motion: oneOf(stored.motion, ['system', 'reduced', 'full'] as const, defaults.motion),
    textSize: oneOf(stored.textSize, [100, 115, 130] as const, defaults.textSize),
    letterKeys: oneOf(stored.letterKeys, [true, false], defaults.letterKeys),
    tourSeen: oneOf(stored.tourSeen, [true, false], defaults.tourSeen),
  };
}

/** A window without storage (a private one may have none) still works: it forgets. */
function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

let current: Preferences | null = null;
const listeners = new Set<() => void>();

export function preferences(): Preferences {
  current ??= parsePreferences(stored());
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // See above: it holds until the window closes.
  }
  apply();
  for (const listener of listeners) listener();
}

const reducedBySystem = (): MediaQueryList => matchMedia('(prefers-reduced-motion: reduce)');

function reduced(): boolean {
  const { motion } = preferences();
  return motion === 'system' ? reducedBySystem().matches : motion === 'reduced';
}

/** Marks the document for the style sheets: `html[data-motion="reduced"]`, and the size that every `rem` follows. */
function apply(): void {
  const { documentElement } = document;
  documentElement.dataset.motion = reduced() ? 'reduced' : 'full';
  documentElement.style.fontSize = `${preferences().textSize}%`;
}

/** Applies what is stored, and follows the system and other windows from then on. Once, before the first paint. */
export function startPreferences(): void {
  const again = (): void => {
    apply();
    for (const listener of listeners) listener();
  };
  apply();
  reducedBySystem().addEventListener('change', again);
  addEventListener('storage', (event) => {
    if (event.key !== key) return;
    current = parsePreferences(event.newValue);
    again();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

/** Whether things should not move, by the user's word or the system's. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(subscribe, reduced);
}

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'springback.colours' });
