// The log filtered, and as text. Pure.
import type { LogEntry } from '../../contract/monitor.ts';

export type Level = LogEntry['level'];
const order: readonly Level[] = ['info', 'warning', 'error'];

export function atLeast(entries: readonly LogEntry[], level: Level): readonly LogEntry[] {
  const least = order.indexOf(level);
  return least === 0 ? entries : entries.filter((entry) => order.indexOf(entry.level) >= least);
}

/** A line each, oldest first: `2026-08-24T09:12:00.000Z warning a trainer ended …`. */
export const logText = (entries: readonly LogEntry[]): string =>
  entries.map(({ at, level, message }) => `${at} ${level} ${message}\n`).join('');
