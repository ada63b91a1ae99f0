// Edits of a JSON text that change what they are about and nothing else: the user's order of keys, spaces and line
// breaks stay. Pure text to text.
import { type Path, valueAt } from '../schedule-shape.ts';
import { childOf, type JsonMember, type JsonNode, memberOf, readJson } from './json-tree.ts';
import { writeInline, writeJson } from './json-write.ts';

/** `value` undefined takes the field away. `move` puts the member after `before` others of its object. */
export type JsonEdit =
  | { readonly path: Path; readonly value: unknown }
  | { readonly path: Path; readonly move: number };

/** Names of an object's fields in their usual order: where a new one is put. */
export type FieldOrder = (path: Path) => readonly string[];

/** Applies edits one after another. Throws where the text is not JSON. */
export function editJson(text: string, edits: readonly JsonEdit[], order: FieldOrder = () => []): string {
  return edits.reduce((now, edit) => {
    const { tree, value } = readJson(now);
    if (tree === null) throw new Error('only a text that is JSON can be edited by its fields');
    const source = { text: now, order, unit: unitOf(now) };
    if ('move' in edit) return moved(source, tree, edit.path, edit.move);
    if (edit.value === undefined) return removed(source, tree, edit.path);
    const same = JSON.stringify(valueAt(value, edit.path)) === JSON.stringify(edit.value);
    return same ? now : put(source, tree, edit.path, edit.value);
  }, text);
}

interface Source {
  readonly text: string;
  readonly order: FieldOrder;
  readonly unit: string;
}

/** What one level of indentation is in this text. */
const unitOf = (text: string): string => /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';

const splice = (text: string, from: number, to: number, put: string): string =>
  text.slice(0, from) + put + text.slice(to);

/** The spaces that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Whether an offset is the first thing on its line. */
const opensLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)) &&
  text.lastIndexOf('\n', offset - 1) >= 0;

function put(source: Source, tree: JsonNode, path: Path, value: unknown): string {
  let node = tree;
  for (const [depth, part] of path.entries()) {
    const child = childOf(node, part);
    if (child === undefined) return insert(source, node, path, depth, value);
    node = child;
  }
  return replace(source, node, value);
}

function replace({ text, unit }: Source, node: JsonNode, value: unknown): string {
  return splice(text, node.from, node.to, writeJson(value, unit, indentAt(text, node.from)));
}

/** What lies between the last thing that is there and the value: objects, made on the way. */
const wrapped = (path: Path, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value);

function insert(source: Source, parent: JsonNode, path: Path, depth: number, value: unknown): string {
  const part = path[depth]!;
  const inner = wrapped(path.slice(depth + 1), value);
  if (parent.kind === 'object' && typeof part === 'string')
    return insertMember(source, parent, { above: path.slice(0, depth), name: part, value: inner });
  if (parent.kind === 'array' && typeof part === 'number') return insertItem(source, parent, inner);
  return replace(source, parent, wrapped([part], inner));
}

function insertItem(source: Source, parent: JsonNode & { kind: 'array' }, value: unknown): string {
  const { text, unit } = source;
  const last = parent.items.at(-1);
  if (last === undefined) return replace(source, parent, [value]);
  const indent = indentAt(text, last.from);
  const gap = opensLine(text, last.from) ? `,\n${indent}` : ', ';
  return splice(text, last.to, last.to, gap + writeJson(value, unit, indent));
}

function insertMember(
  source: Source,
  parent: JsonNode & { kind: 'object' },
  { above, name, value }: { above: Path; name: string; value: unknown },
): string {
  const { text, unit } = source;
  if (parent.members.length === 0) return fillEmpty(source, parent, above, { [name]: value });
  const before = memberBefore(parent.members, name, source.order(above));
  const beside = before ?? parent.members[0]!;
  const ownLine = opensLine(text, beside.from);
  const indent = indentAt(text, beside.from);
  const written = `${JSON.stringify(name)}: ${ownLine ? writeJson(value, unit, indent) : writeInline(value)}`;
  const gap = ownLine ? `,\n${indent}` : ', ';
  return before === null
    ? splice(text, beside.from, beside.from, written + gap)
    : splice(text, before.value.to, before.value.to, gap + written);
}

function fillEmpty({ text, unit }: Source, parent: JsonNode, above: Path, value: unknown): string {
  const indent = indentAt(text, parent.from);
  if (above.length > 0) return splice(text, parent.from, parent.to, writeJson(value, unit, indent));
  const [name, inner] = Object.entries(value as object)[0]!;
  return splice(
    text,
    parent.from,
    parent.to,
    `{\n${unit}${JSON.stringify(name)}: ${writeJson(inner, unit, unit)}\n}`,
  );
}

/** The member that a new one goes behind: the last that usually comes before it; null to go first. */
function memberBefore(
  members: readonly JsonMember[],
  name: string,
  order: readonly string[],
): JsonMember | null {
  const place = order.indexOf(name);
  if (place < 0) return members.at(-1)!;
  const usual = new Set(order.slice(0, place));
  return members.findLast((member) => usual.has(member.name)) ?? null;
}

function removed(source: Source, tree: JsonNode, path: Path): string {
  const node = parentOf(tree, path);
  const part = path.at(-1);
  if (node === undefined || part === undefined) return source.text;
  // Of several members of one name all go: else the one before would come to light.
  const member = memberOf(node, String(part));
  if (member !== undefined) {
    const text = cut(
      source.text,
      node,
      rangesOf(node),
      rangesOf(node).findLastIndex(({ from }) => from === member.from),
    );
    return removed({ ...source, text }, readJson(text).tree!, path);
  }
  if (node.kind !== 'array' || typeof part !== 'number' || node.items[part] === undefined) return source.text;
  return cut(source.text, node, node.items, part);
}

interface Range {
  readonly from: number;
  readonly to: number;
}
const rangesOf = (node: JsonNode): Range[] =>
  node.kind === 'object' ? node.members.map(({ from, value }) => ({ from, to: value.to })) : [];

/** Takes one of a list out, with the comma that goes with it. */
function cut(text: string, node: JsonNode, ranges: readonly Range[], index: number): string {
  const [own, next, before] = [ranges[index]!, ranges[index + 1], ranges[index - 1]];
  if (next !== undefined) return splice(text, own.from, next.from, '');
  if (before !== undefined) return splice(text, before.to, own.to, '');
  return splice(text, node.from + 1, node.to - 1, '');
}

function parentOf(tree: JsonNode, path: Path): JsonNode | undefined {
  return path.slice(0, -1).reduce<JsonNode | undefined>((node, part) => node && childOf(node, part), tree);
}

/** Puts a member at another place among the others; what stands between members stays where it is. */
function moved({ text }: Source, tree: JsonNode, path: Path, to: number): string {
  const node = parentOf(tree, path);
  if (node?.kind !== 'object') return text;
  const ranges = rangesOf(node);
  const from = node.members.findLastIndex(({ name }) => name === path.at(-1));
  if (from < 0 || to < 0 || to >= ranges.length || from === to) return text;
  const written = ranges.map((range) => text.slice(range.from, range.to));
  written.splice(to, 0, ...written.splice(from, 1));
  return ranges.reduceRight((now, range, i) => splice(now, range.from, range.to, written[i]!), text);
}
