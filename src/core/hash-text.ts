// SHA-256 as lower-case hexadecimal, of text (as UTF-8) and of bytes.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeUtf8 } from './tokenizers/utf8.ts';

export const hashBytes = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));
export const hashText = (text: string): string => hashBytes(encodeUtf8(text));
