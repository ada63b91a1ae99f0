// Files that the host wrote for whoever asks: GET /files/NAME of one folder, as downloads. Nothing outside of it is ever
// read, and nothing in it that is hidden or a link.
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export const filesPath = '/files/';

/** Whether it was answered: false where there is no such file. `path` is the URL's, still escaped. */
export async function sendDownload(
  folder: string,
  path: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<boolean> {
  const name = fileName(path);
  if (name === null || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const file = join(folder, name);
  const found = await lstat(file).catch(() => null);
  if (found === null || !found.isFile()) return false;
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': found.size,
    'content-disposition': `attachment; filename*=UTF-8''${escaped(name)}`,
    'cache-control': 'no-store',
  });
  if (request.method === 'HEAD') {
    response.end();
    return true;
  }
  // Exactly what was announced, though a file that is written to had grown by now.
  const source = createReadStream(file, found.size === 0 ? {} : { end: found.size - 1 });
  await pipeline(source, response).catch(() => response.destroy()); // who asked went away, or the disk did
  return true;
}

/** The one name that follows the folder's; null for anything that could lead elsewhere. */
function fileName(path: string): string | null {
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
