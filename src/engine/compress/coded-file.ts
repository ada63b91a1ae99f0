// The file of compressed tokens: 88 bytes that say what it is and which model reads it, then the coder's stream.
// Numbers are little-endian. It knows bytes, not models.
//
//  0  magic (8)        24  tokens, u64           72  CRC-32 of the payload
//  8  version, u32     32  payload bytes, u64    76  CRC-32 of the tokens as u32
// 12  lanes, u32       40  checkpoint's          80  CRC-32 of the first distribution's counts
// 16  context, u32         SHA-256 (32)          84  CRC-32 of bytes 0–83
// 20  vocabulary, u32                            88  payload
import { crc32 } from 'node:zlib';
import { inputError } from '../../core/errors.ts';

export interface CodedHeader {
  /** Rows that are computed side by side, B. */
  readonly lanes: number;
  /** Tokens of a row, T. */
  readonly context: number;
  readonly vocabulary: number;
  readonly tokens: number;
  /** Of the checkpoint file, hexadecimal. */
  readonly checkpointSha256: string;
  readonly tokensCrc: number;
  /** Tells a machine that computes other numbers from a damaged file. */
  readonly firstCountsCrc: number;
}
export interface CodedFile extends CodedHeader {
  readonly payload: Uint8Array;
}

export const headerBytes = 88;
const version = 1;
/** As in PNG: a byte that is no text and both kinds of line end, which a careless copy would change. */
const magic = Buffer.from('\x89SPB\r\n\x1a\n', 'latin1');

export function encodeFile({ payload, ...header }: CodedFile): Uint8Array {
  const file = Buffer.alloc(headerBytes + payload.length);
  magic.copy(file, 0);
  file.writeUInt32LE(version, 8);
  file.writeUInt32LE(header.lanes, 12);
  file.writeUInt32LE(header.context, 16);
  file.writeUInt32LE(header.vocabulary, 20);
  file.writeBigUInt64LE(BigInt(header.tokens), 24);
  file.writeBigUInt64LE(BigInt(payload.length), 32);
  file.write(header.checkpointSha256, 40, 'hex');
  file.writeUInt32LE(crc32(payload), 72);
  file.writeUInt32LE(header.tokensCrc, 76);
  file.writeUInt32LE(header.firstCountsCrc, 80);
  file.writeUInt32LE(crc32(file.subarray(0, 84)), 84);
  file.set(payload, headerBytes);
  return file;
}

/** Throws an InputError that names the file (`path`), the place in it, what was expected and what is there. */
export function decodeFile(bytes: Uint8Array, path: string): CodedFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  checkHeader(file, path);
  const payload = file.subarray(headerBytes);
  const expected = Number(file.readBigUInt64LE(32));
  if (payload.length !== expected) {
    const problem = payload.length < expected ? 'truncated' : 'too long';
    throw inputError(path, `${problem}: expected ${headerBytes + expected} bytes, got ${file.length}`);
  }
  expectCrc(path, `bytes ${headerBytes}–${file.length - 1} (the payload)`, file.readUInt32LE(72), payload);
  return {
    lanes: file.readUInt32LE(12),
    context: file.readUInt32LE(16),
    vocabulary: file.readUInt32LE(20),
    tokens: Number(file.readBigUInt64LE(24)),
    checkpointSha256: file.toString('hex', 40, 72),
    tokensCrc: file.readUInt32LE(76),
    firstCountsCrc: file.readUInt32LE(80),
    payload,
  };
}

function checkHeader(file: Buffer, path: string): void {
  const start = file.subarray(0, magic.length);
  if (!start.equals(magic.subarray(0, start.length)) || file.length === 0) {
    throw inputError(
      path,
      `bytes 0–7: not a file that Springback compressed: expected ${magic.toString('hex')}, got ${start.toString('hex') || 'nothing'}`,
    );
  }
  if (file.length < headerBytes) {
    throw inputError(path, `truncated: expected at least ${headerBytes} bytes, got ${file.length}`);
  }
  const found = file.readUInt32LE(8);
  if (found !== version) {
    throw inputError(path, `bytes 8–11: expected format version ${version}, got ${found}`);
  }
  expectCrc(path, 'bytes 0–83 (the header)', file.readUInt32LE(84), file.subarray(0, 84));
}

const hex = (crc: number): string => crc.toString(16).padStart(8, '0');

function expectCrc(path: string, place: string, expected: number, bytes: Uint8Array): void {
  const actual = crc32(bytes);
  if (actual === expected) return;
  throw inputError(
    path,
    `${place}: altered since it was written: expected CRC-32 ${hex(expected)}, got ${hex(actual)}`,
  );
}

/** CRC-32 of whole numbers, each as a little-endian u32. */
export function crcOfNumbers(numbers: ArrayLike<number>): number {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (let i = 0; i < numbers.length; i++) bytes.writeUInt32LE(numbers[i]!, i * 4);
  return crc32(bytes);
}
