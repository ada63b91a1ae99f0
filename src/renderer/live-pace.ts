// How often and how finely a chart of many runs is read anew: what an eye can follow costs the same for 9 runs and for 900.

/** Points that a chart of all runs is read with, at most. */
const points = 25_000;

export const liveBuckets = (runs: number, most: number): number =>
  Math.max(30, Math.min(most, Math.floor(points / Math.max(1, runs))));

/** Milliseconds between two readings of the list of so many runs, whose rows say how far each is. */
export const readMilliseconds = (runs: number): number => Math.max(800, runs * 3);

/** Milliseconds between two readings of a chart of so many runs. */
export const liveMilliseconds = (runs: number, least: number): number => Math.max(least, runs * 8);

/** Points of each phase of one run, where so many runs are compared; 400 are as many as a wide chart can show. */
export const comparedBuckets = (runs: number): number =>
  Math.max(60, Math.min(400, Math.floor(60_000 / Math.max(1, runs))));
