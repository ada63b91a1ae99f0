// Which axis of an experiment is drawn how: one as lines, one as panels, the others held at one value each.
import { axisValues, type ChartSeries, sameValue } from '../charts/series.ts';

export interface AxisChoice {
  readonly group: string | null;
  readonly facet: string | null;
}

/** The last axis as lines, the first other one as panels. */
export function defaultChoice(axes: readonly string[]): AxisChoice {
  const group = axes.at(-1) ?? null;
  return { group, facet: axes.find((axis) => axis !== group) ?? null };
}

/** An axis as an address names it: '' is none, what is left out or unknown is `usual`. */
export function axisFrom(
  axes: readonly string[],
  text: string | undefined,
  usual: string | null,
): string | null {
  if (text === '') return null;
  return axes.find((axis) => axis === text) ?? usual;
}

export function choiceFrom(axes: readonly string[], lines?: string, panels?: string): AxisChoice {
  const usual = defaultChoice(axes);
  const group = axisFrom(axes, lines, usual.group);
  const facet = axisFrom(axes, panels, usual.facet);
  return { group, facet: facet === group ? null : facet };
}

/** The held values that an address names; none where it cannot be read. */
export function heldFrom(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {};
  } catch {
    // Written by hand.
    return {};
  }
}

/** Axes that are neither lines nor panels. */
export function restOf(axes: readonly string[], { group, facet }: AxisChoice): string[] {
  return axes.filter((axis) => axis !== group && axis !== facet);
}

/** Series of the runs that have the held values. */
export function holding<T extends Pick<ChartSeries, 'values'>>(
  list: readonly T[],
  held: Readonly<Record<string, unknown>>,
): T[] {
  return list.filter(({ values }) =>
    Object.entries(held).every(([path, value]) => sameValue(values[path], value)),
  );
}

/** The held value of each remaining axis: what was picked, else the largest. */
export function heldValues(
  list: readonly Pick<ChartSeries, 'values'>[],
  rest: readonly string[],
  picked: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    rest.map((path) => {
      const values = axisValues(list, path);
      const value = values.find((other) => sameValue(other, picked[path])) ?? values.at(-1);
      return [path, value];
    }),
  );
}
