// The desktop application over a bundle, with doubles of Electron's pieces.
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src/host/open-host.ts';
import { bundleChoice, showcaseArguments } from '../../src/main/arguments.ts';
import { partitionOf } from '../../src/main/partition.ts';
import { runShell } from '../../src/main/shell.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { electronDouble } from './electron-double.ts';
import { savedFile } from './saved-file.ts';

const windowUrl = 'springback://window/index.html';

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

it('another instance is told to show what comes with Springback, beside what this one was told', () => {
  const argv = showcaseArguments(['/app', '--no-sandbox', '--home=/data']);
  expect(argv.slice(0, -1)).toEqual(['/app', '--no-sandbox', '--home=/data']);
  expect(bundleChoice(argv)).toEqual({ showcase: true });
});
