// Runs an asynchronous piece of work whenever it is asked for, but one at a time and not more often than it may.

export interface Pacer {
  /** Asks for one more run, as soon as the pace allows. Asking twice before it runs is asking once. */
  ask(): void;
  stop(): void;
}

/** `pace`: milliseconds from one start to the next, as they are when it is asked. */
export function createPacer(run: () => Promise<void>, pace: () => number): Pacer {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let busy = false;
  let again = false;
  let stopped = false;
  let last = Number.NEGATIVE_INFINITY;
  const start = async (): Promise<void> => {
    timer = null;
    busy = true;
    last = performance.now();
    await run();
    busy = false;
    if (again) ask();
  };
  const ask = (): void => {
    again = busy;
    if (busy || stopped || timer !== null) return;
    timer = setTimeout(() => void start(), Math.max(0, last + pace() - performance.now()));
  };
  return {
    ask,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
