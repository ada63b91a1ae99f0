// A bundle's file, opened to be read: its parts in order, checked on the way; its checkpoints copied out. Nothing that the
// file says of itself is believed before it was held against what is there.
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline, Transform, Writable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  type BundleCheckpoint,
  type BundleRecord,
  checkpointName,
  recordsOf,
} from '../core/bundle/bundle.ts';
import { cutShort, notABundle } from '../core/bundle/issues.ts';
import { BundleLineReader, beginsLines } from '../core/bundle/lines.ts';
import { readVersionOne } from '../core/bundle/version-one.ts';
import { inputError } from '../core/errors.ts';
import type { BundleSource } from '../lab/bundle-ports.ts';
import { checkpointEntry, textEntry } from './bundle-archive.ts';
import { readError } from './bundle-errors.ts';
import { type Archive, openArchive } from './zip-archive.ts';

export interface Limits {
  /** Bytes of one line, and of version 1, which is a single text: the most that is made of a string. */
  readonly text: number;
  /** Bytes that a text may unpack to in any case, and as a multiple of its file; ours are about ten times as long. */
  readonly unpacked: number;
  readonly ratio: number;
}
const usual: Limits = { text: 400_000_000, unpacked: 500_000_000, ratio: 100 };
/** Lines of a text of version 1 that somebody spelled with whitespace. */
const mostLines = 5_000_000;

export interface SourceOptions {
  /** What errors call the file; its path unless given. */
  readonly label?: string;
  /** Where checkpoints go, first and in the end; null where none are asked for. */
  readonly folders: { readonly staging: string; readonly checkpoints: string } | null;
  readonly limits?: Limits;
}

/** Throws an InputError that names the file where it is missing, or no bundle. */
export async function openBundleSource(file: string, options: SourceOptions): Promise<BundleSource> {
  const label = options.label ?? file;
  const start = beginning(file, label);
  const bytes = statSync(file).size;
  if (start.length === 0) throw notABundle(label, 'the file is empty');
  if (start[0] === 0x1f && (start.length < 2 || start[1] === 0x8b))
    return new FileSource({ file, label, bytes, archive: null }, options);
  if (start.toString('latin1') === 'PK\x03\x04') {
    const archive = await openArchive(file, label);
    return new FileSource({ file, label, bytes, archive }, options);
  }
  throw notABundle(label, `expected a gzip or zip file, its first bytes are 0x${start.toString('hex')}`);
}

function beginning(file: string, label: string): Buffer {
  try {
    const handle = openSync(file, 'r');
    try {
      const start = Buffer.alloc(4);
      return start.subarray(0, readSync(handle, start));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw readError(error, label, 0);
  }
}

interface Opened {
  readonly file: string;
  readonly label: string;
  readonly bytes: number;
  readonly archive: Archive | null;
}

class FileSource implements BundleSource {
  readonly bytes: number;
  private readonly opened: Opened;
  private readonly folders: SourceOptions['folders'];
  private readonly limits: Limits;

  constructor(opened: Opened, { folders, limits = usual }: SourceOptions) {
    this.bytes = opened.bytes;
    this.opened = opened;
    this.folders = folders;
    this.limits = { ...limits, unpacked: Math.max(limits.unpacked, opened.bytes * limits.ratio) };
  }

  async *records(read: (bytes: number) => void): AsyncGenerator<BundleRecord> {
    const { label, bytes, archive } = this.opened;
    const checkpoints: BundleCheckpoint[] = [];
    try {
      for await (const record of recordsIn(lines(await this.text(read), label, this.limits), label)) {
        if (record.kind === 'checkpoint') checkpoints.push(record.checkpoint);
        yield record;
      }
    } catch (error) {
      await this.requireSound();
      throw readError(error, label, bytes);
    }
    requireEntries(checkpoints, archive, label);
  }

  private async text(read: (bytes: number) => void): Promise<AsyncIterable<Buffer>> {
    const { file, archive } = this.opened;
    if (archive !== null) return metered(await archive.read(textEntry), archive.ratio(textEntry), read);
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read(chunk.length);
        done(null, chunk);
      },
    });
    const unpacked = createGunzip();
    pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), meter, unpacked, () => undefined); // read from unpacked
    return unpacked;
  }

  /** What a damaged file says makes no sense, which says little: gzip's own checksum, at its end, says more. */
  private async requireSound(): Promise<void> {
    const { label, bytes, archive } = this.opened;
    if (archive !== null) return;
    try {
      let total = 0;
      for await (const chunk of (await this.text(() => undefined)) as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > this.limits.unpacked) return;
      }
    } catch (error) {
      throw readError(error, label, bytes);
    }
  }

  async extract(checkpoint: BundleCheckpoint, read: (bytes: number) => void): Promise<void> {
    const { staging } = this.folders!;
    mkdirSync(staging, { recursive: true });
    const target = createWriteStream(join(staging, checkpointName(checkpoint)), { flush: true });
    await this.copy(checkpoint, target, read);
  }

  verify(checkpoint: BundleCheckpoint, read: (bytes: number) => void): Promise<void> {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    return this.copy(checkpoint, nowhere, read);
  }

  /** Throws an InputError that names the checkpoint where it is not what was written. */
  private async copy(
    checkpoint: BundleCheckpoint,
    target: Writable,
    read: (bytes: number) => void,
  ): Promise<void> {
    const { archive, label, bytes } = this.opened;
    const name = checkpointEntry(checkpoint);
    const hash = createHash('sha256');
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        try {
          hash.update(chunk);
          read(chunk.length);
          done(null, chunk);
        } catch (error) {
          done(error as Error); // called off
        }
      },
    });
    try {
      await finished(await archive!.read(name), meter, target);
    } catch (error) {
      throw readError(error, `${label}: ${name}`, bytes);
    }
    if (hash.digest('hex') !== checkpoint.sha256)
      throw inputError(
        `${label}: ${name}`,
        'this checkpoint was altered after it was written: its SHA-256 is another',
      );
  }

  place(checkpoints: readonly BundleCheckpoint[]): void {
    if (checkpoints.length === 0) return;
    const folders = this.folders!;
    for (const name of checkpoints.map(checkpointName))
      renameSync(join(folders.staging, name), join(folders.checkpoints, name));
    if (process.platform === 'win32') return;
    const handle = openSync(folders.checkpoints, 'r');
    fsyncSync(handle);
    closeSync(handle);
  }

  async close(): Promise<void> {
    this.opened.archive?.close();
    if (this.folders !== null) rmSync(this.folders.staging, { recursive: true, force: true });
  }
}

/** Every checkpoint that the text names is there with its size, and nothing else is. */
function requireEntries(
  checkpoints: readonly BundleCheckpoint[],
  archive: Archive | null,
  label: string,
): void {
  for (const checkpoint of checkpoints) {
    const name = checkpointEntry(checkpoint);
    const found = archive?.size(name) ?? null;
    if (found === null) throw inputError(`${label}: ${name}`, 'this checkpoint is not in the file');
    if (found !== checkpoint.bytes)
      throw inputError(`${label}: ${name}`, `expected ${checkpoint.bytes} bytes, got ${found}`);
  }
  const entries = archive === null ? 0 : archive.entries - 1;
  if (entries !== checkpoints.length)
    throw inputError(label, `expected ${checkpoints.length} checkpoints as its text says, got ${entries}`);
}

async function* metered(
  stream: AsyncIterable<Buffer>,
  ratio: number,
  read: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    read(chunk.length * ratio);
    yield chunk;
  }
}

/** Version 2 line by line; of version 1 all lines are one text. */
async function* recordsIn(text: AsyncIterable<string>, label: string): AsyncGenerator<BundleRecord> {
  let reader: BundleLineReader | null = null;
  const whole: string[] = [];
  for await (const line of text) {
    if (reader === null && whole.length === 0 && beginsLines(line)) reader = new BundleLineReader(label);
    if (reader === null) {
      if (whole.length === 0 && !line.startsWith('{')) throw noObject(line, label);
      if (whole.push(line) > mostLines) throw notABundle(label, `it has more than ${mostLines} lines`);
      continue;
    }
    const record = reader.read(line);
    if (record !== null) yield record;
  }
  if (reader === null) yield* recordsOf(readVersionOne(whole.join('\n'), label));
  else reader.end();
}

function noObject(line: string, label: string): unknown {
  try {
    readVersionOne(line, label);
  } catch (error) {
    return error; // says what it is instead
  }
  return notABundle(label, 'expected a JSON object');
}

/** Lines without their newlines; an empty one at the end is none. Throws where there is more text than can be true. */
async function* lines(chunks: AsyncIterable<Buffer>, label: string, limits: Limits): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let length = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limits.unpacked)
      throw inputError(label, `expected at most ${limits.unpacked} bytes unpacked, got more`);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end));
      yield decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > limits.text)
      throw inputError(label, `expected at most ${limits.text} bytes in a line, got more`);
  }
  if (total === 0) throw cutShort(label, '0 bytes');
  if (length > 0) yield decoder.decode(Buffer.concat(parts));
}
