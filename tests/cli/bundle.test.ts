// `springback export` and `--bundle`, as a user runs them.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/canonical-json.ts';
import { InputError } from '../../src/core/errors.ts';
import { readBundleFile } from '../../src/host/bundle-file.ts';
import { showcaseFile } from '../../src/host/package-root.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli, scheduleFile } from './run-cli.ts';

/** Where numbers of two JSON texts differ most, relative to the larger; anything else that differs throws. */
function worstDifference(a: unknown, b: unknown, path = ''): number {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b ? 0 : Math.abs(a - b) / Math.max(1e-6, Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || a === null) {
    expect(b, path).toEqual(a);
    return 0;
  }
  expect(Object.keys(b as object), path).toEqual(Object.keys(a));
  const inside = Object.entries(a).map(([name, value]) =>
    worstDifference(value, (b as Record<string, unknown>)[name], `${path}.${name}`),
  );
  return Math.max(0, ...inside);
}

describe('a bundle of an experiment', { timeout: 120_000 }, () => {
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'springback-bundle-'));
    const axes = { 'pretrain.tokens': [3840, 7680], 'model.width': [8, 16] };
    const { code, stderr } = await cli('run', scheduleFile(home, tinySchedule({ axes })), '--home', home);
    expect(code, stderr).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await cli(...args, '--json');
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  const questions = [['list'], ['show', '1'], ['compare', '1'], ['claims', '1']];

  it('whole, answers every question with the very bits of its history', async () => {
    const file = join(home, 'whole.springback');
    const written = await cli('export', '1', '--whole', '--out', file, '--home', home);
    expect(written).toMatchObject({ code: 0, stdout: expect.stringMatching(/1 experiment, \d+ steps/) });
    for (const question of [...questions, ['compare', '1', '--metric', 'train.rate']]) {
      expect(await json(...question, '--bundle', file), question.join(' ')).toEqual(
        await json(...question, '--home', home),
      );
    }
  });

  it('small, still answers for every claim to the bit, and for the rest to seven digits', async () => {
    const [file, whole] = [join(home, 'small.springback'), join(home, 'whole2.springback')];
    const written = await cli('export', '1', '--out', file, '--home', home);
    expect(written.stderr).toContain('rounds the others to 7 significant digits. It leaves out train.rate');
    for (const question of questions.slice(2))
      expect(await json('--bundle', file, ...question)).toEqual(await json(...question, '--home', home));
    const loss = ['compare', '1', '--metric', 'train.loss', '--phase', 'pretrain'];
    const difference = worstDifference(
      await json(...loss, '--home', home),
      await json('--bundle', file, ...loss),
    );
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(1e-5); // 1e-7 in a mean, 12.7 times that in an interval over two seeds
    const rate = await cli('compare', '1', '--metric', 'train.rate', '--bundle', file);
    expect(rate.stderr).toContain('nothing was measured of train.rate');
    await cli('export', '1', '--whole', '--out', whole, '--home', home);
    expect(readFileSync(file).length).toBeLessThan(readFileSync(whole).length * 0.85);
  });

  it('is read with report, and by nothing that trains', async () => {
    const [file, page] = [join(home, 'r.springback'), join(home, 'r.html')];
    await cli('export', '1', '--out', file, '--home', home);
    const before = readdirSync(home).sort();
    const listed = await cli('list', '--bundle', file, '--home', join(home, 'no-such-home'));
    expect(listed.stderr).toContain(`Saved results, read-only: ${file}`);
    expect((await cli('report', '1', '--out', page, '--bundle', file)).code).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('<svg');
    const resumed = await cli('resume', '1', '--bundle', file);
    expect(resumed).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a bundle is read-only, "resume"'),
    });
    expect(readdirSync(home).sort()).toEqual([...before, 'r.html'].sort());
  });

  it('does not replace a file unless told to, nor leave half a file', async () => {
    const file = join(home, 'there.springback');
    writeFileSync(file, 'precious');
    const refused = await cli('export', '1', '--out', file, '--home', home);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--force replaces it') });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect((await cli('export', '1', '--out', file, '--force', '--home', home)).code).toBe(0);
    expect((await cli('list', '--bundle', file)).code).toBe(0);
    const lost = await cli('export', '1', '--out', join(home, 'no/such/x.springback'), '--home', home);
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') });
    expect((await cli('export', '9', '--out', join(home, 'nine'), '--home', home)).stderr).toContain(
      'there is no experiment 9',
    );
    expect(existsSync(join(home, 'nine'))).toBe(false);
    expect(readdirSync(home).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('that is not as it was written is refused, saying why', async () => {
    const file = join(home, 'good.springback');
    await cli('export', '1', '--out', file, '--home', home);
    const good = readFileSync(file);
    const text = gunzipSync(good).toString();
    const newer = '{"springbackBundle":3}';
    const flipped = Buffer.from(good);
    flipped[Math.floor(good.length / 2)]! ^= 0x10;
    const cases: [string, Buffer, RegExp][] = [
      ['cut', good.subarray(0, good.length - 100), /this bundle is cut short after \d+ bytes/],
      ['tail', Buffer.concat([good, Buffer.from('more')]), /this bundle is damaged/],
      [
        'flipped',
        flipped,
        /this bundle is damaged \(incorrect data check\)|this bundle is damaged \(invalid/,
      ],
      [
        'altered',
        gzipSync(text.replace(/"behaviour\.score":\[\d/, '"behaviour.score":[9')),
        /this bundle was altered after/,
      ],
      [
        'newer',
        gzipSync(`{"sha256":"${sha256(newer)}",${newer.slice(1)}`),
        /newer version of Springback: its format is 3/,
      ],
      ['other', Buffer.from('{"springback":1}'), /this is not a bundle of Springback's/],
      ['gzip', gzipSync('hello'), /this is not a bundle of Springback's.*not JSON/],
      ['empty', Buffer.alloc(0), /this is not a bundle.*the file is empty/],
    ];
    for (const [name, bytes, reason] of cases) {
      const bad = join(home, `${name}.springback`);
      writeFileSync(bad, bytes);
      const error = await readBundleFile(bad).catch((reason: unknown) => reason);
      expect(error, name).toBeInstanceOf(InputError);
      expect((error as Error).message, name).toMatch(reason);
      expect((error as Error).message, name).toContain(bad);
    }
    const cut = await cli('list', '--bundle', join(home, 'cut.springback'));
    expect(cut).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is cut short') });
    const missing = await cli('list', '--bundle', join(home, 'none.springback'));
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('the file does not exist') });
    mkdirSync(join(home, 'folder'));
    expect((await cli('list', '--bundle', join(home, 'folder'))).stderr).toContain('which is a file');
  });

  it('that comes with Springback opens with --showcase; where there is none, that is said', async () => {
    const { code, stdout, stderr } = await cli('list', '--showcase', '--json');
    if (existsSync(showcaseFile())) {
      expect(code, stderr).toBe(0);
      expect((JSON.parse(stdout) as unknown[]).length).toBeGreaterThan(0);
    } else
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('comes without a showcase'),
      });
    const both = await cli('list', '--showcase', '--bundle', join(home, 'any'));
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('got both') });
  });
});
