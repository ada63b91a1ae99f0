import { expect, it } from 'vitest';
import { openHost } from '../../src/host/open-host.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { cli } from './run-cli.ts';

it('backs up, tells of the backup, and puts it in the place of the history, keeping that', async () => {
  const home = temporaryHome();
  const before = openHost({ kind: 'cli', home });
  before.lab.submit(tinySchedule(), '');
  await before.close();
  const made = await cli('backup', '--json', '--home', home);
  expect(made.code).toBe(0);
  const [{ file }] = JSON.parse(made.stdout) as [{ file: string }];
  expect((await cli('backup', '--list', '--home', home)).stdout).toContain(file);

  const after = openHost({ kind: 'cli', home });
  after.lab.submit(tinySchedule({ name: 'A later one' }), '');
  await after.close();
  expect((await cli('list', '--home', home)).stdout).toContain('A later one');
  const restored = await cli('restore', file, '--home', home);
  expect(restored.stdout).toMatch(/what it replaced is kept as .+\.sqlite/);
  expect((await cli('list', '--home', home)).stdout).not.toContain('A later one');
  expect((await cli('backup', '--delete', file, '--home', home)).stdout).toContain('is deleted');
  expect((await cli('backup', '--list', '--home', home)).stdout).not.toContain(file);
  expect((await cli('backup', '--delete', file, '--home', home)).code).toBe(2);
});

it('says which backup is not there, and changes nothing', async () => {
  const home = temporaryHome();
  const { code, stderr } = await cli('restore', 'history-none.sqlite', '--home', home);
  expect(code).toBe(2);
  expect(stderr).toContain('history-none.sqlite');
});
