// `npm test`: everything that must hold before a change lands. Arguments name single stages: types, lint, build, unit.
import path from 'node:path';
import { build } from './build.mjs';
import { install, root, runNode } from './install.mjs';

install();
const tool = (...parts) => path.join(root, 'node_modules', ...parts);
const tsc = tool('typescript', 'bin', 'tsc');

const stages = {
  types: () =>
    ['pure', 'node', 'web'].map((lens) => runNode([tsc, '-p', `tsconfig.${lens}.json`])).find(Boolean) ?? 0,
  lint: () => runNode([tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.']),
  build: () => {
    build();
    return 0;
  },
  unit: () => runNode([tool('vitest', 'vitest.mjs'), 'run', ...rest]),
};

const names = process.argv.slice(2).filter((name) => name in stages);
const rest = process.argv.slice(2).filter((name) => !(name in stages));
for (const name of names.length > 0 ? names : Object.keys(stages)) {
  const started = Date.now();
  const status = stages[name]();
  console.error(
    `${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) process.exit(status);
}
