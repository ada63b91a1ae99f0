// What a field is where a schedule does not say: the defaults of the schema, by path.
import { scheduleJsonSchema, valueAt } from '../schedule-shape.ts';

interface Node {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly oneOf?: readonly Node[];
  readonly const?: unknown;
}
const root = scheduleJsonSchema() as Node;

/**
 * The default at a dotted path, undefined where there is none; `source` says which of several shapes a part has. Where a
 * whole part is left out and has a default, that decides: a schedule without `tokenizer` has `tokenizer.kind` "words".
 */
export function defaultOf(path: string, source: unknown): unknown {
  const parts = path.split('.');
  let node: Node | undefined = root;
  for (const [depth, part] of parts.entries()) {
    const above = parts.slice(0, depth);
    if (depth > 0 && valueAt(source, above) === undefined) {
      const inherited = valueAt(node.default, parts.slice(depth));
      if (inherited !== undefined) return inherited;
    }
    node = shapeOf(node, valueAt(source, [...above, 'kind'])).properties?.[part];
    if (node === undefined) return undefined;
  }
  return node.default;
}

function shapeOf(node: Node, kind: unknown): Node {
  if (node.oneOf === undefined) return node;
  return node.oneOf.find((option) => option.properties?.kind?.const === kind) ?? node.oneOf[0]!;
}

/** What stands at a path, or its default. */
export function valueOrDefault(source: unknown, path: string): unknown {
  const given = valueAt(source, path.split('.'));
  return given === undefined ? defaultOf(path, source) : given;
}

/** The same as a number, null where it is none: a schedule that is being written may hold anything. */
export function numberAt(source: unknown, path: string): number | null {
  const value = valueOrDefault(source, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
