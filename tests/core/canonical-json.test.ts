import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf, sha256 } from '../../src/core/canonical-json.ts';

describe('canonical JSON', () => {
  it('sorts fields at every depth and writes no whitespace', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"é","d":null}]}',
    );
  });

  it('writes numbers one way', () => {
    expect(canonicalJson([-0, 1.0, 1e21, 1e-7, 0.1 + 0.2])).toBe('[0,1,1e+21,1e-7,0.30000000000000004]');
  });

  it('sorts by code unit, so that the order does not depend on a locale', () => {
    expect(canonicalJson({ é: 1, z: 2, Z: 3, a: 4 })).toBe('{"Z":3,"a":4,"z":2,"é":1}');
  });

  it('leaves out fields that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it.each([
    [{ a: [1, Number.NaN] }, 'a[1]: NaN cannot be written as JSON'],
    [{ a: { b: Number.POSITIVE_INFINITY } }, 'a.b: Infinity cannot be written as JSON'],
    [[undefined], '[0]: undefined cannot be written as JSON'],
    [undefined, 'value: undefined cannot be written as JSON'],
    [{ a: 1n }, 'a: bigint cannot be written as JSON'],
    [{ when: new Date(0) }, 'when: only plain objects can be written as canonical JSON'],
    [new Array(1), '[0]: undefined cannot be written as JSON'],
  ])('refuses what JSON cannot say: %o', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it('hashes as Node does', () => {
    for (const text of ['', 'abc', 'θ0 → θ1 𝛑']) {
      expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }
  });

  it('gives one hash whatever the order of fields', () => {
    expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: '1' }));
  });
});
