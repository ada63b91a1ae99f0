// Points of a step as a bundle holds them, and back. Metrics that were measured at the same updates share one column of
// updates.
import type { Point } from '../step.ts';
import type { Columns } from './bundle.ts';

export interface ColumnOptions {
  /** Significant digits to round to; null keeps the bits. */
  readonly digits: number | null;
  /** Metrics to leave out; a final `*` stands for any ending. */
  readonly omitted: readonly string[];
  /** Metrics that keep their bits whatever the digits. */
  readonly exact: readonly string[];
}

/** Metrics keep the order in which they come; a value that is not a number becomes null. */
export function toColumns(points: Iterable<Point>, { digits, omitted, exact }: ColumnOptions): Columns[] {
  const series = new Map<string, { updates: number[]; values: (number | null)[] }>();
  for (const { metric, update, value } of points) {
    if (isOmitted(metric, omitted)) continue;
    const known = series.get(metric) ?? { updates: [], values: [] };
    series.set(metric, known);
    known.updates.push(update);
    known.values.push(Number.isFinite(value) ? rounded(value, exact.includes(metric) ? null : digits) : null);
  }
  const byUpdates = new Map<string, Columns>();
  for (const [metric, { updates, values }] of series) {
    const group = byUpdates.get(updates.join()) ?? { updates, values: {} };
    byUpdates.set(updates.join(), group);
    group.values[metric] = values;
  }
  return [...byUpdates.values()];
}

/** The reverse of `toColumns`: null becomes NaN. */
export const fromColumns = (columns: readonly Columns[]): Point[] =>
  columns.flatMap(({ updates, values }) =>
    Object.entries(values).flatMap(([metric, column]) =>
      column.map((value, index) => ({ metric, update: updates[index]!, value: value ?? Number.NaN })),
    ),
  );

const rounded = (value: number, digits: number | null): number =>
  digits === null ? value : Number(value.toPrecision(digits));

const isOmitted = (metric: string, omitted: readonly string[]): boolean =>
  omitted.some((name) => (name.endsWith('*') ? metric.startsWith(name.slice(0, -1)) : metric === name));
