// The server over a real lab, spoken to over real HTTP.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventSchema, type WindowEvent } from '../../src/contract/window.ts';
import { startServer } from '../../src/server/http-server.ts';
import { temporaryHome, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';

async function site() {
  const folder = join(temporaryHome(), 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Springback</title>');
  writeFileSync(join(folder, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, '../secret.html'), 'secret');
  symlinkSync(join(folder, '../secret.html'), join(folder, 'link.html'));
  const host = temporaryHost();
  const server = await startServer(host, { rendererFolder: folder, token: 'a-token' });
  onTestFinished(() => server.close());
  return { host, server, cookie: `springback-${server.port}=a-token` };
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}
interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Not `fetch`: that sets Host and tidies paths by itself. */
function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const post = (
  port: number,
  cookie: string,
  command: string,
  body: string,
  more: Record<string, string> = {},
) =>
  ask(port, `/api/${command}`, {
    method: 'POST',
    body,
    headers: { cookie, 'content-type': 'application/json', ...more },
  });

describe('the server', () => {
  it('turns the token of the first address into a strict cookie', async () => {
    const { server } = await site();
    expect((await ask(server.port, '/')).status).toBe(401);
    expect((await ask(server.port, '/?token=wrong')).status).toBe(401);
    const welcome = await ask(server.port, new URL(server.url).search.replace(/^/, '/'));
    expect(welcome.status).toBe(302);
    expect(welcome.headers.location).toBe('/');
    const [cookie] = welcome.headers['set-cookie'] as string[];
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const page = await ask(server.port, '/', { headers: { cookie: cookie!.split(';')[0]! } });
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('does not answer under another name, nor to another page', async () => {
    const { server, cookie } = await site();
    expect((await ask(server.port, '/', { headers: { cookie, host: 'evil.example' } })).status).toBe(403);
    expect(
      (await post(server.port, cookie, 'experiment.list', '{}', { origin: 'http://evil.example' })).status,
    ).toBe(403);
    expect((await post(server.port, cookie, 'experiment.list', '{}', { origin: server.origin })).status).toBe(
      200,
    );
    expect((await post(server.port, '', 'experiment.list', '{}')).status).toBe(401);
    expect(
      (await ask(server.port, '/api/events', { headers: { host: `127.0.0.1:${server.port}` } })).status,
    ).toBe(401);
  });

  it('serves files of its folder with their types, and nothing from outside', async () => {
    const { server, cookie } = await site();
    const script = await ask(server.port, '/assets/app-1a2b.js', { headers: { cookie } });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    const outside = [
      '/../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/assets/../../secret.html',
      '/link.html',
      '/%',
      '/a%00.html',
      '/assets',
    ];
    for (const path of outside) {
      const answer = await ask(server.port, path, { headers: { cookie } });
      expect(answer.status, path).toBe(404);
      expect(answer.body).not.toContain('secret\n');
    }
  });

  it('answers what goes wrong with a failure and its status', async () => {
    const { server, cookie } = await site();
    const tell = async (command: string, body: string) => {
      const { status, body: text } = await post(server.port, cookie, command, body);
      return { status, ...(JSON.parse(text) as object) };
    };
    expect(await tell('experiment.list', '{not json')).toMatchObject({ status: 400, code: 'input' });
    expect(await tell('experiment.get', '{"id":9}')).toMatchObject({ status: 404, code: 'missing' });
    expect(await tell('experiment.get', '{"id":"x"}')).toMatchObject({
      status: 400,
      issues: [{ path: 'experiment.get.id' }],
    });
    expect(await tell('toString', '{}')).toMatchObject({ status: 404, code: 'missing' });
    expect(await tell('experiment.list', ' '.repeat(17_000_000))).toMatchObject({
      status: 400,
      code: 'input',
    });
    expect((await ask(server.port, '/api/experiment.list', { headers: { cookie } })).status).toBe(405);
  });

  it('streams the events of a training', async () => {
    const { host, server, cookie } = await site();
    host.lab.start();
    const response = await fetch(`${server.origin}/api/events`, { headers: { cookie } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const submitted = await post(
      server.port,
      cookie,
      'experiment.submit',
      JSON.stringify({ schedule: tinySchedule({ axes: {}, seeds: [1] }) }),
    );
    expect(JSON.parse(submitted.body)).toEqual({ id: 1 });
    const events: WindowEvent[] = [];
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const whole = text.split('\n\n');
      text = whole.pop()!;
      for (const line of whole)
        if (line.startsWith('data: ')) events.push(eventSchema.parse(JSON.parse(line.slice(6))));
      if (events.some((event) => event.type === 'experiment' && event.summary.state === 'finished')) break;
    }
    expect(events.some((event) => event.type === 'trainers')).toBe(true);
  });
});
