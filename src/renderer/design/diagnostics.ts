// Issues as marks in the JSON text. Pure.
import type { Issue } from '../../contract/window.ts';
import { pathParts } from '../../core/design/issue-path.ts';
import { type JsonText, placeOf } from '../../core/design/json-tree.ts';

export interface TextMark {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error';
  readonly message: string;
}

/** Where the text stops being JSON, or each issue at the value, or at the name of what misses one. */
export function diagnosticsOf(json: JsonText, text: string, issues: readonly Issue[]): TextMark[] {
  if (json.tree === null) {
    const { offset, expected } = json.error;
    const from = Math.min(offset, Math.max(0, text.length - 1));
    return [
      {
        from,
        to: Math.min(text.length, from + 1),
        severity: 'error',
        message: `not JSON: expected ${expected}`,
      },
    ];
  }
  const { tree } = json;
  return issues.map(({ path, message }) => ({
    ...placeOf(tree, pathParts(path)),
    severity: 'error',
    message: path === '' ? message : `${path}: ${message}`,
  }));
}
