// Listens for the shortcuts of everything that is offered. Plain keys stay letters while someone types, while a dialog
// is open, and where the user turned them off.
import { useEffect } from 'react';
import { type Action, offeredNow } from './actions.ts';
import { createMatcher, isPlain } from './keys.ts';
import { usePreferences } from './preferences.ts';

const typing =
  'input:not([type=checkbox],[type=radio],[type=range],[type=button]), textarea, select, [contenteditable]';
const ownKeys = 'dialog[open], [aria-modal="true"], .driver-popover';

const within = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;

type Bound = Action & { shortcut: string };
const bound = (actions: readonly Action[]): Bound[] =>
  actions.filter((action): action is Bound => action.shortcut !== undefined && action.shortcut !== '');

export function useShortcuts(): void {
  const { letterKeys } = usePreferences();
  useEffect(() => {
    const press = createMatcher();
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.isComposing || modifiers.has(event.key)) return;
      const quiet = !letterKeys || within(event.target, typing) || document.querySelector(ownKeys) !== null;
      const all = bound(offeredNow()).filter(({ disabled }) => disabled !== true);
      const hit = press(
        quiet ? all.filter(({ shortcut }) => !isPlain(shortcut)) : all,
        event,
        event.timeStamp,
      );
      if (hit === null || hit === 'begun') return;
      event.preventDefault();
      hit.run();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [letterKeys]);
}

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta']);
