// A shortcut as keycaps.
import { Kbd } from '@mantine/core';
import { isMac, keycaps } from './keys.ts';

export function Keys({ shortcut }: { shortcut: string }) {
  const chords = keycaps(shortcut, isMac());
  return (
    <span className="keycaps">
      {chords.map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same chord may come twice; the list never changes
        <span key={index}>
          {index > 0 && <span className="quiet"> then </span>}
          {chord.map((cap) => (
            <Kbd key={cap} size="xs">
              {cap}
            </Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
