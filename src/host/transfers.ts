// Bundles that come in and go out: parts of an upload gathered in `incoming/` until the file is whole, exports in
// `exports/` until somebody fetches them. Names inside are hashes or made safe; nothing is ever replaced.

import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { inputError } from '../core/errors.ts';
import { spareBytes } from '../lab/bundle-contents.ts';
import type { BundleSource, Control, Transfers, WrittenFile } from '../lab/bundle-ports.ts';
import { LabError } from '../lab/failure.ts';
import type { Packing } from '../lab/pack-bundle.ts';
import { explain } from './bundle-errors.ts';
import { thisMachine, writePacking } from './bundle-file.ts';
import { openBundleSource } from './bundle-source.ts';
import { freeBytes } from './checkpoint-files.ts';
import { safeFileName } from './file-name.ts';
import type { HomeFolders } from './home.ts';

const keptDays = 7;
export const bundleEnding = '.springback';

export const exportsFolder = (home: string): string => join(home, 'exports');
const incomingFolder = (home: string): string => join(home, 'incoming');

/** Removes what a host that died left behind, and what nobody went on with. `now` in milliseconds since the epoch. */
export function sweepTransfers(home: string, now: number): void {
  const [incoming, exports] = [incomingFolder(home), exportsFolder(home)];
  for (const name of namesIn(exports))
    if (name.endsWith('.partial')) rmSync(join(exports, name), { force: true });
  for (const name of namesIn(incoming))
    if (name.endsWith('.checkpoints')) rmSync(join(incoming, name), { recursive: true, force: true });
  const stems = new Set(
    namesIn(incoming).flatMap((name) => /^(.+)\.(?:part|size|old)$/.exec(name)?.[1] ?? []),
  );
  for (const stem of stems) sweepUpload(filesOf(join(incoming, stem)), now);
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/**
 * One date does not tell that an upload is old: the clock may have been set ahead since, or be wrong today. So the first
 * start that finds it old only says so beside it, and one that is a week later removes it if nobody went on with it.
 */
function sweepUpload({ part, size, mark }: UploadFiles, now: number): void {
  const touched = Math.max(
    ...[part, size].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  const far = (from: number): boolean => Math.abs(now - from) > keptDays * 86_400_000;
  const [found, since] = existsSync(mark) ? readFileSync(mark, 'utf8').split(' ').map(Number) : [];
  const marked = found === touched && since !== undefined && since <= now;
  if (!far(touched)) rmSync(mark, { force: true });
  else if (!marked) writeMark(mark, `${touched} ${now}`);
  else if (far(since)) for (const file of [part, size, mark]) rmSync(file, { force: true });
}

function writeMark(mark: string, text: string): void {
  try {
    writeFileSync(mark, text);
  } catch {
    rmSync(mark, { force: true }); // A full disk: a later start says it.
  }
}

export function openTransfers(folders: HomeFolders): Transfers {
  return new HomeTransfers(folders);
}

/**
 * Takes in a file of this machine as if it had been uploaded: by a second name for it where the disk can do that, else as
 * a copy. For a host that holds the folder.
 */
export function adoptFile(home: string, file: string, sha256: string): void {
  mkdirSync(incomingFolder(home), { recursive: true });
  const { part, size } = places(home, sha256);
  rmSync(part, { force: true });
  try {
    linkSync(file, part);
  } catch {
    copyFileSync(file, part); // another disk, or one without links
  }
  writeFileSync(size, String(statSync(part).size));
}

function places(home: string, sha256: string): UploadFiles {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw inputError('sha256', `expected 64 hexadecimal digits, got ${sha256}`);
  return filesOf(join(incomingFolder(home), sha256));
}

const filesOf = (stem: string) => ({
  part: `${stem}.part`,
  /** How long the file is to be. */
  size: `${stem}.size`,
  /** That a start found it old: see `sweepUpload`. */
  mark: `${stem}.old`,
  staging: `${stem}.checkpoints`,
});

type UploadFiles = ReturnType<typeof filesOf>;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

class HomeTransfers implements Transfers {
  readonly machine = thisMachine;
  private readonly folders: HomeFolders;

  constructor(folders: HomeFolders) {
    this.folders = folders;
  }

  received(sha256: string, bytes: number): number {
    const { home } = this.folders;
    const { part, size } = places(home, sha256);
    if (!Number.isSafeInteger(bytes)) throw inputError('bytes', `expected a whole number, got ${bytes}`);
    const received = sizeOf(part);
    const free = freeBytes(home);
    if (bytes - received + spareBytes > free)
      throw inputError(
        '',
        `this bundle has ${bytes} bytes and needs as many on the disk, which has ${free} free`,
      );
    if (received > bytes) this.discard(sha256); // another file's beginning under this name: it cannot be this one's
    mkdirSync(incomingFolder(home), { recursive: true });
    writeFileSync(size, String(bytes));
    return sizeOf(part);
  }

  append(sha256: string, offset: number, data: string): number {
    const { part } = places(this.folders.home, sha256);
    const total = this.announced(sha256);
    const bytes = decoded(data);
    const received = sizeOf(part);
    if (offset !== received)
      throw new LabError(
        'conflict',
        `expected the part that begins at byte ${received}, got one at ${offset}`,
      );
    if (received + bytes.length > total)
      throw inputError('data', `expected at most ${total - received} bytes more, got ${bytes.length}`);
    const handle = openSync(part, 'a');
    try {
      for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
      if (received + bytes.length === total) fsyncSync(handle);
    } catch (error) {
      ftruncateSync(handle, received);
      throw inputError('', `the bundle cannot be kept in ${part}: ${explain(error)}`);
    } finally {
      closeSync(handle);
    }
    return received + bytes.length;
  }

  /** How long the file is to be. */
  private announced(sha256: string): number {
    const { size } = places(this.folders.home, sha256);
    if (!existsSync(size))
      throw new LabError('missing', 'nothing is known of this file: ask for its status first, with its size');
    return Number(readFileSync(size, 'utf8'));
  }

  discard(sha256: string): void {
    const { part, size, mark } = places(this.folders.home, sha256);
    for (const file of [part, size, mark]) rmSync(file, { force: true });
  }

  async open(sha256: string, control: Control): Promise<BundleSource> {
    const { part, staging } = places(this.folders.home, sha256);
    const [bytes, total] = [sizeOf(part), this.announced(sha256)];
    if (bytes < total)
      throw inputError('', `this bundle is cut short: ${bytes} of ${total} bytes are here, send the rest`);
    const found = await hashOfFile(part, control);
    if (found !== sha256)
      throw inputError(
        '',
        `this bundle was altered on its way: its SHA-256 is ${found.slice(0, 12)}…, expected ${sha256.slice(0, 12)}…; send it again`,
      );
    const { checkpoints } = this.folders;
    return openBundleSource(part, { label: 'the bundle', folders: { staging, checkpoints } });
  }

  async write(name: string, packing: Packing, control: Control): Promise<WrittenFile> {
    const folder = exportsFolder(this.folders.home);
    mkdirSync(folder, { recursive: true });
    const bare = name.toLowerCase().endsWith(bundleEnding) ? name.slice(0, -bundleEnding.length) : name;
    const stem = safeFileName(bare, 'bundle');
    for (let number = 1; ; number++) {
      const free = `${number === 1 ? stem : `${stem}-${number}`}${bundleEnding}`;
      const path = join(folder, free);
      if (existsSync(path)) continue;
      const bytes = await writePacking(path, packing, {
        force: false,
        checkpointFolder: this.folders.checkpoints,
        control,
      });
      return { name: free, path, bytes };
    }
  }
}

function decoded(data: string): Buffer {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > 0 && bytes.toString('base64') === data) return bytes;
  throw inputError('data', 'expected base64, and some of it');
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function hashOfFile(file: string, control: Control): Promise<string> {
  const hash = createHash('sha256');
  const total = statSync(file).size;
  let done = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    control.check();
    hash.update(chunk);
    done += chunk.length;
    control.progress(done, total);
  }
  return hash.digest('hex');
}

const refuse = (): never => {
  throw new LabError(
    'conflict',
    'this history is open for reading only: nothing comes in and nothing goes out',
  );
};
/** Of a history that only is read. */
export const noTransfers: Transfers = {
  machine: thisMachine,
  received: refuse,
  append: refuse,
  discard: refuse,
  open: () => Promise.reject(new LabError('conflict', 'this history is open for reading only')),
  write: () => Promise.reject(new LabError('conflict', 'this history is open for reading only')),
};
