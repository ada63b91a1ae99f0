// Files that come in, in parts, and go out; over a real folder.
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { safeFileName } from '../../src/host/file-name.ts';
import { createHome } from '../../src/host/home.ts';
import { openTransfers, sweepTransfers } from '../../src/host/transfers.ts';
import type { Control } from '../../src/lab/bundle-ports.ts';
import { hashOf } from '../lab/bundle-transfer.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

const quiet: Control = { check: () => undefined, progress: () => undefined };
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 256));
const sha256 = hashOf(bytes);
const base64 = (from: number, to: number) => bytes.subarray(from, to).toString('base64');

function incoming() {
  const folders = createHome(temporaryHome());
  return {
    folders,
    transfers: openTransfers(folders),
    part: join(folders.home, 'incoming', `${sha256}.part`),
  };
}

describe('an upload', () => {
  it('goes on where it stopped, also over a new start of the host', () => {
    const { folders, transfers, part } = incoming();
    expect(transfers.received(sha256, 1000)).toBe(0);
    expect(transfers.append(sha256, 0, base64(0, 300))).toBe(300);
    sweepTransfers(folders.home, Date.now());
    const later = openTransfers(folders);
    expect(later.received(sha256, 1000)).toBe(300);
    expect(later.append(sha256, 300, base64(300, 1000))).toBe(1000);
    expect(readFileSync(part).equals(bytes)).toBe(true);
    expect(later.received(sha256, 1000)).toBe(1000);
    later.discard(sha256);
    expect(readdirSync(join(folders.home, 'incoming'))).toEqual([]);
  });

  it('refuses a part that does not fit on, is too much, or is no base64, and keeps what it has', () => {
    const { transfers, part } = incoming();
    expect(() => transfers.append(sha256, 0, base64(0, 10))).toThrow('ask for its status first');
    transfers.received(sha256, 1000);
    transfers.append(sha256, 0, base64(0, 300));
    expect(() => transfers.append(sha256, 200, base64(200, 400))).toThrow(
      'expected the part that begins at byte 300, got one at 200',
    );
    expect(() => transfers.append(sha256, 0, base64(0, 300))).toThrow('begins at byte 300, got one at 0');
    const tooMuch = Buffer.alloc(701).toString('base64');
    expect(() => transfers.append(sha256, 300, tooMuch)).toThrow('expected at most 700 bytes more, got 701');
    for (const data of ['%%%%', 'QUI', ''])
      expect(() => transfers.append(sha256, 300, data), data).toThrow('expected base64');
    expect(readFileSync(part).equals(bytes.subarray(0, 300))).toBe(true);
  });

  it('is told apart: cut short, altered on its way, or never begun', async () => {
    const { transfers, part } = incoming();
    await expect(transfers.open(sha256, quiet)).rejects.toThrow('nothing is known of this file');
    transfers.received(sha256, 1000);
    transfers.append(sha256, 0, base64(0, 999));
    await expect(transfers.open(sha256, quiet)).rejects.toThrow('cut short: 999 of 1000 bytes are here');
    transfers.append(sha256, 999, base64(999, 1000));
    await expect(transfers.open(sha256, quiet)).rejects.toThrow("this is not a bundle of Springback's");
    const flipped = Buffer.from(bytes);
    flipped[500]! ^= 1;
    writeFileSync(part, flipped);
    const failure = transfers.open(sha256, quiet);
    await expect(failure).rejects.toBeInstanceOf(InputError);
    await expect(failure).rejects.toThrow(
      `altered on its way: its SHA-256 is ${hashOf(flipped).slice(0, 12)}…`,
    );
  });

  it('that the disk has no room for is refused before it begins', () => {
    const { transfers } = incoming();
    expect(() => transfers.received(sha256, 2 ** 52)).toThrow(
      /needs as many on the disk, which has \d+ free/,
    );
    expect(() => transfers.received(sha256, 1.5)).toThrow('expected a whole number');
  });

  it('never leaves its folder, whatever it is called', () => {
    const { folders, transfers } = incoming();
    for (const name of ['../evil', `${'a'.repeat(63)}/`, `..${'/'.repeat(62)}`, 'A'.repeat(64), '']) {
      expect(() => transfers.received(name, 10), name).toThrow('expected 64 hexadecimal digits');
      expect(() => transfers.discard(name), name).toThrow('expected 64 hexadecimal digits');
    }
    expect(readdirSync(folders.home).sort()).toEqual(['checkpoints', 'database']);
  });
});

describe('a new start', () => {
  it('removes what a host that died left, and uploads that nobody went on with for a week and then another', () => {
    const { home } = createHome(temporaryHome());
    const [incoming, exports] = [join(home, 'incoming'), join(home, 'exports')];
    for (const folder of [incoming, exports]) mkdirSync(folder);
    mkdirSync(join(incoming, `${sha256}.checkpoints`));
    writeFileSync(join(incoming, `${sha256}.checkpoints`, 'half'), 'x');
    const now = Date.now();
    const at = (name: string, days: number): void => {
      writeFileSync(join(incoming, name), 'x');
      utimesSync(join(incoming, name), now / 1000, now / 1000 - days * 86_400);
    };
    at('old.part', 7.1);
    at('old.size', 7.1);
    at('young.part', 6.9);
    writeFileSync(join(exports, '.mine.springback.77.partial'), 'half');
    writeFileSync(join(exports, 'mine.springback'), 'whole');
    sweepTransfers(home, now);
    expect(readdirSync(incoming).sort()).toEqual(['old.old', 'old.part', 'old.size', 'young.part']);
    sweepTransfers(home, now + 6.9 * 86_400_000);
    expect(readdirSync(incoming).sort()).toEqual([
      'old.old',
      'old.part',
      'old.size',
      'young.old',
      'young.part',
    ]);
    sweepTransfers(home, now + 7.1 * 86_400_000);
    expect(readdirSync(incoming).sort()).toEqual(['young.old', 'young.part']);
    sweepTransfers(home, now + 14 * 86_400_000);
    expect(readdirSync(incoming)).toEqual([]);
    expect(readdirSync(exports)).toEqual(['mine.springback']);
    expect(existsSync(join(home, 'database'))).toBe(true);
  });
});

describe('a clock that jumps', () => {
  const day = 86_400_000;
  const clocks: Record<string, number> = {
    'eight days ahead': 8 * day,
    'a year back': -365 * day,
    '1970': -Date.now(),
    '2100': Date.UTC(2100, 0) - Date.now(),
  };

  it.each(Object.entries(clocks))('to %s and back loses no upload', (_, jump) => {
    const { folders, transfers, part } = incoming();
    transfers.received(sha256, 1000);
    transfers.append(sha256, 0, base64(0, 300));
    const now = Date.now();
    for (const at of [jump, jump + 1000, 0, jump, 6 * day, 0]) {
      sweepTransfers(folders.home, now + at);
      expect(existsSync(part), `at ${at}`).toBe(true);
    }
    expect(openTransfers(folders).received(sha256, 1000)).toBe(300);
  });

  it('does not keep for good what is dated in the future', () => {
    const { folders, transfers, part } = incoming();
    transfers.received(sha256, 1000);
    transfers.append(sha256, 0, base64(0, 300));
    const now = Date.now();
    for (const file of [part, part.replace('.part', '.size')])
      utimesSync(file, Date.UTC(2100, 0) / 1000, Date.UTC(2100, 0) / 1000);
    sweepTransfers(folders.home, now);
    sweepTransfers(folders.home, now + 7.1 * day);
    expect(readdirSync(join(folders.home, 'incoming'))).toEqual([]);
  });
});

describe('a file name made of any name', () => {
  it.each([
    ['Größe 速い → R', 'Größe 速い → R'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['a\u0000b\nc\u202ed', 'a-b-c-d'],
    ['. hidden. ', 'hidden'],
    ['e\u0301', '\u00e9'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['\ud800', '\ufffd'],
    ['???', 'bundle'],
    ['', 'bundle'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name, 'bundle')).toBe(safe);
  });

  it('is cut between whole characters', () => {
    const family = '👨‍👩‍👧'; // joined by U+200D, which is a formatting character and goes
    const cut = safeFileName('é'.repeat(100) + family, 'bundle');
    expect(cut).toBe('é'.repeat(75));
    expect(Buffer.byteLength(safeFileName('速'.repeat(100), 'bundle'))).toBe(150);
  });
});
