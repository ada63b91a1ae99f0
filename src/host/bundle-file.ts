// Bundles as files: gzip around the text of `core/bundle/read-bundle.ts`. A file is whole or it is not there.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Bundle, Machine } from '../core/bundle/bundle.ts';
import { bundleText, notABundle, readBundle } from '../core/bundle/read-bundle.ts';
import { type InputError, inputError } from '../core/errors.ts';
import { showcaseFile } from './package-root.ts';

/** Unpacked, a bundle is one string: this bounds what a forged file can make of our memory. */
const mostTextBytes = 400_000_000;

/** Throws an `InputError` that names the file: missing, no bundle, cut short, damaged, altered, newer. */
export function readBundleFile(file: string): Bundle {
  return readBundle(unpack(readBytes(file), file), file);
}

/** Returns the bytes written. Refuses to replace a file unless `force`; what could not be read back isn't written. */
export function writeBundleFile(file: string, bundle: Bundle, { force }: { force: boolean }): number {
  if (!force && existsSync(file)) throw inputError(file, 'this file is there already; --force replaces it');
  const text = bundleText(bundle);
  readBundle(text, file);
  const bytes = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  const temporary = `${resolve(file)}.${process.pid}.tmp`;
  try {
    writeSynced(temporary, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw inputError(file, `the bundle cannot be written: ${explain(error)}`);
  }
  return bytes.length;
}

/**
 * The bundle that a user named, or the one that comes with the package; null where neither is asked for. `folder` is
 * where relative names start from: npm runs programs in the package's own folder and tells the user's as INIT_CWD.
 */
export function chosenBundle(
  choice: { bundle?: string; showcase?: boolean },
  folder: string = '',
): string | null {
  const { bundle, showcase = false } = choice;
  if (bundle !== undefined && showcase)
    throw inputError('--showcase', 'expected --showcase or --bundle FILE, got both');
  if (bundle !== undefined) {
    if (bundle === '') throw inputError('--bundle', 'expected a file, got ""');
    const file = folder === '' ? bundle : resolve(folder, bundle);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) throw inputError(file, 'the file does not exist');
    if (!found.isFile()) throw inputError(file, 'expected a bundle, which is a file; this is none');
    return file;
  }
  if (!showcase) return null;
  const file = showcaseFile();
  if (existsSync(file)) return file;
  throw inputError(
    '--showcase',
    `this Springback comes without a showcase: ${file} does not exist; "springback export" writes one of your own, --bundle FILE opens it`,
  );
}

export function thisMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() || 'unknown processor',
    cores: Math.max(1, all.length),
    memoryBytes: totalmem(),
    os: `${platform()} ${release()} ${arch()}`,
  };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw inputError(file, explain(error));
  }
}

function unpack(bytes: Buffer, file: string): string {
  if (bytes.length === 0) throw notABundle(file, 'the file is empty');
  if (bytes[0] !== 0x1f || (bytes.length > 1 && bytes[1] !== 0x8b))
    throw notABundle(file, `expected a gzip file, its first bytes are 0x${bytes.toString('hex', 0, 4)}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      gunzipSync(bytes, { maxOutputLength: mostTextBytes }),
    );
  } catch (error) {
    throw unpackError(error, file, bytes.length);
  }
}

function unpackError(error: unknown, file: string, size: number): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return inputError(file, `this bundle is cut short after ${size} bytes: copy the whole file again`);
  if (code === 'Z_DATA_ERROR')
    return inputError(file, `this bundle is damaged (${message}): copy the file again`);
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return inputError(file, `expected at most ${mostTextBytes} bytes unpacked, got more`);
  return notABundle(file, message);
}

function writeSynced(file: string, bytes: Buffer): void {
  const handle = openSync(file, 'w');
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file or its folder does not exist',
  EISDIR: 'this is a folder, expected a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
