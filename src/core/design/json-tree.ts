// A JSON text as a tree that knows where everything stands, so that an edit can leave the rest of the text alone. It does
// not judge: whether a text is JSON is `json-position.ts`.
import { firstJsonError, type JsonError } from '../json-position.ts';
import type { Path } from '../schedule-shape.ts';

export interface JsonMember {
  readonly name: string;
  /** Offset of the name's opening quote, and behind its closing one. */
  readonly from: number;
  readonly nameTo: number;
  readonly value: JsonNode;
}
export type JsonNode = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'scalar' }
);
/** Deeper than any schedule; a text that nests deeper is not read. */
const deepest = 64;

export type JsonText =
  | { readonly tree: JsonNode; readonly value: unknown; readonly error: null }
  | { readonly tree: null; readonly value: undefined; readonly error: JsonError };

/** The tree and the value of a text, or where it stops being JSON. */
export function readJson(text: string): JsonText {
  const error = firstJsonError(text) ?? depthError(text);
  if (error !== null) return { tree: null, value: undefined, error };
  return { tree: new Reader(text).node(), value: JSON.parse(text), error: null };
}

function depthError(text: string): JsonError | null {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (match[0] === '{' || match[0] === '[') depth += 1;
    else if (match[0] === '}' || match[0] === ']') depth -= 1;
    if (depth > deepest) return { offset: match.index, expected: `at most ${deepest} levels of nesting` };
  }
  return null;
}

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  node(): JsonNode {
    this.skip();
    const from = this.at;
    if (this.text[from] === '{')
      return { kind: 'object', from, members: this.list('}', () => this.member()), to: this.at };
    if (this.text[from] === '[')
      return { kind: 'array', from, items: this.list(']', () => this.node()), to: this.at };
    this.scalar();
    return { kind: 'scalar', from, to: this.at };
  }

  private list<T>(end: string, next: () => T): T[] {
    const found: T[] = [];
    this.at += 1;
    for (this.skip(); this.text[this.at] !== end; this.skip()) {
      found.push(next());
      this.skip();
      if (this.text[this.at] === ',') this.at += 1;
    }
    this.at += 1;
    return found;
  }

  private member(): JsonMember {
    const from = this.at;
    this.scalar();
    const nameTo = this.at;
    this.skip();
    this.at += 1; // the colon
    const value = this.node();
    return { name: JSON.parse(this.text.slice(from, nameTo)) as string, from, nameTo, value };
  }

  private skip(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private scalar(): void {
    const pattern = /"(?:[^"\\]|\\.)*"|[^\s,:\]}]+/y;
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }
}

/** A member by its name; of several, the last, as `JSON.parse` has it. */
export const memberOf = (node: JsonNode, name: string): JsonMember | undefined =>
  node.kind === 'object' ? node.members.findLast((member) => member.name === name) : undefined;

export function childOf(node: JsonNode, part: string | number): JsonNode | undefined {
  if (node.kind === 'array') return node.items[Number(part)];
  return memberOf(node, String(part))?.value;
}

/**
 * Where to point at for a path: the value if it is there; else the name of the innermost thing that is, as something is
 * missing inside it.
 */
export function placeOf(tree: JsonNode, path: Path): { from: number; to: number } {
  let node = tree;
  let place = { from: tree.from, to: Math.min(tree.to, tree.from + 1) };
  for (const [depth, part] of path.entries()) {
    const child = childOf(node, part);
    if (child === undefined) return place;
    const name = memberOf(node, String(part));
    const last = depth === path.length - 1;
    if (last)
      return child.kind === 'scalar' || name === undefined
        ? { from: child.from, to: child.to }
        : { from: name.from, to: name.nameTo };
    place =
      name === undefined ? { from: child.from, to: child.from + 1 } : { from: name.from, to: name.nameTo };
    node = child;
  }
  return place;
}
