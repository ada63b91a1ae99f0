// A clock that a test sets for a host and all processes that it starts.
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

export const day = 86_400_000;
/** Milliseconds from the true time to others. */
export const clocks = {
  true: 0,
  ahead: 3 * day,
  behind: -3 * day,
  in1970: -Date.now(),
  in2100: Date.UTC(2100, 0, 2) - Date.now(),
} as const;

export interface SettableClock {
  set(offset: number): void;
  /** Whether this process goes by it. */
  moves(pid: number): boolean;
  /** To start a host with. */
  readonly environment: Readonly<Record<string, string>>;
}

export function settableClock(): SettableClock {
  const folder = mkdtempSync(join(tmpdir(), 'springback-clock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'offset');
  const set = (offset: number): void => {
    writeFileSync(`${file}.next`, String(offset));
    renameSync(`${file}.next`, file);
  };
  set(0);
  const module = pathToFileURL(join(import.meta.dirname, 'set-clock.ts')).href;
  return {
    set,
    moves: (pid) => existsSync(`${file}.${pid}`),
    environment: { NODE_OPTIONS: `--import=${module}`, SPRINGBACK_TEST_CLOCK: file },
  };
}
