// UTF-8 in plain code, for the pure folders, which have no TextEncoder.

const replacement = 0xfffd;

/** Bytes of a text; a lone surrogate becomes U+FFFD, as in TextEncoder. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.codePointAt(i)!;
    if (code > 0xffff) i++;
    if (code >= 0xd800 && code <= 0xdfff) code = replacement;
    if (code < 0x80) bytes[length++] = code;
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 63);
      bytes[length++] = 0x80 | (code & 63);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 63);
      bytes[length++] = 0x80 | ((code >> 6) & 63);
      bytes[length++] = 0x80 | (code & 63);
    }
  }
  return bytes.slice(0, length);
}

/** Length and the bounds of the second byte of the sequence that a lead byte opens (Unicode, table 3-7). */
function leadOf(byte: number): readonly [length: number, low: number, high: number] | null {
  if (byte < 0x80) return [1, 0, 0];
  if (byte >= 0xc2 && byte <= 0xdf) return [2, 0x80, 0xbf];
  if (byte >= 0xe0 && byte <= 0xef) return [3, byte === 0xe0 ? 0xa0 : 0x80, byte === 0xed ? 0x9f : 0xbf];
  if (byte >= 0xf0 && byte <= 0xf4) return [4, byte === 0xf0 ? 0x90 : 0x80, byte === 0xf4 ? 0x8f : 0xbf];
  return null;
}

/** Reads one code point at `at`: its value (-1 if malformed) and how many bytes it or its malformed beginning takes. */
function readPoint(bytes: ArrayLike<number>, at: number): readonly [code: number, taken: number] {
  const lead = leadOf(bytes[at]!);
  if (lead === null) return [-1, 1];
  const [length, low, high] = lead;
  if (length === 1) return [bytes[at]!, 1];
  let code = bytes[at]! & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return [-1, i];
    code = (code << 6) | (byte & 63);
  }
  return [code, length];
}

/** Text of bytes; every malformed beginning of a sequence becomes one U+FFFD, as in the WHATWG decoder. */
export function decodeUtf8(bytes: ArrayLike<number>): string {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [code, taken] = readPoint(bytes, at);
    codes.push(code < 0 ? replacement : code);
    at += taken;
    if (codes.length === 4096) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...codes);
}

/** Offset of the first byte that is not UTF-8, or -1. */
export function malformedOffset(bytes: ArrayLike<number>): number {
  for (let at = 0; at < bytes.length; ) {
    const [code, taken] = readPoint(bytes, at);
    if (code < 0) return at;
    at += taken;
  }
  return -1;
}
