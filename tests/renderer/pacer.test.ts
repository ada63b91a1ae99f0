import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPacer } from '../../src/renderer/pacer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that takes `milliseconds`, and the times at which it began. */
function work(milliseconds: number): { starts: number[]; run: () => Promise<void> } {
  const begin = performance.now();
  const starts: number[] = [];
  const run = (): Promise<void> => {
    starts.push(Math.round(performance.now() - begin));
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  };
  return { starts, run };
}

it('runs at once when asked, and not more often than it may', async () => {
  const { starts, run } = work(10);
  const pacer = createPacer(run, () => 500);
  for (let time = 0; time < 1200; time += 100) {
    pacer.ask();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(2000);
  expect(starts).toEqual([0, 500, 1000, 1500]);
});

it('never runs twice at a time, and does not lose what was asked while it ran', async () => {
  const { starts, run } = work(2000);
  const pacer = createPacer(run, () => 500);
  pacer.ask();
  await vi.advanceTimersByTimeAsync(1000);
  pacer.ask();
  pacer.ask();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(starts).toHaveLength(2);
  // Not before the first run has ended; timers are whole milliseconds.
  expect(starts[1]).toBeGreaterThanOrEqual(2000);
  expect(starts[1]).toBeLessThanOrEqual(2001);
});

it('once stopped does not run again', async () => {
  const { starts, run } = work(10);
  const pacer = createPacer(run, () => 500);
  pacer.ask();
  pacer.stop();
  pacer.ask();
  await vi.advanceTimersByTimeAsync(2000);
  expect(starts).toEqual([]);
});
