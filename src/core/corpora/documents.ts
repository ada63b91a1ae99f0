// The user's files -> documents and examples. Bytes come in, so a host can check files before anything is queued;
// every error names the file, the place in it, and what was expected.
import { InputError, type InputIssue, inputError } from '../errors.ts';
import { decodeUtf8, malformedOffset } from '../tokenizers/utf8.ts';

/** A text to learn, or a prompt with its response. */
export interface TextDocument {
  readonly prompt: string;
  readonly response: string;
}

const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;

function textOfFile(path: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw inputError(path, 'the file is empty (0 bytes): expected UTF-8 text');
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw inputError(path, `byte ${nul} is NUL: this is a binary file, expected UTF-8 text`);
  const odd = malformedOffset(bytes);
  if (odd >= 0) throw inputError(path, `byte ${odd} (${hex(bytes[odd]!)}) is not UTF-8: expected UTF-8 text`);
  return decodeUtf8(bytes)
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Names what is wrong with a line's fields, or returns null. */
function fieldIssue(record: unknown, pairsOnly: boolean): string | null {
  const expected = pairsOnly ? '{"prompt", "response"}' : '{"text"} or {"prompt", "response"}';
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return `expected an object ${expected}, got ${shorten(JSON.stringify(record))}`;
  }
  const fields = record as Record<string, unknown>;
  const names = !pairsOnly && 'text' in fields ? ['text'] : ['prompt', 'response'];
  for (const name of names) {
    const value = fields[name];
    if (value === undefined) return `field "${name}" is missing: expected ${expected}`;
    if (typeof value !== 'string') {
      return `field "${name}" is ${shorten(JSON.stringify(value))}: expected a string`;
    }
    if (name !== 'prompt' && value.trim() === '') return `field "${name}" is empty: expected text`;
  }
  return null;
}

function parseLine(line: string, pairsOnly: boolean): TextDocument | string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (error) {
    return `not JSON (${error instanceof Error ? error.message : String(error)}): ${shorten(line)}`;
  }
  const issue = fieldIssue(record, pairsOnly);
  if (issue !== null) return issue;
  const { text, prompt, response } = record as Record<string, string | undefined>;
  return pairsOnly || text === undefined
    ? { prompt: prompt!, response: response! }
    : { prompt: '', response: text };
}

/** At most this many issues of one file are told; the rest would say the same. */
const issueLimit = 10;

function parseLines(path: string, text: string, pairsOnly: boolean): TextDocument[] {
  const documents: TextDocument[] = [];
  const issues: InputIssue[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '' || issues.length >= issueLimit) return;
    const parsed = parseLine(line, pairsOnly);
    if (typeof parsed === 'string') issues.push({ path: `${path}:${i + 1}`, message: parsed });
    else documents.push(parsed);
  });
  if (issues.length > 0) throw new InputError(issues);
  return documents;
}

/**
 * Documents of one file by its name's ending: `.txt` (documents stand between blank lines) or `.jsonl`. With
 * `pairsOnly` each must be a prompt and a response. Throws an InputError.
 */
export function parseDocuments(path: string, bytes: Uint8Array, pairsOnly: boolean): TextDocument[] {
  const isLines = path.endsWith('.jsonl');
  if (!isLines && (pairsOnly || !path.endsWith('.txt'))) {
    throw inputError(path, `unknown kind of file: expected ${pairsOnly ? '.jsonl' : '.txt or .jsonl'}`);
  }
  const text = textOfFile(path, bytes);
  const documents = isLines
    ? parseLines(path, text, pairsOnly)
    : text
        .split(/\n[^\S\n]*\n\s*/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((response) => ({ prompt: '', response }));
  if (documents.length === 0)
    throw inputError(path, 'the file holds no document: expected text, found blank lines');
  return documents;
}
