// `npm run -s springback -- …`: the command line from a checkout. Paths are relative to where the user stands.
import path from 'node:path';
import { build } from './build.mjs';
import { install, root, runNode } from './install.mjs';

install();
build();
process.exit(
  runNode([path.join(root, 'out', 'main', 'cli.mjs'), ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  }),
);
