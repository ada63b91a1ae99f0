// What is measured inside the page: how long until it is still after a cause, and how evenly its frames come. What runs
// in the page is text: this side has no document.

/** Before any of the page's own code: keeps the time of the last change of the document as `lastChange`. */
export const watchChanges = `
  globalThis.lastChange = 0;
  new MutationObserver(() => { globalThis.lastChange = performance.now(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });`;

/** From the next input until the rows of the history and what is said of them last changed, as `answered - asked`. */
export const watchFilter = `
  globalThis.asked = 0;
  globalThis.answered = 0;
  document.addEventListener('input', () => { globalThis.asked = performance.now(); }, { capture: true, once: true });
  globalThis.filterWatch?.disconnect();
  globalThis.filterWatch = new MutationObserver(() => { globalThis.answered = performance.now(); });
  for (const place of document.querySelectorAll('.history-status, .history-body'))
    globalThis.filterWatch.observe(place, { subtree: true, childList: true, attributes: true, characterData: true });`;

/** Resolves with the times of all frames of so many milliseconds. */
export const recordFrames = (milliseconds: number): string => `
  new Promise((resolve) => {
    const times = [];
    const start = performance.now();
    const frame = (now) => {
      times.push(now);
      if (now - start < ${milliseconds}) requestAnimationFrame(frame);
      else resolve(times);
    };
    requestAnimationFrame(frame);
  })`;

/** Resolves once nothing changed for so many milliseconds, with the time of the last change since the page began. */
export const untilStill = (milliseconds: number): string => `
  new Promise((resolve) => {
    const look = () => {
      if (performance.now() - globalThis.lastChange >= ${milliseconds}) resolve(globalThis.lastChange);
      else setTimeout(look, 20);
    };
    setTimeout(look, 20);
  })`;

export interface FrameReport {
  readonly perSecond: number;
  /** Longest time between two frames, milliseconds. */
  readonly worst: number;
  readonly over50: number;
}
export function frameReport(times: readonly number[]): FrameReport {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    perSecond: total === 0 ? 0 : (1000 * gaps.length) / total,
    worst: Math.max(0, ...gaps),
    over50: gaps.filter((gap) => gap > 50).length,
  };
}
