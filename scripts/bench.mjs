// `npm run bench [-- name …]`: runs the benchmarks of bench/, one process each, under Node 24.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { install, root, runNode } from './install.mjs';

install();
const available = readdirSync(path.join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace('.bench.ts', ''));
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : available;
for (const name of wanted) {
  if (!available.includes(name)) {
    console.error(`no benchmark named ${name}; there are: ${available.join(', ')}`);
    process.exit(2);
  }
  const status = runNode([path.join(root, 'bench', `${name}.bench.ts`)]);
  if (status !== 0) process.exit(status);
}
