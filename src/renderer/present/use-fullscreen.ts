// Full screen by the browser's own means; where it says no, the show fills the window. Leaving it by the browser's own
// Escape leaves the show.
import { useEffect, useRef, useState } from 'react';

/** To be called from a key or a click: browsers allow it from nothing else. */
export async function fillScreen(): Promise<void> {
  if (document.fullscreenElement !== null || !document.fullscreenEnabled) return;
  // Refused by a policy or without a gesture: the window is filled all the same.
  await document.documentElement.requestFullscreen().catch(() => undefined);
}

export function useFullscreen(onEscaped: () => void) {
  const [on, setOn] = useState(document.fullscreenElement !== null);
  const asked = useRef(false);
  const escaped = useRef(onEscaped);
  useEffect(() => {
    escaped.current = onEscaped;
  });
  useEffect(() => {
    let was = document.fullscreenElement !== null;
    const change = (): void => {
      const now = document.fullscreenElement !== null;
      setOn(now);
      // Browsers may tell one change twice: only the one from full to not is an end.
      const ended = was && !now;
      was = now;
      if (ended && !asked.current) escaped.current();
      if (ended) asked.current = false;
    };
    document.addEventListener('fullscreenchange', change);
    return () => document.removeEventListener('fullscreenchange', change);
  }, []);
  const leave = async (): Promise<void> => {
    asked.current = true;
    await document.exitFullscreen().catch(() => undefined);
  };
  return {
    on,
    toggle: () => void (document.fullscreenElement === null ? fillScreen() : leave()),
    /** The next time it ends, it was not the user who escaped: a second window ends it too. */
    expectEnd() {
      asked.current = document.fullscreenElement !== null;
    },
    /** Leaves full screen first, if it is on. */
    close(then: () => void) {
      if (document.fullscreenElement === null) then();
      else void leave().then(then);
    },
  };
}
