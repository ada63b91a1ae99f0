// Where a text stops being JSON. `JSON.parse` decides whether it is; its messages do not reliably say where.

/** Line and column, both from 1, of an offset into a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids control characters inside strings.
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const space = /[ \t\r\n]*/y;

type Expect = 'value' | 'firstValue' | 'name' | 'firstName' | 'colon' | 'after';
export interface JsonError {
  /** Of the first character that cannot stand there, the length if the text ends too early. */
  readonly offset: number;
  /** What could stand there, in words. */
  readonly expected: string;
}

/** Where a text stops being JSON (RFC 8259), or null if it is JSON. */
export function firstJsonError(text: string): JsonError | null {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let expect: Expect = 'value';
  const error = (): JsonError => ({ offset: at, expected: describe(expect, open.at(-1)) });
  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    match(space);
    const character = text[at];
    if (expect === 'after') {
      const top = open.at(-1);
      if (top === undefined) return at === text.length ? null : error();
      if (character === ',') expect = top === '{' ? 'name' : 'value';
      else if (character === (top === '{' ? '}' : ']')) open.pop();
      else return error();
      at += 1;
    } else if (expect === 'name' || expect === 'firstName') {
      if (expect === 'firstName' && character === '}') {
        open.pop();
        at += 1;
        expect = 'after';
        continue;
      }
      if (character !== '"' || !match(token)) return error();
      expect = 'colon';
      match(space);
      if (text[at] !== ':') return error();
      at += 1;
      expect = 'value';
    } else if (character === '{' || character === '[') {
      open.push(character);
      at += 1;
      expect = character === '{' ? 'firstName' : 'firstValue';
    } else if (expect === 'firstValue' && character === ']') {
      open.pop();
      at += 1;
      expect = 'after';
    } else if (match(token)) {
      expect = 'after';
    } else {
      return error();
    }
  }
}

function describe(expect: Expect, open: '{' | '[' | undefined): string {
  if (expect === 'after') return open === undefined ? 'nothing more' : `"," or "${open === '{' ? '}' : ']'}"`;
  if (expect === 'colon') return '":"';
  if (expect === 'name' || expect === 'firstName') return 'a name in double quotes';
  return open === undefined ? 'an object' : 'a value';
}
