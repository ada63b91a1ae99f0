// A process of its own for a device that needs its environment set before it starts: prints one JSON line per case.
import type { Device } from '../../src/engine/backend.ts';
import { openBackend } from '../../src/engine/open-backend.ts';
import { parityOf, wrong } from './parity-check.ts';
import { parityCases } from './parity-programs.ts';

const backend = await openBackend({ device: process.argv[2] as Device });
for (const one of parityCases()) {
  try {
    console.log(JSON.stringify(await parityOf(backend, one)));
  } catch (error) {
    console.log(JSON.stringify({ name: one.name, tolerance: 0, errors: { [String(error)]: wrong } }));
  }
}
