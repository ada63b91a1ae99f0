// Bundles as files: whole, cut at many places, with single bytes changed, and forged ones.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { type Bundle, BundleCollector, checkpointName, recordsOf } from '../../src/core/bundle/bundle.ts';
import { bundleText } from '../../src/core/bundle/read-bundle.ts';
import { InputError } from '../../src/core/errors.ts';
import { writePacking } from '../../src/host/bundle-file.ts';
import { type Limits, openBundleSource } from '../../src/host/bundle-source.ts';
import type { Control } from '../../src/lab/bundle-ports.ts';
import { Cancelled } from '../../src/lab/jobs.ts';
import type { Packing } from '../../src/lab/pack-bundle.ts';
import { exampleBundle } from '../core/bundle/example-bundle.ts';
import { versionOneText } from '../core/bundle/version-one-text.ts';
import { hashOf } from '../lab/bundle-transfer.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

/** A bundle with two checkpoints of made-up bytes, as a folder would have them. */
function withCheckpoints(folder: string): { bundle: Bundle; packing: Packing } {
  const bundle = exampleBundle();
  const files = bundle.steps.slice(0, 2).map(({ key, update }, index) => {
    const bytes = Buffer.alloc(70_000 + index, `weights ${index} `);
    const checkpoint = { key, update, sha256: hashOf(bytes), bytes: bytes.length, final: true };
    writeFileSync(join(folder, checkpointName(checkpoint)), bytes);
    return checkpoint;
  });
  bundle.checkpoints.push(...files);
  const [header] = recordsOf(bundle);
  if (header?.kind !== 'header') throw new Error('no header');
  const checkpoints = files.map((each) => ({ ...each, file: checkpointName(each) }));
  return { bundle, packing: { header: header.header, checkpoints, records: () => recordsOf(bundle) } };
}

async function written(): Promise<{ folder: string; bundle: Bundle; bytes: Buffer }> {
  const folder = temporaryHome();
  const { bundle, packing } = withCheckpoints(folder);
  const file = join(folder, 'b.springback');
  await writePacking(file, packing, { force: false, checkpointFolder: folder });
  return { folder, bundle, bytes: readFileSync(file) };
}

/** Reads all of it, checkpoints included: the bundle, or the message of why not. A fault is thrown on. */
async function outcome(bytes: Buffer, limits?: Limits): Promise<Bundle | string> {
  const folder = temporaryHome();
  const file = join(folder, 'f.springback');
  writeFileSync(file, bytes);
  const folders = { staging: join(folder, 'staging'), checkpoints: folder };
  try {
    const source = await openBundleSource(file, { label: 'f', folders, ...(limits ? { limits } : {}) });
    try {
      const collector = new BundleCollector();
      for await (const record of source.records(() => undefined)) collector.add(record);
      for (const checkpoint of collector.result().checkpoints)
        await source.extract(checkpoint, () => undefined);
      return collector.result();
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  } finally {
    rmSync(file);
    expect(readdirSync(folder)).toEqual([]); // nothing half-read stays
  }
}

async function zipOf(
  entries: readonly (readonly [name: string, bytes: Buffer, compress: boolean])[],
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes, compress] of entries) zip.addBuffer(bytes, name, { compress });
  zip.end();
  return buffer(zip.outputStream);
}

describe('a bundle with checkpoints', { timeout: 60_000 }, () => {
  it('reads as it was written, and the same bundle has the same bytes', async () => {
    const { bundle, bytes } = await written();
    expect(await outcome(bytes)).toEqual(bundle);
    expect((await written()).bytes.equals(bytes)).toBe(true);
  });

  it('cut anywhere is refused', async () => {
    const { bytes } = await written();
    for (let part = 0; part < 24; part++) {
      const length = Math.floor((bytes.length * part) / 24);
      expect(await outcome(bytes.subarray(0, length)), String(length)).toMatch(/^f: this (bundle|is not)/);
    }
    expect(await outcome(bytes.subarray(0, bytes.length - 1))).toMatch(/cut short after \d+ bytes/);
  });

  it('with one byte changed is refused, or it is read as it was written', async () => {
    const { bundle, bytes } = await written();
    const refused = new Set<string>();
    const places = Array.from({ length: 80 }, (_, i) => Math.floor((bytes.length * i) / 80) + (i % 5));
    const near = Array.from({ length: 30 }, (_, i) => [i, bytes.length - 1 - i * 9]).flat();
    for (const at of new Set([...places, ...near])) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      const found = await outcome(changed);
      if (typeof found === 'string') refused.add(found.slice(0, 30));
      else expect(found, String(at)).toEqual(bundle);
    }
    expect(refused.size).toBeGreaterThan(3);
  });

  it('of another making is refused: names, packing, what is missing or more', async () => {
    const folder = temporaryHome();
    const { bundle } = withCheckpoints(folder);
    const text = Buffer.from(bundleText(bundle));
    const [a, b] = bundle.checkpoints.map(
      (each) =>
        [
          `checkpoints/${checkpointName(each)}`,
          readFileSync(join(folder, checkpointName(each))),
          false,
        ] as const,
    );
    const manifest = ['bundle.jsonl', text, true] as const;
    expect(await outcome(await zipOf([manifest, a!, b!]))).toEqual(bundle);
    const other = `checkpoints/${'0'.repeat(64)}@3.safetensors`;
    const forged: [string, Parameters<typeof zipOf>[0], RegExp][] = [
      ['a missing checkpoint', [manifest, a!], /f: checkpoints\/.*: this checkpoint is not in the file/],
      ['one more', [manifest, a!, b!, [other, Buffer.from('x'), false]], /expected 2 checkpoints .*, got 3/],
      ['no text', [a!, b!], /bundle\.jsonl is not in it/],
      [
        'a name',
        [manifest, a!, b!, ['checkpoints/evil', Buffer.from('x'), false]],
        /"checkpoints\/evil" has no place/,
      ],
      ['a packed checkpoint', [manifest, a!, [b![0], b![1], true]], /is not stored as it is/],
      ['a stored text', [['bundle.jsonl', text, false], a!, b!], /is packed by method 0/],
      ['twice', [manifest, a!, b!, b!], /is there twice/],
      ['another length', [manifest, a!, [b![0], Buffer.from('short'), false]], /expected 70001 bytes, got 5/],
      ['other weights', [manifest, a!, [b![0], Buffer.alloc(70_001, 'x'), false]], /its SHA-256 is another/],
    ];
    for (const [name, entries, reason] of forged)
      expect(await outcome(await zipOf(entries)), name).toMatch(reason);
  });

  it('cannot name a place outside: yazl refuses to write one, so bytes are changed', async () => {
    const { bytes } = await written();
    const text = bytes.toString('latin1');
    for (const evil of ['../checkpoints'.slice(0, 11), '/heckpoints', '..\\ckpoints', 'C:/kpoints.']) {
      const changed = Buffer.from(text.replaceAll('checkpoints', evil), 'latin1');
      expect(await outcome(changed), evil).toMatch(/^f: this bundle is damaged \(/);
    }
  });
});

describe('a bundle of text', () => {
  it('that unpacks to more than can be true is refused', async () => {
    const limits = { text: 2_000_000, unpacked: 5_000_000, ratio: 10 };
    expect(await outcome(gzipSync(Buffer.alloc(3_000_000, '{')), limits)).toBe(
      'f: expected at most 2000000 bytes in a line, got more',
    );
    const text = bundleText(exampleBundle());
    const lines = `${text.split('\n')[0]}\n${'{'.repeat(1_500_000)}\n`.repeat(4);
    expect(await outcome(gzipSync(lines), limits)).toMatch(/line 2 is not a JSON object/);
    const spelled = `{\n${' '.repeat(1_500_000)}\n`.repeat(4);
    expect(await outcome(gzipSync(spelled), limits)).toBe(
      'f: expected at most 5000000 bytes unpacked, got more',
    );
    expect(await outcome(gzipSync(Buffer.alloc(50_000_000, '\n')))).toMatch(/its content is not JSON/);
    expect(await outcome(gzipSync(`{${'\n'.repeat(6_000_000)}`))).toMatch(/it has more than 5000000 lines/);
  });

  it('of version 1 is read like one of version 2', async () => {
    const bundle = exampleBundle();
    const old = await outcome(gzipSync(versionOneText(bundle)));
    if (typeof old === 'string') throw new Error(old);
    expect(old.steps).toEqual(bundle.steps);
    expect(old.experiments[0]!.id).toBe(1);
  });

  it('cannot claim checkpoints that it has no place for', async () => {
    const { bundle } = withCheckpoints(temporaryHome());
    expect(await outcome(gzipSync(bundleText(bundle)))).toMatch(/this checkpoint is not in the file/);
    expect(await outcome(deflateRawSync('x'))).toMatch(/expected a gzip or zip file, its first bytes are 0x/);
  });
});

describe('writing', () => {
  it('that is called off or fails leaves no file', async () => {
    const folder = temporaryHome();
    const { packing } = withCheckpoints(folder);
    const before = readdirSync(folder);
    let told = 0;
    const control: Control = {
      progress: () => void told++,
      check() {
        if (told > 0) throw new Cancelled('now');
      },
    };
    const file = join(folder, 'b.springback');
    const write = (packing: Packing, control?: Control) =>
      writePacking(file, packing, {
        force: false,
        checkpointFolder: folder,
        ...(control ? { control } : {}),
      });
    await expect(write(packing, control)).rejects.toBeInstanceOf(Cancelled);
    await expect(write({ ...packing, checkpoints: [] }, control)).rejects.toBeInstanceOf(Cancelled);
    const [first, ...rest] = packing.checkpoints;
    await expect(
      write({ ...packing, checkpoints: [{ ...first!, sha256: '0'.repeat(64) }, ...rest] }),
    ).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(before);
    await write(packing);
    await expect(write(packing)).rejects.toThrow('this file is there already');
  });
});
