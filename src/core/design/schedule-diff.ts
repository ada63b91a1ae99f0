// What differs between two schedules: fields with both values, axes and seeds as sets. Defaults are filled in where a
// schedule parses, so that what is left out and what is written as its default are the same.
import { canonicalJson } from '../canonical-json.ts';
import { scheduleSchema } from '../schedule.ts';
import { isFields, valueAt } from '../schedule-shape.ts';

export interface Difference {
  /** Dotted path; of an axis `axes.model.width`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** undefined where there is nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of axes, seeds and tags, which are sets: what only one of the two has, and what both have. */
  readonly sets?: {
    readonly removed: readonly unknown[];
    readonly added: readonly unknown[];
    readonly kept: readonly unknown[];
  };
}
/** Lists whose order means nothing. */
const setPaths: ReadonlySet<string> = new Set(['seeds', 'tags']);

/** Differences from `a` to `b`, in the order of `a`, what is new in `b` behind. Empty where they say the same. */
export function diffSchedules(a: unknown, b: unknown): Difference[] {
  const [before, after] = [filled(a), filled(b)];
  const axes = axisDifferences(valueAt(before, ['axes']), valueAt(after, ['axes']));
  const rest = differences(without(before), without(after), '');
  return [...rest, ...axes];
}

const skipped: ReadonlySet<string> = new Set(['$schema', 'springback', 'axes']);
const without = (value: unknown): unknown =>
  isFields(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !skipped.has(name))) : value;

function filled(value: unknown): unknown {
  const parsed = scheduleSchema.safeParse(value);
  return parsed.success ? parsed.data : value;
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));

function differences(a: unknown, b: unknown, path: string): Difference[] {
  if (same(a, b) || (setPaths.has(path) && same(sorted(a), sorted(b)))) return [];
  if (isFields(a) && isFields(b) && a.kind === b.kind)
    return namesOf(a, b).flatMap((name) =>
      differences(a[name], b[name], path === '' ? name : `${path}.${name}`),
    );
  return [difference(path, a, b)];
}

const namesOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

function difference(path: string, before: unknown, after: unknown): Difference {
  if (before === undefined) return { path, kind: 'added', after };
  if (after === undefined) return { path, kind: 'removed', before };
  const both = { path, kind: 'changed', before, after } as const;
  const asSets = setPaths.has(path) || path.startsWith('axes.');
  return asSets && Array.isArray(before) && Array.isArray(after)
    ? { ...both, sets: setsOf(before, after) }
    : both;
}

function setsOf(before: readonly unknown[], after: readonly unknown[]): NonNullable<Difference['sets']> {
  const has = (list: readonly unknown[], value: unknown): boolean => list.some((other) => same(other, value));
  return {
    removed: before.filter((value) => !has(after, value)),
    added: after.filter((value) => !has(before, value)),
    kept: before.filter((value) => has(after, value)),
  };
}

function axisDifferences(a: unknown, b: unknown): Difference[] {
  const [before, after] = [isFields(a) ? a : {}, isFields(b) ? b : {}];
  return namesOf(before, after)
    .filter((path) => !same(sorted(before[path]), sorted(after[path])))
    .map((path) => difference(`axes.${path}`, before[path], after[path]));
}

/** A set has no order. */
const sorted = (values: unknown): unknown =>
  Array.isArray(values) ? values.map((value) => canonicalJson(value)).sort() : values;
