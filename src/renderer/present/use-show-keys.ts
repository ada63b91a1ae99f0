// Listens for the keys of a show in its window, or in the speaker's.
import { useEffect, useRef } from 'react';
import { type ShowCommand, showCommand } from './show-keys.ts';

/** Before anything else hears them: while a deck is shown its keys are the show's. */
export function useShowKeys(act: (command: ShowCommand) => void, target: Window = window): void {
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const onButton = (event.target as Element | null)?.closest?.('button, a, input, textarea') != null;
      if (onButton && (event.key === ' ' || event.key === 'Enter')) return;
      const command = showCommand(event);
      if (command === null) return;
      event.preventDefault();
      event.stopPropagation();
      newest.current(command);
    };
    target.addEventListener('keydown', listen, true);
    return () => target.removeEventListener('keydown', listen, true);
  }, [target]);
}
