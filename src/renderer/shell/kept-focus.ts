// The focus that was in a dialog or a menu is not lost when that closes: it goes back to what had it before. Mantine does
// so in most cases, but not where the dialog was opened from a menu that is gone, nor where nothing may move: there it
// asks what has the focus when the dialog already has it.
import { useEffect } from 'react';

const over = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Milliseconds after a key or a press: what closes is gone at once, once it has faded, or later on a busy machine. */
const looks = [60, 400, 1200];

export function useKeptFocus(): void {
  useEffect(() => {
    let before: HTMLElement | null = null;
    let inside = false;
    const came = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      if (target.closest(over) !== null) inside = true;
      else before = target;
    };
    // Whoever acts outside has left it.
    const acted = ({ target }: Event): void => {
      if (target instanceof Element && target !== document.body && target.closest(over) === null)
        inside = false;
    };
    const look = (): void => {
      if (!inside || document.activeElement !== document.body) return;
      if (document.querySelector('[aria-modal="true"]') !== null) return;
      before?.focus({ preventScroll: true });
      // It may be gone, or be disabled now.
      if (document.activeElement === document.body)
        document.querySelector('main')?.focus({ preventScroll: true });
    };
    const soon = (): void => {
      for (const milliseconds of looks) setTimeout(look, milliseconds);
    };
    addEventListener('focusin', came);
    addEventListener('keydown', acted);
    addEventListener('pointerdown', acted);
    addEventListener('keyup', soon);
    addEventListener('click', soon);
    return () => {
      removeEventListener('focusin', came);
      removeEventListener('keydown', acted);
      removeEventListener('pointerdown', acted);
      removeEventListener('keyup', soon);
      removeEventListener('click', soon);
    };
  }, []);
}
