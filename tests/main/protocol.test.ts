import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWindowUrl, serveFolders } from '../../src/main/protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'springback-protocol-'));
const files = join(folder, 'exports');
const serve = serveFolders({ renderer: join(folder, 'renderer'), files });
const get = (url: string, init?: RequestInit): Promise<Response> => serve(new Request(url, init));

const exported = 'Größe "速い" (2).springback';
const filesUrl = 'springback://window/files';

beforeAll(() => {
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  mkdirSync(join(folder, 'renderer-other'));
  writeFileSync(join(folder, 'renderer/index.html'), '<p>window</p>');
  writeFileSync(join(folder, 'renderer/assets/a b.js'), 'let x;');
  writeFileSync(join(folder, 'renderer/notes.exe'), 'x');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'renderer-other/index.html'), 'secret');
  symlinkSync(join(folder, 'secret.html'), join(folder, 'renderer/link.html'));
  mkdirSync(join(files, 'inside'), { recursive: true });
  for (const name of [exported, '.hidden.partial', 'inside/deep.springback', 'index.html', 'empty'])
    writeFileSync(join(files, name), name === 'empty' ? '' : 'secret');
  writeFileSync(join(folder, 'secret.springback'), 'secret');
  symlinkSync(join(folder, 'secret.springback'), join(files, 'link.springback'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the scheme springback://', () => {
  it('serves the window with a strict policy', async () => {
    const response = await get('springback://window/index.html');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>window</p>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it('serves names with spaces, and scripts as scripts', async () => {
    const response = await get('springback://window/assets/a%20b.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    ['a parent folder', 'springback://window/../secret.html'],
    ['an encoded parent folder', 'springback://window/%2e%2e/secret.html'],
    ['an encoded separator', 'springback://window/..%2fsecret.html'],
    ['a neighbour of the same beginning', 'springback://window/..%2frenderer-other/index.html'],
    ['a link that leads outside', 'springback://window/link.html'],
    ['a folder', 'springback://window/assets'],
    ['a kind of file the window does not have', 'springback://window/notes.exe'],
    ['a broken escape', 'springback://window/%E0%A4.html'],
    ['a zero byte', 'springback://window/index%00.html'],
    ['no such file', 'springback://window/none.html'],
  ])('does not find %s', async (_, url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret');
  });

  it('answers no other host and no other method', async () => {
    expect((await get('springback://other/index.html')).status).toBe(403);
    expect((await get('springback://window/index.html', { method: 'POST' })).status).toBe(403);
  });

  it('knows its own addresses from those that only look like them', () => {
    expect(isWindowUrl('springback://window/index.html#/experiments/1')).toBe(true);
    for (const url of [
      'springback://window.evil/',
      'springback://evil/window',
      'file:///window',
      'https://window/',
      '',
    ])
      expect(isWindowUrl(url), url).toBe(false);
  });
});

describe('what the host wrote, under files/', () => {
  it('is a download under its own name, as long as announced, whatever its ending', async () => {
    const response = await get(`${filesUrl}/${encodeURIComponent(exported)}`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '6',
      'content-disposition':
        "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22%E9%80%9F%E3%81%84%22%20%282%29.springback",
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe('secret');
    expect((await get(`${filesUrl}/index.html`)).headers.get('content-disposition')).toContain('attachment');
    expect(await (await get(`${filesUrl}/empty`)).text()).toBe('');
  });

  it('is read as it is taken: a file larger than the memory is none of ours', async () => {
    const large = join(files, 'large.springback');
    writeFileSync(large, '');
    truncateSync(large, 5_000_000_000); // sparse
    const { body, headers } = await get(`${filesUrl}/large.springback`);
    expect(headers.get('content-length')).toBe('5000000000');
    const reader = body!.getReader();
    const first = await reader.read();
    expect(first.value!.length).toBeGreaterThan(0);
    expect(first.value!.length).toBeLessThan(1_000_000);
    await reader.cancel();
  });

  it.each([
    ['a parent folder', '/../secret.springback'],
    ['an encoded parent folder', '/%2e%2e/secret.springback'],
    ['an encoded separator', '/..%2fsecret.springback'],
    ['a separator of Windows', '/..%5csecret.springback'],
    ['a link', '/link.springback'],
    ['a folder', '/inside'],
    ['a file of a folder', '/inside/deep.springback'],
    ['a file of a folder, encoded', '/inside%2fdeep.springback'],
    ['a hidden file', '/.hidden.partial'],
    ['no such file', '/none.springback'],
    ['a broken escape', '/%ff'],
    ['a zero byte', '/a%00b'],
    ['the folder itself', '/'],
  ])('does not find %s', async (_, path) => {
    const response = await get(filesUrl + path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('not found');
  });

  it('is not there where the host writes nothing', async () => {
    const bare = serveFolders({ renderer: join(folder, 'renderer'), files: null });
    expect((await bare(new Request(`${filesUrl}/${encodeURIComponent(exported)}`))).status).toBe(404);
  });
});
