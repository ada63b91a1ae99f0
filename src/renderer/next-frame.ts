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

/** As `onNextFrame`, but not sooner than so many milliseconds after the last one: what is watched need not move at each. */
export function pacedFrames(milliseconds: number): (run: () => void) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (run) => {
    const show = (): void =>
      onNextFrame(() => {
        last = performance.now();
        run();
      });
    const wait = last + milliseconds - performance.now();
    if (wait > 0) setTimeout(show, wait);
    else show();
  };
}
