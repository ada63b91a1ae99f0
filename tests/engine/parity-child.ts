// A process of its own for a device that needs its environment set before it starts: prints one JSON line per case.
import type { Device } from '../../src/engine/backend.ts';
import { openBackend } from '../../src/engine/open-backend.ts';
import { parityOf, wrong } from './parity-check.ts';
import { parityCases } from './parity-programs.ts';

const backend = await openBackend({ device: process.argv[2] as Device });
const cases = parityCases();
// A GPU's device lives as long as an executable does, and with it the kernels that it has compiled: one that stays open
// keeps them from case to case.
const open = await backend.compile(cases[0]!.program);
for (const one of cases) {
  try {
    console.log(JSON.stringify(await parityOf(backend, one)));
  } catch (error) {
    console.log(JSON.stringify({ name: one.name, tolerance: 0, errors: { [String(error)]: wrong } }));
  }
}
await open.dispose();
