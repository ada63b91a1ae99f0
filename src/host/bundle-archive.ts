// Bundles on the disk, streamed both ways: lines under gzip, or, with checkpoints, a zip whose first entry are the lines
// and whose others are the checkpoints as they are. Neither side ever holds a whole bundle.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ZipFile } from 'yazl';
import { checkpointName } from '../core/bundle/bundle.ts';
import { BundleLineReader, bundleLines } from '../core/bundle/lines.ts';
import { inputError } from '../core/errors.ts';
import type { Control } from '../lab/bundle-ports.ts';
import type { Packing } from '../lab/pack-bundle.ts';

export const textEntry = 'bundle.jsonl';
export const checkpointEntry = (checkpoint: Parameters<typeof checkpointName>[0]): string =>
  `checkpoints/${checkpointName(checkpoint)}`;

/** Zip has no time zones and we no use for times: equal contents, equal bytes. */
const mtime = new Date(1980, 0, 1);

/**
 * Writes a file that is not there yet, synced. Progress is in bytes of checkpoints where there are some, otherwise in
 * steps. What could not be read back is not written. The caller removes the file where this throws.
 */
export async function writeArchive(
  file: string,
  packing: Packing,
  { checkpointFolder, control }: { checkpointFolder: string; control: Control },
): Promise<void> {
  const target = createWriteStream(file, { flags: 'wx', flush: true });
  const meter = new Transform({
    transform(chunk, _encoding, done) {
      try {
        control.check();
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  if (packing.checkpoints.length === 0) {
    const lines = Readable.from(checkedLines(packing, control), { highWaterMark: 1 });
    await pipeline(lines, createGzip(), meter, target);
    return;
  }
  const zip = new ZipFile();
  const output = zip.outputStream as PassThrough;
  zip.on('error', (error: Error) => output.destroy(error));
  let current: Readable | null = null;
  output.on('close', () => current?.destroy());
  const add = (name: string, source: () => Readable, options: { compress: boolean; size?: number }): void =>
    zip.addReadStreamLazy(name, { mtime, ...options }, (give) => {
      current = source();
      current.on('error', (error) => output.destroy(error)); // yazl does not listen
      give(null, current);
    });
  const quiet: Control = { check: control.check, progress: () => undefined };
  add(textEntry, () => Readable.from(checkedLines(packing, quiet), { highWaterMark: 1 }), { compress: true });
  addCheckpoints(packing, { checkpointFolder, control }, add);
  zip.end();
  await pipeline(output, meter, target);
}

function* checkedLines(packing: Packing, control: Control): Generator<string> {
  const reader = new BundleLineReader('the bundle');
  const total = packing.header.holds.steps;
  let done = 0;
  for (const line of bundleLines(packing.records())) {
    control.check();
    if (reader.read(line.slice(0, -1))?.kind === 'step') control.progress(++done, total);
    yield line;
  }
  reader.end();
}

function addCheckpoints(
  { checkpoints }: Packing,
  { checkpointFolder, control }: { checkpointFolder: string; control: Control },
  add: (name: string, source: () => Readable, options: { compress: boolean; size: number }) => void,
): void {
  const total = checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const read = (bytes: number): void => {
    done += bytes;
    control.progress(done, total);
  };
  for (const checkpoint of checkpoints) {
    const path = join(checkpointFolder, checkpoint.file);
    const source = (): Readable => Readable.from(verified(path, checkpoint, read), { objectMode: false });
    add(checkpointEntry(checkpoint), source, { compress: false, size: checkpoint.bytes });
  }
}

/** The bytes of a checkpoint; throws at their end where they are not those that were written. */
async function* verified(
  path: string,
  { sha256, bytes }: { sha256: string; bytes: number },
  read: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let length = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      length += chunk.length;
      read(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw inputError(path, 'this checkpoint is gone: a later one took its place, try again');
  }
  if (length === bytes && hash.digest('hex') === sha256) return;
  throw inputError(
    path,
    'this checkpoint is damaged, so it was not exported: export without checkpoints, or train its step again',
  );
}
