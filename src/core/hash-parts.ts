// SHA-256 of what arrives in parts: of a file that is too large to be held at once.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

export interface PartHasher {
  add(part: Uint8Array): void;
  /** 64 hexadecimal digits. Nothing can be added after. */
  end(): string;
}

export function createPartHasher(): PartHasher {
  const hash = sha256.create();
  return {
    add: (part) => void hash.update(part),
    end: () => bytesToHex(hash.digest()),
  };
}
