// The desktop application over a bundle, with doubles of Electron's pieces.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thisMachine, writeBundleFile } from '../../src/host/bundle-file.ts';
import { openBundle } from '../../src/host/open-host.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { bundleChoice } from '../../src/main/arguments.ts';
import { partitionOf } from '../../src/main/partition.ts';
import { runShell } from '../../src/main/shell.ts';
import { temporaryHome, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';
import { electronDouble } from './electron-double.ts';

const windowUrl = 'springback://window/index.html';

async function savedFile(): Promise<string> {
  const host = temporaryHost();
  host.lab.submit(tinySchedule({ axes: {}, seeds: [1] }), '');
  const file = join(temporaryHome(), 'saved.springback');
  const about = { created: '2026-11-24T10:00:00.000Z', version: '0.1.0', machine: thisMachine() };
  await writeBundleFile(file, packBundle(host.history, [1], { ...about, digits: 7, omitted: [] }), {
    force: false,
  });
  return file;
}

describe('the shell over a bundle', () => {
  it('opens beside another instance, starts nothing, and shows what is saved', async () => {
    const electron = electronDouble({ firstInstance: false });
    const file = await savedFile();
    await runShell(electron.pieces, {
      folders: { renderer: temporaryHome(), files: null },
      preload: '/preload.cjs',
      partition: partitionOf(null),
      bundle: true,
      openHost: () => openBundle(file, 'electron'),
    });
    expect(electron.log).toContain(`loadURL ${windowUrl}`);
    expect(await electron.call(windowUrl, 'experiment.list', {})).toMatchObject({
      output: [{ name: 'tiny', state: 'paused' }],
    });
    expect(await electron.call(windowUrl, 'experiment.resume', { id: 1 })).toMatchObject({
      failure: { code: 'conflict', message: expect.stringContaining('opened read-only') },
    });
  });

  it('says in a box why a bundle cannot be opened', async () => {
    const electron = electronDouble();
    await runShell(electron.pieces, {
      folders: { renderer: temporaryHome(), files: null },
      preload: '/preload.cjs',
      partition: partitionOf(null),
      bundle: true,
      openHost: () => openBundle('/no/such.springback', 'electron'),
    });
    expect(electron.errorBoxes).toEqual([
      'Springback cannot open the saved results: /no/such.springback: the file or its folder does not exist',
    ]);
  });

  it.each([
    [['/app', '--bundle', 'a.springback'], { bundle: 'a.springback', showcase: false }],
    [['/app', '--no-sandbox', '--bundle=b c.springback'], { bundle: 'b c.springback', showcase: false }],
    [['/app', '--showcase'], { showcase: true }],
    [['/app', '--home=/x', '--enable-features=Vulkan'], { showcase: false }],
    [['/app', '--bundle'], { bundle: '', showcase: false }],
  ])('understands %j', (argv, choice) => {
    expect(bundleChoice(argv)).toEqual(choice);
  });
});
