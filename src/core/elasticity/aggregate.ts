// Runs of several seeds -> one line: at every update the mean over the seeds that reached it, and its interval.
import { type Interval, tInterval } from './interval.ts';

export interface SeedSeries {
  readonly update: readonly number[];
  readonly value: readonly number[];
}
export interface AggregatePoint extends Interval {
  readonly update: number;
}

/** By rising update. `n` says how many series have a finite value there: series may differ in length. */
export function aggregateBySeed(series: readonly SeedSeries[], level = 0.95): AggregatePoint[] {
  const byUpdate = new Map<number, number[]>();
  for (const { update, value } of series) {
    update.forEach((at, i) => {
      const number = value[i];
      if (number === undefined || !Number.isFinite(number)) return;
      const there = byUpdate.get(at);
      if (there === undefined) byUpdate.set(at, [number]);
      else there.push(number);
    });
  }
  return Array.from(byUpdate)
    .sort(([a], [b]) => a - b)
    .map(([update, values]) => ({ update, ...tInterval(values, level) }));
}
