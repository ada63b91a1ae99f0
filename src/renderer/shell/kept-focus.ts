// The focus that was in a dialog or a menu is not lost when that closes: it goes back to what had it before. Mantine does
// so in most cases, but not where the dialog was opened from a menu that is gone, nor where nothing may move: there it
// asks what has the focus when the dialog already has it.
import { useEffect } from 'react';

const over = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Milliseconds that Mantine has to give the focus back itself. */
const patience = 30;

export function useKeptFocus(): void {
  useEffect(() => {
    let before: HTMLElement | null = null;
    let open = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      if (!open || document.activeElement !== document.body) return;
      if (document.querySelector('[aria-modal="true"]') !== null) return;
      leave();
      before?.focus({ preventScroll: true });
      // It may be gone, or be disabled now.
      if (document.activeElement === document.body)
        document.querySelector('main')?.focus({ preventScroll: true });
    };
    // Only while something is open: there is much that changes on these pages.
    const soon = (): void => {
      timer ??= setTimeout(look, patience);
    };
    const removals = new MutationObserver(soon);
    const leave = (): void => {
      open = false;
      removals.disconnect();
    };
    const came = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement)) return;
      if (target.closest(over) === null) before = target;
      else if (!open) {
        open = true;
        removals.observe(document.body, { childList: true, subtree: true });
      }
    };
    // Whoever acts outside has left it.
    const acted = ({ target }: Event): void => {
      if (target instanceof Element && target !== document.body && target.closest(over) === null) leave();
    };
    addEventListener('focusin', came);
    addEventListener('focusout', soon);
    addEventListener('keydown', acted);
    addEventListener('pointerdown', acted);
    return () => {
      leave();
      clearTimeout(timer);
      removeEventListener('focusin', came);
      removeEventListener('focusout', soon);
      removeEventListener('keydown', acted);
      removeEventListener('pointerdown', acted);
    };
  }, []);
}
