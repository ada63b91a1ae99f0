// The window's own scheme in place of `file://`: springback://window/… serves the built renderer, under files/ what the
// host wrote for whoever asks, and nothing else.
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { CustomScheme } from 'electron';
import { filesPath, findSentFile } from '../host/sent-files.ts';

export const windowScheme = 'springback';
const windowHost = 'window';
export const windowOrigin = `${windowScheme}://${windowHost}`;
export const windowUrl = `${windowOrigin}/index.html`;

/** To be registered before the application is ready. `standard` gives it an origin, and so local storage. */
export const schemePrivileges: CustomScheme = {
  scheme: windowScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Mantine writes its variables into style elements, hence the one 'unsafe-inline'; scripts are files of this origin. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export function isWindowUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === `${windowScheme}:` && url.host === windowHost;
}

export interface ServedFolders {
  /** The built window. */
  readonly renderer: string;
  /** What the host wrote for whoever asks; null where it writes nothing. */
  readonly files: string | null;
}

/** Answers requests of the scheme with files of the two folders. Whatever is not a file inside them is not found. */
export function serveFolders({ renderer, files }: ServedFolders): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' || !isWindowUrl(request.url)) return answer(403, 'forbidden');
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(filesPath)) return download(files, pathname);
    const type = types[extname(pathname)];
    const file = await fileInside(renderer, pathname);
    if (type === undefined || file === null) return answer(404, 'not found');
    return answer(200, await readFile(file), { 'content-type': type });
  };
}

async function download(folder: string | null, pathname: string): Promise<Response> {
  const file = folder === null ? null : await findSentFile(folder, pathname);
  if (file === null) return answer(404, 'not found');
  return answer(200, Readable.toWeb(file.read()) as ReadableStream, file.headers);
}

/** The real path of a file inside `folder`, links followed; null for anything outside or not there. */
async function fileInside(folder: string, pathname: string): Promise<string | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, decodeURIComponent(pathname)));
    return file.startsWith(root + sep) ? file : null;
  } catch {
    return null; // No such file, or a name that no file system takes.
  }
}

function answer(
  status: number,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream,
  own: Readonly<Record<string, string>> = plainText,
): Response {
  const headers = {
    ...own,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  };
  return new Response(body, { status, headers });
}

const plainText = { 'content-type': 'text/plain' };
