// Files of the built window. Nothing outside its folder is ever read.
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Its name carries a hash of its contents. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
};

/** The file that a URL's path names inside a folder, or null. `/` is index.html. */
export async function readStatic(folder: string, urlPath: string): Promise<StaticFile | null> {
  const path = decode(urlPath);
  if (path === null || path.includes('\0')) return null;
  const root = await realpath(resolve(folder)).catch(() => null);
  if (root === null) return null;
  const file = await realpath(join(root, path === '/' ? 'index.html' : path)).catch(() => null);
  if (file === null || !file.startsWith(root + sep)) return null;
  const type = types[extname(file)];
  const bytes = type === undefined ? null : await readFile(file).catch(() => null);
  if (type === undefined || bytes === null) return null;
  return { type, bytes, immutable: path.startsWith('/assets/') };
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null; // a broken escape names no file
  }
}
