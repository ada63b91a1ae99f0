// When a page has come to rest: what moves and ends has ended, and what is drawn has had the same place for some frames.
import type { Page } from 'playwright-core';

/** Frames in which a chart that is told its place's new size has followed it. */
const frames = 5;

/** Waits until nothing moves any more; two seconds at most, for a page on which something always does. */
export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const moves = ({ playState, effect }) =>
      playState === 'running' && effect?.getComputedTiming().endTime !== Infinity;
    const places = () => [...document.querySelectorAll('body svg, body canvas')]
      .map((one) => one.getBoundingClientRect())
      .map(({ x, y, width, height }) => [x, y, width, height].join(' '))
      .join();
    let before = null;
    for (let still = 0, end = performance.now() + 2000; still < ${frames} && performance.now() < end; still++) {
      await frame();
      const now = places();
      if (now !== before || document.getAnimations().some(moves)) still = -1;
      before = now;
    }
  })()`);
}
