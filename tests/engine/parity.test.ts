// Every backend against the float64 reference: one set of cases for all of them.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/engine/backend.ts';
import { openBackend } from '../../src/engine/open-backend.ts';
import { findSoftwareAdapter } from '../support/software-adapter.ts';
import { failuresOf, type ParityResult, parityOf } from './parity-check.ts';
import { parityCases } from './parity-programs.ts';

const cases = parityCases();

describe.each(['cpu', 'tfjs-cpu'] as const)('%s agrees with the reference:', (device) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend({ device });
  });
  afterAll(() => backend.dispose());

  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    expect(failuresOf(await parityOf(backend, one))).toEqual([]);
  });
});

test('the error of a parity check sees a wrong number', async () => {
  const honest = await openBackend({ device: 'cpu' });
  const wrong: Backend = {
    ...honest,
    compile: async (program) => {
      const executable = await honest.compile(program);
      return {
        ...executable,
        run: async (inputs) => {
          const outputs = await executable.run(inputs);
          for (const { data } of Object.values(outputs)) data[data.length - 1]! += 0.01;
          return outputs;
        },
      };
    },
  };
  const unseen = [];
  for (const one of cases) if (failuresOf(await parityOf(wrong, one)).length === 0) unseen.push(one.name);
  // An index output is rounded back by its array; a sum over θ's norm hides one entry's hundredth.
  expect(
    unseen.filter((name) => !/input 1|reshape 1|permute 3|slice 2|concat 2|broadcast 2/.test(name)),
  ).toEqual([]);
});

const adapter = findSoftwareAdapter();
const suite = adapter.environment ? test : test.skip;
suite(`webgpu agrees with the reference on a software adapter (${adapter.reason})`, async () => {
  const child = fileURLToPath(new URL('./parity-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child, 'webgpu'], {
    env: { ...process.env, ...adapter.environment },
    maxBuffer: 1 << 24,
  });
  const results = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ParityResult);
  expect(results.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
  expect(results.flatMap(failuresOf)).toEqual([]);
}, 180_000);
