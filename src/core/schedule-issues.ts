// zod's issues about a schedule, in our words: the path, what was expected, the value.
import type { z } from 'zod';
import type { InputIssue } from './errors.ts';
import { describePath, fieldNames, nearest, type Path, showPath, valueAt } from './schedule-shape.ts';

/** A value as a message shows it, at most 60 characters. */
export function showValue(value: unknown): string {
  const text = (typeof value === 'number' ? String(value) : JSON.stringify(value)) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

/** What a zod issue says, in our words. */
export function scheduleIssues(issue: z.core.$ZodIssue, root: unknown): InputIssue[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...path, key], root));
  const value = valueAt(root, path);
  const expected = `expected ${describePath(path, root)}`;
  const message = value === undefined ? `missing, ${expected}` : `${expected}, got ${showValue(value)}`;
  return [{ path: showPath(path), message }];
}

function unknownField(path: Path, root: unknown): InputIssue {
  const known = fieldNames(path.slice(0, -1), root);
  const near = nearest(String(path.at(-1)), known);
  const hint = near === null ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return { path: showPath(path), message: `unknown field, got ${showValue(valueAt(root, path))}; ${hint}` };
}
