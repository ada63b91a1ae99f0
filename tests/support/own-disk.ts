// A small disk of the test's own, in memory: it can be filled, enlarged and made read-only, and binds root too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';

export interface OwnDisk {
  readonly path: string;
  /** Options of mount(8), such as `size=16m` or `ro`. */
  change(options: string): void;
}

/** Skips the test, saying why, where this user may not mount a disk. Unmounted after the test. */
export function ownDisk({ skip }: TestContext, size: string): OwnDisk {
  const path = mkdtempSync(join(tmpdir(), 'springback-disk-'));
  const problem = mount(['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  if (problem !== null) {
    rmdirSync(path);
    console.warn(`SKIPPED: a disk of its own could not be mounted (needs root on Linux): ${problem}`);
    return skip(`needs to mount a tmpfs: ${problem}`);
  }
  onTestFinished(() => {
    const { status, stderr } = spawnSync('umount', [path], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`umount ${path}: ${stderr}`);
    rmdirSync(path);
  });
  return {
    path,
    change(options) {
      const problem = mount(['-o', `remount,${options}`, path]);
      if (problem !== null) throw new Error(`remount ${path}: ${problem}`);
    },
  };
}

function mount(args: readonly string[]): string | null {
  if (process.platform !== 'linux') return `this is ${process.platform}`;
  const { status, stderr, error } = spawnSync('mount', args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
