// Files that the host wrote for whoever asks: NAME of one folder, under files/ of the window's address, as downloads. No
// other file is ever read, and of that folder none that is hidden or a link. Every host answers with these words.
import { createReadStream, type ReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

export const filesPath = '/files/';

export interface SentFile {
  readonly headers: Readonly<Record<string, string>>;
  /** Its bytes, piece by piece: a bundle may be larger than the memory. */
  read(): ReadStream;
}

/** null where there is no such file. `path` is the address's, still escaped. */
export async function findSentFile(folder: string, path: string): Promise<SentFile | null> {
  const name = fileName(path);
  if (name === null) return null;
  const file = join(folder, name);
  const found = await lstat(file).catch(() => null);
  if (found === null || !found.isFile()) return null;
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(found.size),
      'content-disposition': `attachment; filename*=UTF-8''${escaped(name)}`,
      'cache-control': 'no-store',
    },
    // Exactly what was announced, though a file that is written to had grown by now.
    read: () => createReadStream(file, found.size === 0 ? {} : { end: found.size - 1 }),
  };
}

/** The one name that follows the folder's; null for anything that could lead elsewhere. */
function fileName(path: string): string | null {
  if (!path.startsWith(filesPath)) return null;
  try {
    const name = decodeURIComponent(path.slice(filesPath.length));
    return name === '' || name.startsWith('.') || /[/\\\0]/.test(name) ? null : name;
  } catch {
    return null; // a broken escape names no file
  }
}

/** RFC 8187: more than encodeURIComponent escapes. */
const escaped = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
