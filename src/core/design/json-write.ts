// A value as JSON text in the manner of the recipes: on one line where it fits, otherwise one member a line.
import { isFields } from '../schedule-shape.ts';

/** Columns that a value on one line may take. */
const lineWidth = 100;

/** `{ "a": 1, "b": [1, 2] }`: everything on one line. */
export function writeInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeInline).join(', ')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}: ${writeInline(inner)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** `unit` is one level of indentation, `indent` that of the line on which the value begins. */
export function writeJson(value: unknown, unit: string, indent: string): string {
  const inline = writeInline(value);
  if (indent.length + inline.length <= lineWidth || typeof value !== 'object' || value === null)
    return inline;
  const inner = indent + unit;
  const lines = Array.isArray(value)
    ? value.map((item) => writeJson(item, unit, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${writeJson(item, unit, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
}
