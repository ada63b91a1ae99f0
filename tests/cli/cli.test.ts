import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli, scheduleFile, startCli } from './run-cli.ts';

const small = (change: Record<string, unknown> = {}) =>
  tinySchedule({ axes: { 'model.width': [8, 16] }, ...change });
const long = () =>
  tinySchedule({ name: 'long', axes: {}, seeds: [1], pretrain: { tokens: 1_000_000, batch: 8 } });
const jsonLines = (text: string): { type: string; [name: string]: unknown }[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });

describe('springback run', () => {
  it('trains, says so, trains nothing the second time, and shows what was measured', async () => {
    const home = temporaryHome();
    const file = scheduleFile(home, small());
    const first = await cli('run', file, '--home', home);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Experiment 1 is finished: 4 runs, 16 steps trained, /),
    });
    const second = await cli('run', file, '--home', home);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was trained') });

    const list = await cli('--home', home, 'list', '--json');
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: 1, name: 'tiny', state: 'finished' }]);
    const show = await cli('show', '1', '--home', home);
    expect(show.stdout.split('\n').filter((line) => /^\d+ +finished/.test(line))).toHaveLength(4);

    const chart = join(home, 'chart.svg');
    const csv = await cli('compare', '1', '--csv', '--svg', chart, '--home', home);
    expect(csv.code, csv.stderr).toBe(0);
    const [header, ...rows] = csv.stdout.trim().split('\n');
    expect(header).toBe('model.width,update,behaviour.logOdds,low,high,n');
    expect(rows.map((row) => row.split(',').slice(0, 2).join())).toEqual(
      [8, 16].flatMap((width) => [0, 1, 2, 4, 8].map((update) => `${width},${update}`)),
    );
    for (const row of rows) {
      const [, , mean, low, high, n] = row.split(',').map(Number);
      expect(n).toBe(2);
      expect(low!).toBeLessThan(mean!);
      expect((low! + high!) / 2).toBeCloseTo(mean!, 9);
    }
    expect(readFileSync(chart, 'utf8')).toMatch(/^<svg /);
    const table = await cli(
      'compare',
      '1',
      '--metric',
      'behaviour.score',
      '--group',
      'model.width',
      '--home',
      home,
    );
    expect(table.stdout).toMatch(/^update +width 8 +width 16\n/);
    expect((await cli('compare', '1', '--group', 'model.depth', '--home', home)).code).toBe(2);

    const matched = ['compare', '1', '--against', 'weights.toAligned', '--json', '--home', home];
    const { by, columns } = JSON.parse((await cli(...matched)).stdout);
    expect(by).toBe('weights.toAligned');
    const distances = columns.map(({ points }: { points: { update: number }[] }) =>
      points.map(({ update }) => update),
    );
    expect(distances[0]).toHaveLength(9);
    expect(distances[0][0]).toBe(0); // every run begins at θ1
    expect(distances[1]).toEqual(distances[0]);
    const unmeasured = await cli('compare', '1', '--against', 'nothing', '--home', home);
    expect(unmeasured).toMatchObject({ code: 2 });
    expect(unmeasured.stderr).toContain('no range of nothing');
  });

  it('writes its events as JSON lines', async () => {
    const home = temporaryHome();
    const { code, stdout } = await cli(
      'run',
      scheduleFile(home, small({ seeds: [1] })),
      '--home',
      home,
      '--json',
    );
    expect(code).toBe(0);
    const lines = jsonLines(stdout);
    expect(lines[0]).toMatchObject({ type: 'begun', id: 1, continued: false });
    expect(lines.at(-1)).toMatchObject({ type: 'ended', state: 'finished', stepsTrained: 8, steps: 8 });
    expect(lines.some(({ type }) => type === 'experiment')).toBe(true);
  });

  it('pauses on Ctrl-C with 130, and goes on where it was', async () => {
    const home = temporaryHome();
    const file = scheduleFile(home, long());
    const { child, ended } = startCli(['run', file, '--home', home, '--json']);
    await new Promise<void>((resolve) => {
      child.stdout!.on('data', (text: string) => /"update":[1-9]/.test(text) && resolve());
    });
    child.kill('SIGINT');
    const interrupted = await ended;
    expect(interrupted, interrupted.stderr).toMatchObject({ code: 130 });
    const shown = JSON.parse((await cli('show', '1', '--json', '--home', home)).stdout) as {
      runs: { steps: { state: string; update: number }[] }[];
    };
    expect(shown.runs[0]!.steps[0]).toMatchObject({
      state: 'interrupted',
      update: expect.toSatisfy((update: number) => update > 0),
    });
    await cli('cancel', '1', '--home', home);
    expect(JSON.parse((await cli('list', '--json', '--home', home)).stdout)).toMatchObject([
      { state: 'cancelled' },
    ]);
    await cli('resume', '1', '--home', home);
    expect(JSON.parse((await cli('list', '--json', '--home', home)).stdout)).toMatchObject([
      { state: 'queued' },
    ]);
  });
});

describe('bad usage', () => {
  const refused = async (args: string[], message: RegExp) => {
    const { code, stderr, stdout } = await cli(...args);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  };

  it('ends with 2 and a message that names the place', async () => {
    const home = temporaryHome();
    const file = join(home, 'bad.json');
    writeFileSync(file, '{"springback": 1,\n "name": }');
    await Promise.all([
      refused(['run', file, '--home', home], /bad\.json:2:10: this is not JSON/),
      refused(
        ['run', scheduleFile(home, small({ seeds: [-1] })), '--home', home],
        /schedule\.json: seeds\[0\]/,
      ),
      refused(['run', join(home, 'none.json'), '--home', home], /none\.json: the file does not exist/),
      refused(['fly'], /unknown command 'fly'/),
      refused(['run'], /missing required argument/),
      refused(['show', 'one'], /Expected a whole number from 1/),
      refused(['list', '--workers', '0'], /Expected a whole number from 1/),
    ]);
    expect(existsSync(join(home, 'database'))).toBe(false);
    await refused(['show', '1', '--home', home], /there is no history/);
    await refused(
      ['run', scheduleFile(home, small()), '--home', '/proc/none'],
      /data folder \/proc\/none cannot be written/,
    );
  });

  it('is met with help that teaches', async () => {
    const { code, stdout } = await cli('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('springback compare 1 --group model.width');
  });
});

describe('a reader that goes away', () => {
  it('does not make a command fail', async () => {
    const entry = resolve(import.meta.dirname, '../../src/cli/cli.ts');
    const child = spawn(process.execPath, [entry, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('springback serve', () => {
  it('serves, keeps others out, takes their wishes, and ends on Ctrl-C', async () => {
    const home = temporaryHome();
    const server = startCli(['serve', '--json', '--home', home]);
    onTestFinished(() => void server.child.kill('SIGKILL'));
    const [line] = await once(server.child.stdout!, 'data');
    const { url, pid } = JSON.parse(String(line)) as { url: string; pid: number };
    const welcome = await fetch(url, { redirect: 'manual' });
    const cookie = welcome.headers.get('set-cookie')!.split(';')[0]!;
    const submit = await fetch(new URL('/api/experiment.submit', url), {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ schedule: long() }),
    });
    expect(submit.status).toBe(200);

    const file = scheduleFile(home, small());
    const second = await cli('run', file, '--home', home);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`a Springback server (process ${pid}) at ${new URL(url).origin}`);
    expect((await cli('list', '--home', home)).stdout).toMatch(/1 +running|1 +queued/);
    expect(await cli('pause', '1', '--home', home)).toMatchObject({
      code: 0,
      stdout: 'Experiment 1 is paused.\n',
    });
    expect((await cli('list', '--home', home)).stdout).toMatch(/1 +paused/);
    expect(await cli('pause', '9', '--home', home)).toMatchObject({ code: 2 });

    server.child.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 0 });
    expect((await cli('show', '1', '--home', home)).stdout).toContain('state: paused');
  });
});

describe('springback doctor', () => {
  it('tells the devices, and that this machine can train', async () => {
    const home = temporaryHome();
    const { code, stdout } = await cli('doctor', '--json', '--home', home);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as {
      ok: boolean;
      devices: { device: string; available: boolean; remedy: string }[];
    };
    expect(report.ok).toBe(true);
    expect(report.devices.find(({ device }) => device === 'cpu')).toMatchObject({ available: true });
    for (const { available, remedy } of report.devices) expect(available || remedy !== '').toBe(true);
  });
});

describe('springback estimate', () => {
  it('reckons without training', async () => {
    const home = temporaryHome();
    const { code, stdout } = await cli('estimate', scheduleFile(home, small()), '--json', '--home', home);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: 4, steps: 16, stepsReused: 0, seconds: null });
    expect(JSON.parse((await cli('list', '--json', '--home', home)).stdout)).toEqual([]);
  });
});
