// A host that is killed at any moment: the next run goes on, and every number is that of an undisturbed run.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { openStore } from '../../src/store/open-store.ts';
import { everyPoint, temporaryHome } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { scheduleFile, startCli } from './run-cli.ts';

const schedule = tinySchedule({
  name: 'kill',
  pretrain: { tokens: 96_000, batch: 8, warmup: 4 },
  unalign: { examples: 512, batch: 8 },
  axes: { 'model.width': [8, 16] },
  seeds: [1, 2, 3, 4],
});
const quick = { SPRINGBACK_CHECKPOINT_SECONDS: '0.05' };
const kills = 20;

function pointsIn(home: string): string[] {
  const history = openStore(join(home, 'database'), { readonly: true });
  try {
    return history.experiments().length === 0 ? [] : everyPoint(history, 1);
  } finally {
    history.close();
  }
}

it(`a host killed at ${kills} random moments loses no committed point and changes no bit`, async () => {
  const calm = temporaryHome();
  let home = temporaryHome();
  const file = scheduleFile(calm, schedule);
  const reference = await startCli(['run', file, '--home', calm, '--workers', '2']).ended;
  expect(reference.code, reference.stderr).toBe(0);
  const expected = pointsIn(calm);
  const known = new Set(expected);

  let killed = 0;
  let committed: string[] = [];
  for (let attempt = 0; killed < kills; attempt++) {
    expect(attempt, 'runs started').toBeLessThan(5 * kills);
    const { child, ended } = startCli(['run', file, '--home', home, '--workers', '2', '--json'], quick);
    // From the first sign of training on, so that start-up does not take most of the kills.
    await new Promise<void>((resolve) => {
      child.stdout!.on('data', (text: string) => text.includes('"trainers"') && resolve());
      void ended.then(() => resolve());
    });
    await sleep(Math.floor(Random.at(7, 'kill', attempt).uniform() * 400));
    child.kill('SIGKILL');
    const { signal } = await ended;
    const now = pointsIn(home);
    const still = new Set(now);
    expect(committed.filter((point) => !still.has(point))).toEqual([]);
    expect(now.filter((point) => !known.has(point))).toEqual([]);
    committed = now;
    if (signal === 'SIGKILL') {
      killed += 1;
    } else {
      // It had ended before: the same numbers, and the next kills are of a new history.
      expect(now).toEqual(expected);
      home = temporaryHome();
      committed = [];
    }
  }
  const last = await startCli(['run', file, '--home', home], quick).ended;
  expect(last.code, last.stderr).toBe(0);
  expect(last.stderr).not.toContain('error');
  expect(pointsIn(home)).toEqual(expected);
}, 300_000);
