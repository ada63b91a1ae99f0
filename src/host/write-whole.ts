// A file that a user named: written beside it, then given its name. It is whole or it is as it was.
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { inputError } from '../core/errors.ts';
import { explain } from './bundle-errors.ts';

/** Replaces what is there: the user was asked. Throws an InputError that names the file where it cannot be written. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(resolve(file)), `.${basename(file)}.${process.pid}.partial`);
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw inputError(file, `the file cannot be written: ${explain(error)}`);
  }
}
