import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keepServerKey, serverKey, serverKeyFile } from '../../src/host/server-key.ts';

const day = 24 * 3600 * 1000;
function folder(): string {
  const home = mkdtempSync(join(tmpdir(), 'springback-key-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

it('the next server of a folder has the token and the port of the last', () => {
  const home = folder();
  const first = serverKey(home, 1000);
  expect(first.port).toBeNull();
  keepServerKey(home, { ...first, port: 4711 });
  expect(serverKey(home, 2000)).toEqual({ ...first, port: 4711 });
  expect(readdirSync(home)).toEqual(['server-key.json']);
});

it('two folders do not share a token', () => {
  expect(serverKey(folder(), 0).token).not.toBe(serverKey(folder(), 0).token);
});

it.skipIf(process.platform === 'win32')(
  'only the owner can read it; where others could, it is made anew (skipped on Windows, which has no modes)',
  () => {
    const home = folder();
    const first = serverKey(home, 0);
    keepServerKey(home, { ...first, port: 4711 });
    expect(statSync(serverKeyFile(home)).mode & 0o777).toBe(0o600);
    chmodSync(serverKeyFile(home), 0o640);
    expect(serverKey(home, 0).token).not.toBe(first.token);
  },
);

it('a token that is 30 days old, or 30 days from the future, is made anew; the port stays', () => {
  const home = folder();
  const first = { ...serverKey(home, 0), port: 4711 };
  keepServerKey(home, first);
  expect(serverKey(home, 30 * day - 1).token).toBe(first.token);
  const later = serverKey(home, 30 * day);
  expect(later.token).not.toBe(first.token);
  expect(later.port).toBe(4711);
  expect(serverKey(home, -30 * day).token).not.toBe(first.token);
});

it('a clock that is set back does not lock out open windows, and does not make a token live longer', () => {
  const home = folder();
  const first = { ...serverKey(home, 3 * day), port: 4711 };
  keepServerKey(home, first);
  const back = serverKey(home, 0);
  expect(back).toEqual({ ...first, made: 0 });
  keepServerKey(home, back);
  expect(serverKey(home, 30 * day - 1).token).toBe(first.token);
  expect(serverKey(home, 30 * day).token).not.toBe(first.token);
});

it('a file that is not understood, or holds a token that could be guessed, is replaced', () => {
  const home = folder();
  for (const text of ['', '{', '{"token":"","port":1,"made":0}', '{"token":"short","port":1,"made":0}']) {
    writeFileSync(serverKeyFile(home), text, { mode: 0o600 });
    expect(serverKey(home, 0).token).toMatch(/^[\w-]{32}$/);
  }
});
