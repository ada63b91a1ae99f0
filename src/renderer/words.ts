// How the window writes durations, amounts of data and states.

import type { ExperimentState, ExperimentSummary, StepState } from '../contract/window.ts';
import type { LedgerEstimator } from '../core/claims/ledger-schema.ts';

/** 42 -> "42 s", 130 -> "2 min 10 s", 7500 -> "2 h 5 min"; less than none -> "0 s": clocks jump. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 48 * 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${Math.round(minutes / 1440)} days`;
}

/** Of an estimate, which no second can be told of: 42 -> "45 s", 130 -> "2 min", 7500 -> "2 h 5 min". */
export function roughDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds >= 3600) return duration(seconds);
  const fives = 5 * Math.ceil(Math.max(0, seconds) / 5);
  return fives <= 90 ? `${fives} s` : `${Math.round(seconds / 60)} min`;
}

export function bytes(value: number): string {
  if (value < 1e6) return `${Math.round(value / 1e3)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}

export const stateColors: Readonly<Record<ExperimentState | StepState, string>> = {
  queued: 'gray',
  waiting: 'gray',
  running: 'blue',
  paused: 'yellow',
  interrupted: 'yellow',
  finished: 'teal',
  cancelled: 'gray',
  failed: 'red',
};

export const isOver = (state: ExperimentState): boolean =>
  state === 'finished' || state === 'cancelled' || state === 'failed';

/** Ended, but not finished: what is done stays, and the rest can be trained. */
export const canRetry = (state: string): boolean => state === 'failed' || state === 'cancelled';

/** Share of the work that is done, 0 … 1: by tokens while there are any to train, by steps otherwise. */
export function shareDone({ state, progress }: ExperimentSummary): number {
  if (state === 'finished') return 1;
  if (progress.tokens > 0) return Math.min(1, progress.tokensDone / progress.tokens);
  return progress.steps > 0 ? progress.stepsFinished / progress.steps : 0;
}

export const verdictColors: Readonly<Record<LedgerEstimator['verdict'], string>> = {
  supported: 'teal.9',
  'not supported': 'gray.7',
  /** White on orange.9 has a contrast of 4.3:1. */
  opposite: '#b8400d',
  undecided: 'gray',
};

const two = (value: number): string => String(value).padStart(2, '0');

/** Of this machine's clock: "2026-11-24"; '' for what is no time. */
export function dateText(moment: string | number): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** "2026-11-24 14:05". */
export function momentText(moment: string | number): string {
  const [day, date] = [dateText(moment), new Date(moment)];
  return day === '' ? '' : `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "14:05:09". */
export const clockText = (moment: string | number): string => {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
};
