// Loaded into a process before its program (`--import`): its date is off by the milliseconds that a file holds at the
// moment, as if a user had set the clock. The steady clock and the dates of files stay true.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.SPRINGBACK_TEST_CLOCK!;
const True = Date;
let [offset, read] = [0, Number.NEGATIVE_INFINITY];

function now(): number {
  if (performance.now() - read > 5) {
    offset = Number(readFileSync(file, 'utf8'));
    read = performance.now();
  }
  return True.now() + offset;
}

globalThis.Date = new Proxy(True, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new True(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
writeFileSync(`${file}.${process.pid}`, ''); // for the test, which asks whose clock is set
