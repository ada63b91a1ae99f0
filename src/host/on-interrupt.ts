// Ctrl-C and its kin, for processes that have checkpoints to write before they end.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal and a parent that passes signals on both deliver one Ctrl-C. */
const sameKeystrokeMilliseconds = 1000;

/** Calls `first` at the first signal; one that comes a second or more later ends the process without waiting. */
export function onInterrupt(first: () => void): void {
  let asked: number | null = null;
  for (const signal of signals) {
    process.on(signal, () => {
      if (asked === null) {
        asked = performance.now();
        first();
      } else if (performance.now() - asked > sameKeystrokeMilliseconds) process.exit(130);
    });
  }
}
