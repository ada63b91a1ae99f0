// The window in a browser on this machine: static files, commands and events, for whoever has the token.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Failure } from '../contract/window.ts';
import { inputError } from '../core/errors.ts';
import { filesPath, findSentFile } from '../host/sent-files.ts';
import type { Lab } from '../lab/lab.ts';
import { answerCommand, sendJson } from './api.ts';
import { streamEvents } from './event-stream.ts';
import {
  cookieName,
  type Refusal,
  refuseForm,
  refuseStranger,
  refuseUnknown,
  sameToken,
  type Visit,
} from './guard.ts';
import { readStatic } from './static-files.ts';

export interface ServerOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  /** The built window. */
  readonly rendererFolder: string;
  /** What the host wrote for whoever asks, under /files/; none unless given. */
  readonly filesFolder?: string;
  /** Random unless given. */
  readonly token?: string;
}
export interface RunningServer {
  /** With the token: opens the window once and for all in this browser. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}
interface Site extends ServerOptions {
  readonly lab: Lab;
  readonly port: number;
  readonly token: string;
}

const headers: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Listens on 127.0.0.1 only. Throws an InputError where the port is taken. */
export async function startServer(host: { lab: Lab }, options: ServerOptions): Promise<RunningServer> {
  const token = options.token ?? randomBytes(24).toString('base64url');
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const site: Site = { ...options, lab: host.lab, port, token };
  server.on('request', (request, response) => {
    handle(site, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const origin = `http://127.0.0.1:${port}`;
  return { url: `${origin}/?token=${token}`, origin, port, token, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      reject(inputError('', `port ${port} cannot be used: ${taken}`));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const visit = visitOf(request);
  const stranger = refuseStranger(visit, site.port);
  if (stranger !== null) return refuse(response, stranger);
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${site.port}`);
  const given = url.searchParams.get('token');
  if (url.pathname === '/' && given !== null && sameToken(given, site.token)) return welcome(response, site);
  const unknown = refuseUnknown(visit, site.port, site.token);
  if (unknown !== null) return refuse(response, unknown);
  if (url.pathname === '/api/events') return streamEvents(site.lab, response);
  if (url.pathname.startsWith('/api/')) {
    const form = refuseForm(visit);
    if (form !== null) return refuse(response, form);
    return answerCommand(site.lab, url.pathname.slice('/api/'.length), { request, response });
  }
  if (url.pathname.startsWith(filesPath) && (await sendDownload(site, request, response))) return;
  return sendFile(site, request, response);
}

/** Whether it was answered: false where there is no such file. */
async function sendDownload(
  { filesFolder }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { method } = request;
  if (filesFolder === undefined || (method !== 'GET' && method !== 'HEAD')) return false;
  const path = (request.url ?? '/').split('?')[0]!; // a URL's pathname would have its dots resolved
  const file = await findSentFile(filesFolder, path);
  if (file === null) return false;
  response.writeHead(200, file.headers);
  if (method === 'HEAD') response.end();
  // Who asked went away, or the disk did.
  else await pipeline(file.read(), response).catch(() => response.destroy());
  return true;
}

function visitOf({ method, headers }: IncomingMessage): Visit {
  return {
    method: method ?? 'GET',
    host: headers.host,
    origin: headers.origin,
    cookie: headers.cookie,
    contentType: headers['content-type'],
  };
}

/** The token moves from the address, where it would be seen and bookmarked, into a cookie of this server alone. */
function welcome(response: ServerResponse, { port, token }: Site): void {
  response.writeHead(302, {
    location: '/',
    'set-cookie': `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    'cache-control': 'no-store',
  });
  response.end();
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  sendJson(response, status, { code: 'input', message, issues: [] } satisfies Failure);
}

async function sendFile(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]!;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const file = reads ? await readStatic(site.rendererFolder, path) : null;
  if (file === null) {
    response
      .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
      .end(`there is no ${path} here\n`);
    return;
  }
  const cache = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': file.bytes.length,
    'cache-control': cache,
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}
