// A process that commits points until it is killed; each number it prints was committed before. Run by kill.test.ts.
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';
import { submit } from './fixtures.ts';

const store = openStore(process.argv[2]!);
const key = submit(store).plan.steps[0]!.key;
for (let update = 1; ; update++) {
  const points = Array.from({ length: 50 }, (_, i) => ({ metric: `metric.${i}`, update, value: update + i }));
  store.addPoints(key, points, [], update);
  writeSync(1, `${update}\n`);
}
