// JSON with one spelling: sorted keys, no whitespace. Keys of steps and corpora are hashes of it.
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The one spelling of plain data. Keys are in the order of their UTF-16 code units; numbers as ECMAScript prints them.
 * An object's field that is undefined is left out, as JSON does; any other value that JSON cannot say throws.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '');
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`${path || 'value'}: ${value} cannot be written as JSON`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeList(value, path) : writeFields(value, path);
    default:
      throw new Error(`${path || 'value'}: ${typeof value} cannot be written as JSON`);
  }
}

const writeList = (list: readonly unknown[], path: string): string =>
  `[${Array.from(list, (item, index) => write(item, `${path}[${index}]`)).join(',')}]`;

function writeFields(fields: object, path: string): string {
  const prototype: unknown = Object.getPrototypeOf(fields);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new Error(`${path || 'value'}: only plain objects can be written as canonical JSON`);
  }
  const parts: string[] = [];
  for (const [name, value] of Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value === undefined) continue;
    parts.push(`${JSON.stringify(name)}:${write(value, path === '' ? name : `${path}.${name}`)}`);
  }
  return `{${parts.join(',')}}`;
}

/** SHA-256 of a text's UTF-8 bytes, in 64 hexadecimal digits. */
export const sha256 = (text: string): string => bytesToHex(digest(utf8ToBytes(text)));

/** SHA-256 of plain data, whatever the order of its fields. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));
