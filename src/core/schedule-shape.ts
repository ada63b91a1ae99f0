// The schedule's schema as plain data: which fields there are at a path, and what each may hold, in words.
// Parsing itself is zod's; this serves its messages, the axes, and the JSON Schema that editors read.
import { z } from 'zod';
import { scheduleSchema } from './schedule.ts';

/** What this file reads of a JSON Schema (2020-12). */
interface Node {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
}
export type Path = readonly (string | number)[];

/** The JSON Schema (2020-12) of a schedule file, for editors. */
export function scheduleJsonSchema(): Record<string, unknown> {
  return {
    $id: 'https://springback.invalid/schedule.schema.json',
    title: 'Springback schedule',
    ...z.toJSONSchema(scheduleSchema, { io: 'input' }),
  };
}

const root = scheduleJsonSchema() as Node;

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `['axes', 'align.examples', 2]` -> `axes.align.examples[2]`. */
export const showPath = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');

/** The value at a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else if (isFields(at) && Object.hasOwn(at, part)) at = at[part];
    else return undefined;
  }
  return at;
}

/** The fields that an object may have; for a choice of shapes, those of the shape that `value.kind` names. */
function fieldsOf(node: Node, value: unknown): Readonly<Record<string, Node>> {
  if (node.oneOf === undefined) return node.properties ?? {};
  const kind = valueAt(value, ['kind']);
  const chosen = node.oneOf.find((option) => option.properties?.kind?.const === kind);
  if (chosen !== undefined) return { ...chosen.properties, kind: kindNode(node) };
  return { ...Object.assign({}, ...node.oneOf.map((option) => option.properties)), kind: kindNode(node) };
}

const kindNode = (node: Node): Node => ({
  enum: (node.oneOf ?? []).map((option) => option.properties?.kind?.const),
});

function nodeAt(path: Path, schedule: unknown): Node | null {
  let node: Node | undefined = root;
  for (const [depth, part] of path.entries()) {
    if (typeof part === 'number') node = node.items;
    else {
      const fields = fieldsOf(node, valueAt(schedule, path.slice(0, depth)));
      if (Object.hasOwn(fields, part)) node = fields[part];
      else node = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
    }
    if (node === undefined) return null;
  }
  return node;
}

/** Whether a schedule may have this field; `schedule` says which of several shapes a part has. */
export const hasField = (path: Path, schedule: unknown): boolean => nodeAt(path, schedule) !== null;

/** Names of the fields that may stand at a path. */
export function fieldNames(path: Path, schedule: unknown): string[] {
  const node = nodeAt(path, schedule);
  return node === null ? [] : Object.keys(fieldsOf(node, valueAt(schedule, path)));
}

/** What may stand at a path, in words: `a positive integer`. */
export function describePath(path: Path, schedule: unknown): string {
  const node = nodeAt(path, schedule);
  return node === null ? 'nothing' : describe(node);
}

function describe(node: Node): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return `one of ${node.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  if (node.oneOf !== undefined) return `an object whose "kind" is ${describe(kindNode(node))}`;
  if (node.type === 'integer' || node.type === 'number') return describeNumber(node);
  if (node.type === 'string') {
    const least = (node.minLength ?? 0) > 0 ? 'a non-empty string' : 'a string';
    return node.maxLength === undefined ? least : `${least} of at most ${node.maxLength} characters`;
  }
  if (node.type === 'array') return (node.minItems ?? 0) > 0 ? 'a list of at least one value' : 'a list';
  return node.type === 'object' ? 'an object' : 'any JSON value';
}

function describeNumber(node: Node): string {
  const whole = node.type === 'integer';
  const bounds: string[] = [];
  if (node.exclusiveMinimum !== undefined) bounds.push(`above ${node.exclusiveMinimum}`);
  if (node.minimum !== undefined) bounds.push(`at least ${node.minimum}`);
  if (node.exclusiveMaximum !== undefined) bounds.push(`below ${node.exclusiveMaximum}`);
  if (node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER)
    bounds.push(`at most ${node.maximum}`);
  if (whole && bounds.length === 1 && node.exclusiveMinimum === 0) return 'a positive integer';
  return [whole ? 'an integer' : 'a number', bounds.join(' and ')].join(' ').trim();
}

/** The candidate nearest to a name by edit distance, if it is near enough to be meant. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substituted));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Every path that a schedule of this shape may have, dotted. */
export function allPaths(schedule: unknown, path: readonly string[] = []): string[] {
  return fieldNames(path, schedule).flatMap((name) => {
    const inner = [...path, name];
    return [inner.join('.'), ...allPaths(schedule, inner)];
  });
}
