import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './tests/support/slow-first.ts';

/** Tests of what only computes: no process, no disk, nothing global that is not put back. */
const pure = ['tests/{charts,core,graph,renderer}/**/*.test.{ts,tsx}'];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'processes', include: ['tests/**/*.test.{ts,tsx}'], exclude: pure },
      },
      // A process and the sources once for all of them, not once for each file: half of their time.
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when it comes: a loaded machine fails no test.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    pool: 'forks',
    sequence: { sequencer: SlowFirst },
    env: {
      // Preferences that a test sets, also through a process that it starts, are not those of whoever runs the tests.
      XDG_CONFIG_HOME: join(tmpdir(), `springback-tests-${process.pid}`),
      // Hundreds of processes start from the same sources: each file is compiled by the first that reads it.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/springback-compiled'),
    },
  },
});
