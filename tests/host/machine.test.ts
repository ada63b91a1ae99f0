import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkGraphics } from '../../src/host/check-graphics.ts';
import { askNvidia, type Gpu, parseNvidia, watchGpus } from '../../src/host/gpus.ts';
import { memoryOf, processorShare } from '../../src/host/machine.ts';
import { temporaryHome } from '../lab/temporary-host.ts';

const line = 'NVIDIA A100-SXM4-40GB, 37, 40960, 1024, 51\n';
const card: Gpu = {
  name: 'NVIDIA A100-SXM4-40GB',
  load: 0.37,
  memoryBytes: 42_949_672_960,
  memoryUsedBytes: 1_073_741_824,
  celsius: 51,
};

it('the processor’s share is of the time between two readings; two in quick succession are one', () => {
  let now = 0;
  const times = [
    { busy: 100, all: 1000 },
    { busy: 400, all: 2000 },
    { busy: 400, all: 2500 },
  ];
  const share = processorShare(
    () => times.shift()!,
    () => now,
  );
  expect(share()).toBeNull();
  now = 1000;
  expect(share()).toBeCloseTo(0.3, 12);
  now = 1100;
  expect(share()).toBeCloseTo(0.3, 12);
  expect(times).toHaveLength(1);
  now = 2000;
  expect(share()).toBe(0);
});

it('the memory of another process is read, of one that is gone is 0', async () => {
  const child = spawn(process.execPath, [
    '-e',
    'const held = Buffer.alloc(80e6, 1); console.log(held[7]); setInterval(() => {}, 1000)',
  ]);
  onTestFinished(() => void child.kill());
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const bytes = await memoryOf([child.pid!]);
  expect(bytes).toBeGreaterThan(100e6);
  expect(bytes).toBeLessThan(400e6);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(await memoryOf([child.pid!])).toBe(0);
  expect(await memoryOf([])).toBe(0);
});

it('nvidia-smi’s lines are read, with what a card does not say as null', () => {
  expect(parseNvidia(line)).toEqual([card]);
  expect(parseNvidia('Tesla K80, [N/A], 11441, 0, [Not Supported]\n\n')).toEqual([
    { name: 'Tesla K80', load: null, memoryBytes: 11441 * 2 ** 20, memoryUsedBytes: 0, celsius: null },
  ]);
  expect(parseNvidia('NVIDIA-SMI has failed\n')).toEqual([]);
});

it('nvidia-smi is a process that may be missing or fail', async () => {
  const folder = temporaryHome();
  const tool = (name: string, script: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  expect(await askNvidia(tool('good', `echo '${line.trim()}'`))).toEqual([card]);
  expect(await askNvidia(tool('bad', 'echo "driver mismatch"; exit 9'))).toBeNull();
  expect(await askNvidia(join(folder, 'missing'))).toBeNull();
});

it('graphics processors are asked at most every two seconds, and nobody waits for the answer', async () => {
  let now = 0;
  const answers: ((gpus: Gpu[] | null) => void)[] = [];
  const gpus = watchGpus(
    () => new Promise((resolve) => answers.push(resolve)),
    () => now,
  );
  const answered = async (value: Gpu[] | null): Promise<void> => {
    answers.at(-1)!(value);
    await Promise.resolve();
    await Promise.resolve();
  };
  expect(gpus()).toEqual([]);
  now = 9000;
  expect(gpus()).toEqual([]);
  expect(answers).toHaveLength(1); // still asking
  await answered([card]);
  expect(gpus()).toEqual([card]);
  now = 10_999;
  gpus();
  expect(answers).toHaveLength(1);
  now = 11_000;
  gpus();
  expect(answers).toHaveLength(2);
  await answered(null);
  now = 60_000;
  expect(gpus()).toEqual([]);
  expect(answers).toHaveLength(2); // where there is none it is seldom asked
  now = 71_000;
  gpus();
  expect(answers).toHaveLength(3);
});

it('a card whose driver does not answer is worth a word; none, or one of another maker, is not', async () => {
  const nvidia = { vendor: 'NVIDIA Corporation', model: 'GA100' };
  const check = (list: (typeof nvidia)[], answer: Gpu[] | null) =>
    checkGraphics(
      async () => list,
      async () => answer,
    );
  expect(await check([], null)).toEqual({
    state: 'ok',
    detail: 'no graphics processor was found',
    remedy: '',
  });
  expect(await check([nvidia], null)).toMatchObject({
    state: 'warning',
    remedy: expect.stringContaining("install NVIDIA's driver"),
  });
  expect(await check([nvidia], [card])).toMatchObject({ state: 'ok' });
  expect(await check([{ vendor: 'Intel', model: 'Intel UHD 620' }], null)).toMatchObject({
    state: 'ok',
    detail: 'Intel UHD 620',
  });
});
