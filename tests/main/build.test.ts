// What the build puts out: programs that run where they must.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireBuild, root } from '../support/built.ts';

beforeAll(requireBuild);

const importOf = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;

/** Every package that a built program reaches, through its chunks. */
function packagesOf(entry: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(entry)) return packages;
  seen.add(entry);
  for (const [, name] of readFileSync(entry, 'utf8').matchAll(importOf)) {
    if (!name!.startsWith('.')) packages.add(name!);
    else for (const each of packagesOf(resolve(dirname(entry), name!), seen)) packages.add(each);
  }
  return packages;
}
const main = (name: string): string => join(root, 'out/main', `${name}.mjs`);

describe('the build', () => {
  it('keeps Electron out of everything that runs under plain Node', () => {
    expect(packagesOf(main('main'))).toContain('electron');
    for (const name of ['trainer', 'server', 'cli'])
      expect([...packagesOf(main(name))], name).not.toContain('electron');
  });

  it('keeps the database out of the trainer', () => {
    expect(packagesOf(main('server'))).toContain('better-sqlite3');
    expect(packagesOf(main('trainer'))).not.toContain('better-sqlite3');
  });

  it('gives the sandboxed window one CommonJS file that needs nothing but Electron', () => {
    const text = readFileSync(join(root, 'out/preload/preload.cjs'), 'utf8');
    expect([...text.matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1])).toEqual(['electron']);
    expect(text).not.toMatch(/^\s*(import|export)\s/m);
  });

  it('gives the window a page without inline scripts or addresses elsewhere', () => {
    const html = readFileSync(join(root, 'out/renderer/index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(html).toContain("script-src 'self'");
  });
});
