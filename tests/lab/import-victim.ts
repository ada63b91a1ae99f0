// A host that imports an uploaded bundle and is killed (SIGKILL, by itself) at the nth call of one method of its history:
// node import-victim.ts HOME SHA256 METHOD N
import { openHost } from '../../src/host/open-host.ts';
import { endOf } from './bundle-transfer.ts';

const [home, sha256, method, nth] = process.argv.slice(2) as [string, string, string, string];
const host = openHost({ kind: 'cli', home, workers: 1 });
const owner = (method in host.history.exchange ? host.history.exchange : host.history) as unknown as Record<
  string,
  (...given: unknown[]) => unknown
>;
const before = owner[method]!.bind(owner);
let calls = 0;
owner[method] = (...given) => {
  if (++calls >= Number(nth)) process.kill(process.pid, 'SIGKILL');
  return before(...given);
};
const { job } = await host.lab.dispatch('bundle.import', { sha256, onConflict: 'refuse' });
console.log(JSON.stringify(await endOf(host, job)));
await host.close();
