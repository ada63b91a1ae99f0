import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numericsVersion } from '../../src/core/step.ts';
import {
  type CheckpointFile,
  DiskError,
  readCheckpoint,
  writeCheckpoint,
} from '../../src/engine/checkpoint.ts';
import { encodeHeader, parseHeader } from '../../src/engine/safetensors.ts';
import { parameterCount, parameterTable } from '../../src/graph/parameters.ts';
import { shapeOf, temporaryFolder, trunk } from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const model = shapeOf(8);
const table = parameterTable(model);
const P = parameterCount(model);
const vector = (start: number) => Float32Array.from({ length: P }, (_, i) => start + i / 7);
const state = { theta: vector(1), m: vector(2), v: vector(3), update: 12, adamUpdate: 34 };

let written: CheckpointFile;
beforeAll(async () => {
  written = await writeCheckpoint(folder.path, table, { key: 'abc', spec: trunk(20), state });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** Stores altered bytes under a new name, with the hash of what is stored unless said otherwise. */
function store(bytes: Uint8Array, hash = sha256(bytes)) {
  const path = join(folder.path, `altered-${hash.slice(0, 8)}-${bytes.length}.safetensors`);
  writeFileSync(path, bytes);
  return { path, sha256: hash, key: 'abc', update: 12 };
}
const reference = () => ({ path: written.path, sha256: written.sha256, key: 'abc', update: 12 });
const problem = (expected: ReturnType<typeof store>, parameters = table) =>
  readCheckpoint(expected, parameters).then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message.replace(expected.path, 'FILE')}`,
  );

describe('the safetensors container', () => {
  test('is read from a header made by hand, in any order of names', () => {
    const json =
      '{"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}';
    const bytes = Buffer.concat([
      Buffer.from([json.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(json),
      Buffer.alloc(16),
    ]);
    const header = parseHeader(bytes);
    expect(header.dataStart).toBe(8 + json.length);
    expect(header.tensors.get('a')).toEqual({ name: 'a', kind: 'F64', shape: [], start: 0, end: 8 });
    expect(header.tensors.get('b')).toEqual({ name: 'b', kind: 'F32', shape: [2], start: 8, end: 16 });
  });

  test('is written as the format says: little-endian length, JSON padded with spaces to 8 bytes', () => {
    const bytes = Buffer.from(encodeHeader([{ name: 'w', kind: 'F32', shape: [2, 3] }], { k: 'v' }));
    const json = '{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}';
    expect(bytes.readBigUInt64LE(0)).toBe(88n); // 82 characters, padded to 88
    expect(bytes.subarray(8).toString()).toBe(json.padEnd(88, ' '));
  });

  test.each([
    [
      'a gap',
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
      8,
      'a: starts at byte 4 of the data, not 0',
    ],
    [
      'an overlap',
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}',
      6,
      'b: starts at byte 2 of the data, not 4',
    ],
    [
      'a wrong size',
      '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}',
      8,
      'a: 8 bytes for F32 [3], not 12',
    ],
    ['another dtype', '{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', 4, 'a: dtype BF16'],
    ['bytes after the end', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 6, '2 bytes too many'],
    ['bytes missing', '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 3, 'truncated: 3 of 4 bytes'],
    ['no JSON', '{"a":', 0, 'not JSON'],
    ['metadata that is no string', '{"__metadata__":{"a":1}}', 0, '__metadata__.a is not a string'],
  ])('refuses %s', (_, json, dataBytes, message) => {
    const bytes = Buffer.alloc(8 + json.length + dataBytes);
    bytes.writeBigUInt64LE(BigInt(json.length));
    bytes.write(json, 8);
    expect(() => parseHeader(bytes)).toThrow(message);
  });
});

describe('a checkpoint', () => {
  test('comes back bit for bit, with its step and its counters', async () => {
    const loaded = await readCheckpoint(reference(), table);
    expect(loaded.state).toEqual(state);
    expect(loaded.key).toBe('abc');
    expect(loaded.spec).toEqual(trunk(20));
  });

  test('keeps float64 state as float64', async () => {
    const precise = { ...state, theta: Float64Array.from(state.theta, (x) => x / 3) };
    const m = Float64Array.from(state.m);
    const file = await writeCheckpoint(folder.path, table, {
      key: 'f64',
      spec: trunk(20),
      state: { ...precise, m, v: m },
    });
    const loaded = await readCheckpoint({ ...file, key: 'f64', update: 12 }, table);
    expect(loaded.state.theta).toEqual(precise.theta);
  });

  test('has the name, hash and size that it says, and leaves nothing else', () => {
    const bytes = readFileSync(written.path);
    expect(written.path).toBe(join(folder.path, 'abc@12.safetensors'));
    expect(written.sha256).toBe(sha256(bytes));
    expect(written.bytes).toBe(bytes.length);
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('holds the weights under the names and shapes of its family, aligned to 8 bytes', () => {
    const bytes = readFileSync(written.path);
    const { tensors, dataStart, metadata } = parseHeader(bytes);
    expect(dataStart % 8).toBe(0);
    expect(tensors.get('model.layers.0.self_attn.q_proj.weight')?.shape).toEqual([8, 8]);
    expect(tensors.get('adam.v.model.norm.weight')?.shape).toEqual([8]);
    expect(tensors.size).toBe(3 * table.length);
    expect(metadata).toMatchObject({
      key: 'abc',
      update: '12',
      adamUpdate: '34',
      numerics: String(numericsVersion),
      springback: '1',
    });
    const norm = table.find(({ name }) => name === 'model.norm.weight')!;
    const entry = tensors.get(norm.name)!;
    expect(bytes.readFloatLE(dataStart + entry.start)).toBe(state.theta[norm.offset]);
  });

  test('is refused when it was cut short, saying so', async () => {
    const bytes = readFileSync(written.path);
    expect(await problem(store(bytes.subarray(0, bytes.length - 100), written.sha256))).toMatch(
      /CheckpointError: checkpoint FILE: truncated: \d+ of \d+ bytes of tensors/,
    );
    expect(await problem(store(bytes.subarray(0, 50), written.sha256))).toContain(
      'truncated: the header takes',
    );
    expect(await problem(store(new Uint8Array(0), written.sha256))).toContain('truncated: 0 bytes');
  });

  test('is refused when one bit was altered', async () => {
    const bytes = readFileSync(written.path);
    bytes[bytes.length - 9]! ^= 1;
    expect(await problem(store(bytes, written.sha256))).toContain('altered since it was written');
  });

  test('is refused when it is gone', async () => {
    const path = join(folder.path, 'none.safetensors');
    expect(await problem({ ...reference(), path })).toContain('the file is missing');
  });

  test('is refused by a model of another shape, or with other tensors', async () => {
    expect(await problem(reference(), parameterTable({ ...model, vocabulary: 100 }))).toContain(
      'wrong model: model.embed_tokens.weight is [152, 8], not [100, 8]',
    );
    expect(await problem(reference(), parameterTable({ ...model, layers: 3 }))).toContain(
      'wrong model: tensor model.layers.2.self_attn.q_proj.weight is missing',
    );
    expect(await problem(reference(), parameterTable({ ...model, layers: 1 }))).toContain(
      'wrong model: tensor model.layers.1.self_attn.q_proj.weight is not part of it',
    );
  });

  test('is refused when it is of another step or update than asked for', async () => {
    expect(await problem({ ...reference(), key: 'xyz' })).toContain('it is of step abc, not xyz');
    expect(await problem({ ...reference(), update: 13 })).toContain('it is of update 12, not 13');
  });

  test('is refused when the hash fits but the metadata is not ours', async () => {
    const header = encodeHeader([], { format: 'pt' });
    expect(await problem(store(header))).toContain('format version missing, not 1');
  });
});

describe('a checkpoint that cannot be written', () => {
  test('is a disk error that names the file, with no half-written file left', async () => {
    const blocked = join(folder.path, 'file-in-the-way');
    writeFileSync(blocked, '');
    const write = writeCheckpoint(blocked, table, { key: 'abc', spec: trunk(20), state });
    await expect(write).rejects.toThrow(DiskError);
    await expect(write).rejects.toThrow(`cannot write checkpoint ${join(blocked, 'abc@12.safetensors')}`);
  });

  test.skipIf(process.getuid?.() === 0)(
    'says that permission is missing (skipped for root, whom nothing is forbidden)',
    async () => {
      const locked = temporaryFolder();
      chmodSync(locked.path, 0o500);
      const write = writeCheckpoint(locked.path, table, { key: 'abc', spec: trunk(20), state });
      await expect(write).rejects.toThrow('no permission to write there');
      locked.remove();
    },
  );

  test.skipIf(!existsSync('/dev/full'))(
    'says that the disk is full, and removes the temporary file (skipped where there is no /dev/full)',
    async () => {
      const full = temporaryFolder();
      const { symlinkSync } = await import('node:fs');
      // Every write to the temporary name then answers "no space left on device".
      symlinkSync('/dev/full', join(full.path, 'abc@12.safetensors.partial'));
      const write = writeCheckpoint(full.path, table, { key: 'abc', spec: trunk(20), state });
      await expect(write).rejects.toThrow('the disk is full');
      expect(readdirSync(full.path)).toEqual([]);
      full.remove();
    },
  );
});
