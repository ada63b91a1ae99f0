// The right side of a comparison, and whether what a row has satisfies it.
import { FilterError } from './filter-error.ts';
import type { Node } from './syntax.ts';

export interface FilterValue {
  readonly text: string;
  /** As a number with its suffix taken: `1.5M`, `512k`, `2GB`; null where it is none, or quoted. */
  readonly number: number | null;
  /** `32..128`, ends included. */
  readonly range: readonly [number, number] | null;
  /** The bare word `none`: not measured, not given. */
  readonly none: boolean;
  readonly position: number;
}

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const numberPattern = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([kmgt]?)(?:b|i?b)?$/i;

/** `1.5M` -> 1500000; null for what is not a number. */
export function parseAmount(text: string): number | null {
  const match = numberPattern.exec(text);
  if (match === null) return null;
  const value = Number(match[1]) * factors[match[2]!.toLowerCase()]!;
  return Number.isFinite(value) ? value : null;
}

function parseRange(text: string): readonly [number, number] | null {
  const ends = text.split('..');
  if (ends.length !== 2) return null;
  const [low, high] = ends.map(parseAmount);
  return low == null || high == null ? null : [Math.min(low, high), Math.max(low, high)];
}

export const positionOf = (node: Node): number =>
  typeof node.position === 'number'
    ? node.position
    : Math.min(
        ...Object.values(node)
          .flat()
          .map((part) => (isNode(part) ? positionOf(part) : Number.MAX_SAFE_INTEGER)),
      );
const isNode = (part: unknown): part is Node => typeof part === 'object' && part !== null && 'type' in part;

/** The values on the right of a comparison: one, or those of a bracketed list. */
export function valuesOf(node: Node): FilterValue[] {
  if (node.type === 'SequenceExpression') return (node.expressions as Node[]).map(readValue);
  return [readValue(node)];
}

function readValue(node: Node): FilterValue {
  const position = positionOf(node);
  if (node.type === 'Identifier') {
    const text = String(node.name);
    return {
      text,
      number: parseAmount(text),
      range: parseRange(text),
      none: text.toLowerCase() === 'none',
      position,
    };
  }
  if (node.type === 'Literal')
    return { text: String(node.value), number: null, range: null, none: false, position };
  throw new FilterError('a value is expected here', position);
}

/** A row's value as it is searched: text as it is, anything else as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** Text as it is compared: without regard to case, and to how an accented letter is composed. */
export const foldText = (text: string): string => text.normalize('NFC').toLowerCase();

/** Whether a number or text equals, without regard to case. */
export function equals(own: unknown, value: FilterValue): boolean {
  if (value.none) return isNone(own);
  if (isNone(own)) return false;
  if (typeof own === 'number') {
    if (value.range !== null) return own >= value.range[0] && own <= value.range[1];
    return own === (value.number ?? parseAmount(value.text));
  }
  return foldText(textOf(own)) === foldText(value.text);
}

export const contains = (own: unknown, value: FilterValue): boolean =>
  !isNone(own) && foldText(textOf(own)).includes(foldText(value.text));

export const isNone = (own: unknown): boolean => own === null || own === undefined || own === '';

export function ordered(operator: string, own: number | string, other: number | string): boolean {
  switch (operator) {
    case '<':
      return own < other;
    case '<=':
      return own <= other;
    case '>':
      return own > other;
    default:
      return own >= other;
  }
}
