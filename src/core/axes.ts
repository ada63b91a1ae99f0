// Axes: lists of values for dotted paths of a schedule, and the schedules that their combinations make.
import { type Schedule, scheduleSchema } from './schedule.ts';
import { isFields, valueAt } from './schedule-shape.ts';

export type AxisValues = Readonly<Record<string, unknown>>;

/** Fields that say what a schedule is rather than what a run does. */
export const notAnAxis: readonly string[] = [
  '$schema',
  'springback',
  'name',
  'notes',
  'tags',
  'axes',
  'seeds',
  'metric',
  'claims',
];

type Section = Exclude<keyof typeof scheduleSchema.shape, '$schema'>;

/** Axis paths in a fixed order, whatever the order in the file: shorter paths first, so that `model` precedes `model.width`. */
export function axisPaths(schedule: Schedule): string[] {
  const depth = (path: string): number => path.split('.').length;
  return Object.keys(schedule.axes).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/**
 * `base` with `value` at `path`. An object is merged over an object; where it names another `kind`, or there is no
 * object, it replaces what is there.
 */
export function withValue(base: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return merge(base, value);
  const fields = isFields(base) ? base : {};
  return { ...fields, [name]: withValue(fields[name], rest, value) };
}

function merge(base: unknown, value: unknown): unknown {
  if (!isFields(base) || !isFields(value)) return value;
  if (value.kind !== undefined && value.kind !== base.kind) return value;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, inner] of Object.entries(value)) merged[name] = merge(base[name], inner);
  return merged;
}

/** The part of a schedule that an axis varies, with one of its values. Not parsed. */
export function sectionWith(schedule: Schedule, path: string, value: unknown): unknown {
  const [section, ...rest] = path.split('.');
  return withValue(valueAt(schedule, [section!]), rest, value);
}

export const sectionSchema = (path: string): (typeof scheduleSchema.shape)[Section] =>
  scheduleSchema.shape[path.split('.')[0] as Section];

/** A schedule with one combination of axis values in it. Not parsed. */
export const withValues = (schedule: Schedule, values: AxisValues): unknown =>
  axisPaths(schedule).reduce<unknown>(
    (made, path) => withValue(made, path.split('.'), values[path]),
    schedule,
  );

/** The schedule of one combination of axis values. Throws a zod error where the combination is no schedule. */
export function resolveSchedule(schedule: Schedule, values: AxisValues): Schedule {
  const resolved = { ...(withValues(schedule, values) as Record<string, unknown>) };
  const touched = new Set(axisPaths(schedule).map((path) => path.split('.')[0]!));
  for (const section of touched) resolved[section] = sectionSchema(section).parse(resolved[section]);
  return { ...(resolved as unknown as Schedule), axes: {} };
}

/** Every combination of the values of some axes; the last path varies fastest. */
export function combinations(schedule: Schedule, paths: readonly string[]): AxisValues[] {
  return paths.reduce<AxisValues[]>(
    (all, path) =>
      all.flatMap((values) => schedule.axes[path]!.map((value) => ({ ...values, [path]: value }))),
    [{}],
  );
}
