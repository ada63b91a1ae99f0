// `springback import`, as a user runs it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli, scheduleFile } from './run-cli.ts';

const server = resolve(import.meta.dirname, '../../src/server/server.ts');

describe('springback import', { timeout: 120_000 }, () => {
  let folder: string;
  let home: string;
  let file: string;
  const other = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'springback-import-'));
    [home, file] = [join(folder, 'home'), join(folder, 'all.springback')];
    const run = await cli(
      'run',
      scheduleFile(folder, tinySchedule({ axes: {}, seeds: [1, 2] })),
      '--home',
      home,
    );
    expect(run.code, run.stderr).toBe(0);
    const made = await cli('export', '1', '--checkpoints', '--out', file, '--home', home);
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toMatch(/1 experiment, 8 steps, [\d,]+ points, 8 checkpoints\.$/m);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes a bundle in, once; what it brought is not trained again', async () => {
    const first = await cli('import', file, '--home', other('a'), '--json');
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toEqual({ file, experiments: [1], notes: ['Added 8 checkpoints.'] });
    const before = statSync(file);
    const second = await cli('import', file, '--home', other('a'));
    expect(second.stdout).toMatch(/nothing new/);
    expect(second.stderr).toContain('1 experiment is here already: “tiny”.');
    expect(statSync(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
    const again = await cli('run', join(folder, 'schedule.json'), '--home', other('a'));
    expect(again.stdout).toContain('nothing was trained, all 8 steps were there already');
    for (const question of [
      ['show', '1'],
      ['compare', '1'],
      ['claims', '1'],
    ])
      expect((await cli(...question, '--json', '--home', other('a'))).stdout).toBe(
        (await cli(...question, '--json', '--home', home)).stdout,
      );
  });

  it('refuses a name that is taken, or renames', async () => {
    const schedule = scheduleFile(folder, tinySchedule({ axes: {}, seeds: [5] }));
    await cli('run', schedule, '--home', other('b'));
    const refused = await cli('import', file, '--home', other('b'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(
      `${file}: another experiment here is named “tiny”: nothing was imported`,
    );
    const renamed = await cli('import', file, '--rename', '--home', other('b'));
    expect(renamed.stdout).toMatch(/^Imported .*: 1 experiment \(2\)/);
    expect(renamed.stderr).toContain('“tiny” is “tiny (2)” here');
    expect(readdirSync(join(other('b'), 'incoming'))).toEqual([]);
  });

  it('says what is wrong with a file, and leaves no history changed', async () => {
    const bytes = readFileSync(file);
    const cases: [string, Buffer, RegExp][] = [
      [
        'cut',
        bytes.subarray(0, bytes.length - 2000),
        /cut\.springback: this bundle is cut short after \d+ bytes/,
      ],
      ['text', Buffer.from('{"springback":1}'), /text\.springback: this is not a bundle of Springback's/],
    ];
    for (const [name, content, reason] of cases) {
      const bad = join(folder, `${name}.springback`);
      writeFileSync(bad, content);
      expect(await cli('import', bad, '--home', other('c'))).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
    }
    expect((await cli('import', join(folder, 'none'), '--home', other('c'))).stderr).toContain(
      'does not exist',
    );
    expect((await cli('import', folder, '--home', other('c'))).stderr).toContain('which is a file');
    expect(await cli('import', file, '--showcase')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('read-only'),
    });
    expect((await cli('list', '--home', other('c'), '--json')).stdout.trim()).toBe('[]');
    expect(readdirSync(join(other('c'), 'incoming'))).toEqual([]);
  });

  it('goes by way of the server that has the folder, and is refused where another process has it', async () => {
    const child = spawn(process.execPath, [server, '--home', other('d'), '--json', '--port', '0']);
    const ended = new Promise((done) => child.on('close', done));
    await new Promise((done) => child.stdout.once('data', done));
    const there = await cli('import', file, '--home', other('d'), '--json');
    expect(there.code, there.stderr).toBe(0);
    expect(JSON.parse(there.stdout)).toMatchObject({ experiments: [1] });
    child.kill('SIGTERM');
    await ended;
    const host = openHost({ kind: 'cli', home: other('d') });
    expect(host.history.allCheckpoints().length).toBe(8);
    const refused = await cli('import', file, '--home', other('d'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`process ${process.pid} works on this data folder`);
    await host.close();
  });
});
