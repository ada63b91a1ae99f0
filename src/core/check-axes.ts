// Whether a schedule's axes name fields that exist, with values that those fields may hold.
import { notAnAxis, sectionSchema, sectionWith } from './axes.ts';
import { hashOf } from './canonical-json.ts';
import type { InputIssue } from './errors.ts';
import type { Schedule } from './schedule.ts';
import { scheduleIssues } from './schedule-issues.ts';
import { allPaths, fieldNames, hasField, isFields, nearest, valueAt } from './schedule-shape.ts';

/** Issues of the axes of a schedule that is otherwise parsed; each value is tried where it would go. */
export function axisIssues(schedule: Schedule): InputIssue[] {
  return Object.keys(schedule.axes).flatMap((path) => {
    const issue = pathIssue(schedule, path);
    return issue === null ? valueIssues(schedule, path) : [{ path: `axes.${path}`, message: issue }];
  });
}

function pathIssue(schedule: Schedule, path: string): string | null {
  const parts = path.split('.');
  const section = parts[0]!;
  if (notAnAxis.includes(section)) return `"${section}" is the same for all runs and cannot be an axis`;
  if (!hasField(parts, schedule)) {
    const candidates = allPaths(schedule).filter((known) => !notAnAxis.includes(known.split('.')[0]!));
    const near = nearest(path, candidates) ?? sameName(path, candidates);
    return `a schedule has no field "${path}"; ${near === null ? knownBeside(parts, schedule) : `did you mean "${near}"?`}`;
  }
  if (valueAt(schedule, [section]) === undefined) return `this schedule has no phase "${section}"`;
  const inside = Object.keys(schedule.axes).find(
    (other) => path.startsWith(`${other}.`) && setsPath(schedule, other, path),
  );
  return inside === undefined ? null : `the axis "${inside}" sets this field too`;
}

/** The names that could stand where a path first goes astray. */
function knownBeside(parts: readonly string[], schedule: Schedule): string {
  const astray = parts.findIndex((_, depth) => !hasField(parts.slice(0, depth + 1), schedule));
  const above = parts.slice(0, astray);
  const names = fieldNames(above, schedule).filter((name) => above.length > 0 || !notAnAxis.includes(name));
  const where = above.length === 0 ? 'known here' : `known in "${above.join('.')}"`;
  return names.length === 0 ? `"${above.join('.')}" has no fields` : `${where}: ${names.join(', ')}`;
}

/** `tokens` or `pretraining.tokens` -> `pretrain.tokens`: the known path that ends in the same name. */
const sameName = (path: string, candidates: readonly string[]): string | null =>
  candidates.find((known) => known.split('.').at(-1) === path.split('.').at(-1)) ?? null;

const setsPath = (schedule: Schedule, axis: string, path: string): boolean =>
  schedule.axes[axis]!.some((value) => valueAt(value, path.slice(axis.length + 1).split('.')) !== undefined);

function valueIssues(schedule: Schedule, path: string): InputIssue[] {
  const parts = path.split('.');
  const seen = new Map<string, number>();
  return schedule.axes[path]!.flatMap((value, index) => {
    const at = `axes.${path}[${index}]`;
    const tried = sectionWith(schedule, path, value);
    const parsed = sectionSchema(path).safeParse(tried);
    if (!parsed.success) {
      const root = { ...schedule, [parts[0]!]: tried };
      return parsed.error.issues
        .map((issue) => ({ ...issue, path: [parts[0]!, ...issue.path] }))
        .flatMap((issue) => scheduleIssues(issue, root))
        .map((issue) => relocate(issue, path, at));
    }
    const key = hashOf(isFields(parsed.data) ? parsed.data : [parsed.data]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    return first === undefined
      ? []
      : [
          {
            path: at,
            message: `expected a new value, got ${JSON.stringify(value)}, the same as axes.${path}[${first}]`,
          },
        ];
  });
}

/** `align.examples` inside the axis `align.examples` -> the axis value; anything else keeps its own path in the message. */
function relocate(issue: InputIssue, path: string, at: string): InputIssue {
  if (issue.path === path) return { path: at, message: issue.message };
  if (issue.path.startsWith(`${path}.`) || issue.path.startsWith(`${path}[`)) {
    return { path: at + issue.path.slice(path.length), message: issue.message };
  }
  return { path: at, message: `${issue.path}: ${issue.message}` };
}
