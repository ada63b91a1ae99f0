// `npm run screenshots [-- page …]`: pictures of the window's pages into docs/screenshots/, under Node 24.
import path from 'node:path';
import { build } from './build.mjs';
import { install, root, runNode } from './install.mjs';

install();
build();
process.exit(runNode([path.join(root, 'scripts', 'screenshots.ts'), ...process.argv.slice(2)]));
