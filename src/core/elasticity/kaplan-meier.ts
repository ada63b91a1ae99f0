// Times to an event, some censored: the Kaplan–Meier survival curve and its median (Kaplan & Meier 1958).
import { type BootstrapInterval, bootstrapClusters } from './bootstrap.ts';

/** `time` is when it happened, or, censored, the last time it was looked for and had not. */
export interface Duration {
  readonly time: number;
  readonly censored: boolean;
}

export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share that has not had its event after `time`. */
  readonly survival: number;
}

/** One step per time at which an event happened. A case censored at an event's time was still at risk then. */
export function kaplanMeier(durations: readonly Duration[]): SurvivalStep[] {
  const bad = durations.find(({ time }) => !Number.isFinite(time));
  if (bad !== undefined) throw new Error(`duration: expected a finite time, got ${bad.time}`);
  const times = Array.from(new Set(durations.filter(({ censored }) => !censored).map(({ time }) => time)));
  let survival = 1;
  return times
    .sort((a, b) => a - b)
    .map((time) => {
      const atRisk = durations.filter((duration) => duration.time >= time).length;
      const events = durations.filter((duration) => duration.time === time && !duration.censored).length;
      survival *= 1 - events / atRisk;
      return { time, atRisk, events, survival };
    });
}

/** The first time at which survival is ½ or less; infinite where it stays above. NaN for no durations. */
export function medianTime(durations: readonly Duration[]): number {
  if (durations.length === 0) return Number.NaN;
  return kaplanMeier(durations).find(({ survival }) => survival <= 0.5 + 1e-12)?.time ?? Infinity;
}

export interface MedianTime extends BootstrapInterval {
  readonly events: number;
  readonly censored: number;
}

/** The median with its bootstrap percentile interval. Null bounds or estimate: not reached within the times seen. */
export function survivalMedian(
  durations: readonly Duration[],
  options: { readonly seed: number; readonly resamples?: number; readonly level?: number },
): MedianTime {
  const interval = bootstrapClusters(
    durations.map((duration) => [duration]),
    (drawn) => medianTime(drawn.flat()),
    { ...options, method: 'percentile' },
  );
  const censored = durations.filter((duration) => duration.censored).length;
  return { ...interval, events: durations.length - censored, censored };
}
