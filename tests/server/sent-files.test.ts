// GET /files/NAME over real HTTP: what the host wrote, and nothing else.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportsFolder } from '../../src/host/transfers.ts';
import { startServer } from '../../src/server/http-server.ts';
import { temporaryHome, temporaryHost } from '../lab/temporary-host.ts';

const contents = Buffer.from([0, 1, 2, 250, 13, 10, 0]);
const name = 'Größe "速い" (2).springback';

async function site() {
  const host = temporaryHost();
  const folder = exportsFolder(host.home);
  mkdirSync(join(folder, 'inside'), { recursive: true });
  for (const file of [name, '.hidden.partial', 'inside/deep.springback', '../secret.springback'])
    writeFileSync(join(folder, file), contents);
  symlinkSync(join(folder, '../secret.springback'), join(folder, 'link.springback'));
  const server = await startServer(host, {
    rendererFolder: temporaryHome(),
    filesFolder: folder,
    token: 'a-token',
  });
  onTestFinished(() => server.close());
  const cookie = `springback-${server.port}=a-token`;
  const ask = (path: string, headers: Record<string, string> = { cookie }, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => void parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
  return { ask, cookie };
}

describe('what the host wrote', () => {
  it('is a download under its own name', async () => {
    const { ask } = await site();
    const answer = await ask(`/files/${encodeURIComponent(name)}`);
    expect(answer.status).toBe(200);
    expect(answer.body.equals(contents)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '7',
      'content-disposition':
        "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22%E9%80%9F%E3%81%84%22%20%282%29.springback",
      'x-content-type-options': 'nosniff',
    });
    const head = await ask(`/files/${encodeURIComponent(name)}`, undefined, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '7', 0]);
  });

  it('is all that can be reached', async () => {
    const { ask } = await site();
    const paths = [
      '/files/',
      '/files/..%2Fsecret.springback',
      '/files/../secret.springback',
      '/files/..%5csecret.springback',
      '/files/%2e%2e/secret.springback',
      '/files/link.springback',
      '/files/inside',
      '/files/inside/deep.springback',
      '/files/inside%2fdeep.springback',
      '/files/.hidden.partial',
      '/files/none.springback',
      '/files/%ff',
      '/files/a%00b',
    ];
    for (const path of paths) expect((await ask(path)).status, path).toBe(404);
    expect((await ask(`/files/${encodeURIComponent(name)}`, undefined, 'POST')).status).toBe(404);
  });

  it('is only for whoever has the token, from a page of this server', async () => {
    const { ask, cookie } = await site();
    const path = `/files/${encodeURIComponent(name)}`;
    expect((await ask(path, {})).status).toBe(401);
    expect((await ask(path, { cookie: cookie.replace('a-token', 'b-token') })).status).toBe(401);
    expect((await ask(path, { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(path, { cookie, host: 'evil.example' })).status).toBe(403);
  });
});
