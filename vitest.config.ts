import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './tests/support/slow-first.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
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
