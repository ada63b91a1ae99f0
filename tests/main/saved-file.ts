// A small bundle, gone after the test.
import { join } from 'node:path';
import { thisMachine, writeBundleFile } from '../../src/host/bundle-file.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { temporaryHome, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';

/** One experiment that has not begun. */
export async function savedFile(): Promise<string> {
  const host = temporaryHost();
  host.lab.submit(tinySchedule({ axes: {}, seeds: [1] }), '');
  const file = join(temporaryHome(), 'saved.springback');
  const about = { created: '2026-11-24T10:00:00.000Z', version: '0.1.0', machine: thisMachine() };
  await writeBundleFile(file, packBundle(host.history, [1], { ...about, digits: 7, omitted: [] }), {
    force: false,
  });
  return file;
}
