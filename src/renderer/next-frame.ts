// Calls back before the next picture is drawn. A hidden page draws none: there a timer does, which browsers slow to about
// once a second.

/** Longest wait in a page that is seen, however busy it is. */
const patienceMilliseconds = 200;

export function onNextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, patienceMilliseconds);
}
