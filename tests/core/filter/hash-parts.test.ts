// SHA-256 in parts.
import { expect, it } from 'vitest';
import { createPartHasher } from '../../../src/core/hash-parts.ts';

it('hashes parts as their whole', () => {
  const hasher = createPartHasher();
  hasher.add(new Uint8Array([97]));
  hasher.add(new Uint8Array([]));
  hasher.add(new Uint8Array([98, 99]));
  // FIPS 180-2, appendix B.1: "abc".
  expect(hasher.end()).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
