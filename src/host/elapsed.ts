// The steady clock of a host, for durations. The system's own is for dates alone: a user or a time server may set it.
import { awakeClock } from '../core/awake-clock.ts';

const readingMilliseconds = 5_000;
/** No work of a host holds up its timers for so long. */
const longestMilliseconds = 30_000;

let clock: (() => number) | null = null;

/** Milliseconds that this process was awake since the first call. */
export function elapsed(): number {
  if (clock === null) {
    clock = awakeClock({ steady: () => performance.now(), longestMilliseconds });
    setInterval(clock, readingMilliseconds).unref();
  }
  return clock();
}
