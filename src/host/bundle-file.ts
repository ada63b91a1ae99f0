// Bundles as files that a user names: read whole, written whole, chosen on the command line.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Bundle, BundleCollector, type Machine, recordsOf } from '../core/bundle/bundle.ts';
import { InputError, inputError } from '../core/errors.ts';
import type { Control } from '../lab/bundle-ports.ts';
import type { Packing } from '../lab/pack-bundle.ts';
import { writeArchive } from './bundle-archive.ts';
import { explain } from './bundle-errors.ts';
import { openBundleSource } from './bundle-source.ts';
import { showcaseFile } from './package-root.ts';

const uncontrolled: Control = { progress: () => undefined, check: () => undefined };

/** Throws an `InputError` that names the file: missing, no bundle, cut short, damaged, altered, newer. */
export async function readBundleFile(file: string): Promise<Bundle> {
  const source = await openBundleSource(file, { folders: null });
  try {
    const collector = new BundleCollector();
    for await (const record of source.records(() => undefined)) collector.add(record);
    return collector.result();
  } finally {
    await source.close();
  }
}

/** Returns the bytes written. Refuses to replace a file unless `force`. A bundle that is held in memory has no checkpoints. */
export function writeBundleFile(
  file: string,
  bundle: Bundle,
  { force }: { force: boolean },
): Promise<number> {
  const [header, ...rest] = recordsOf(bundle);
  if (header?.kind !== 'header') throw new Error('a bundle begins with its header');
  const records = function* () {
    yield header;
    yield* rest;
  };
  return writePacking(
    file,
    { header: header.header, checkpoints: [], records },
    { force, checkpointFolder: '' },
  );
}

/**
 * Writes a bundle beside `file`, then gives it its name: it is whole or it is not there. Returns its bytes. Refuses to
 * replace a file unless `force`; throws an `InputError` that names the file where it cannot be written.
 */
export async function writePacking(
  file: string,
  packing: Packing,
  options: { force: boolean; checkpointFolder: string; control?: Control },
): Promise<number> {
  const { force, checkpointFolder, control = uncontrolled } = options;
  const refuse = (): void => {
    if (!force && existsSync(file)) throw inputError(file, 'this file is there already; --force replaces it');
  };
  refuse();
  const temporary = join(dirname(resolve(file)), `.${basename(file)}.${process.pid}.partial`);
  rmSync(temporary, { force: true }); // of a process that had our number and died
  try {
    await writeArchive(temporary, packing, { checkpointFolder, control });
    refuse();
    renameSync(temporary, file);
    syncFolder(dirname(resolve(file)));
    return statSync(file).size;
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof InputError || !isSystemError(error)) throw error;
    throw inputError(file, `the bundle cannot be written: ${explain(error)}`);
  }
}

const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'code' in error;

/** Makes a rename durable. Windows has no such call and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
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
