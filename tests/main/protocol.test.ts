import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWindowUrl, serveFolder } from '../../src/main/protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'springback-protocol-'));
const serve = serveFolder(join(folder, 'renderer'));
const get = (url: string, init?: RequestInit): Promise<Response> => serve(new Request(url, init));

beforeAll(() => {
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  mkdirSync(join(folder, 'renderer-other'));
  writeFileSync(join(folder, 'renderer/index.html'), '<p>window</p>');
  writeFileSync(join(folder, 'renderer/assets/a b.js'), 'let x;');
  writeFileSync(join(folder, 'renderer/notes.exe'), 'x');
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'renderer-other/index.html'), 'secret');
  symlinkSync(join(folder, 'secret.html'), join(folder, 'renderer/link.html'));
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
