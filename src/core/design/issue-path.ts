// From the path that an issue names (`axes.model.width[2]`, `unalign.evaluateAt[3]`) to the parts of a path, and to the
// field or axis value that it is about.
import type { Path } from '../schedule-shape.ts';

/** `axes.align.examples[2].epochs` -> `['axes', 'align.examples', 2, 'epochs']`: an axis is one name with dots. */
export function pathParts(path: string): Path {
  if (path === '') return [];
  const axis = /^axes\.([^[]+)(.*)$/.exec(path);
  if (axis !== null) return ['axes', axis[1]!, ...split(axis[2]!)];
  return split(path);
}

function split(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? name! : Number(index),
  );
}

export interface IssuePlace {
  /** The dotted path of the field that it is about, '' for the whole schedule. */
  readonly field: string;
  /** Of an axis: which of its values; null for the axis itself, and for what is no axis. */
  readonly value: number | null;
  readonly axis: boolean;
}

export function issuePlace(path: string): IssuePlace {
  const parts = pathParts(path);
  if (parts[0] === 'axes' && parts.length > 1) {
    const index = parts[2];
    return { field: String(parts[1]), value: typeof index === 'number' ? index : null, axis: true };
  }
  const names = parts.slice(0, parts.findIndex((part) => typeof part === 'number') >>> 0);
  return { field: names.join('.'), value: null, axis: false };
}

/** The known field that a path is, or is inside of; null for none. */
export function nearestField(path: string, known: ReadonlySet<string>): string | null {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const candidate = parts.slice(0, length).join('.');
    if (known.has(candidate)) return candidate;
  }
  return null;
}
