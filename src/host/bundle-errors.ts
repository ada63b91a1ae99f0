// What goes wrong with a bundle's file, in words that a user can act on.
import { cutShort, notABundle } from '../core/bundle/issues.ts';
import { type InputError, inputError } from '../core/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file or its folder does not exist',
  EISDIR: 'this is a folder, expected a file',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

export function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}

/** An error of reading that a user can act on; any other as it is. `bytes` is the file's size. */
export function readError(error: unknown, label: string, bytes: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return cutShort(label, `${bytes} bytes`);
  if (code.startsWith('Z_')) return damaged(label, message);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return notABundle(label, 'its content is not UTF-8');
  return code in reasons ? inputError(label, explain(error)) : error;
}

export const damaged = (label: string, how: string): InputError =>
  inputError(label, `this bundle is damaged (${how}): copy the file again`);
