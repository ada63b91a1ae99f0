import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryFile } from '../../src/host/entry-file.ts';
import { type Host, openHost } from '../../src/host/open-host.ts';
import { exportsFolder } from '../../src/host/transfers.ts';
import { partitionOf } from '../../src/main/partition.ts';
import { runShell, type ShellOptions } from '../../src/main/shell.ts';
import { startUtilityTrainer } from '../../src/main/utility-trainer.ts';
import { temporaryHome } from '../lab/temporary-host.ts';
import { downloadDouble, electronDouble, utilityProcesses } from './electron-double.ts';

const windowUrl = 'springback://window/index.html';

/** A real host whose trainers are started as Electron's main starts them. */
function options(home = temporaryHome()): ShellOptions & { opened: Host[] } {
  const opened: Host[] = [];
  const processes = utilityProcesses();
  const killNow = (pid: number): void => void process.kill(pid, 'SIGKILL');
  return {
    opened,
    folders: { renderer: join(home, 'renderer'), files: exportsFolder(home) },
    preload: '/preload.cjs',
    partition: partitionOf(home),
    openHost() {
      const host = openHost({
        kind: 'electron',
        home,
        workers: 1,
        startTrainer: (events) =>
          startUtilityTrainer(processes, events, { entry: entryFile('trainer'), killNow }),
      });
      opened.push(host);
      return host;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (const start = Date.now(); !condition(); await new Promise((done) => setTimeout(done, 20)))
    if (Date.now() - start > 40_000) throw new Error('it did not come to pass in 40 s');
}

describe('the shell', () => {
  it('guards before it shows, starts the quickstart on an empty history, and quits only after the host is closed', async () => {
    const electron = electronDouble();
    const given = options();
    await runShell(electron.pieces, given);
    const order = [
      'registerSchemes',
      'enableSandbox',
      'ready',
      'setPermissionRequestHandler',
      'onBeforeRequest',
    ];
    const places = [...order, 'handle springback', 'setWindowOpenHandler', `loadURL ${windowUrl}`].map(
      (step) => electron.log.indexOf(step),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(electron.schemes[0]).toMatchObject({
      scheme: 'springback',
      privileges: { standard: true, secure: true },
    });
    expect(electron.windowOptions[0]?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      partition: given.partition,
    });
    // What was guarded is what the window lives in.
    expect(electron.session).toMatchObject({ partition: given.partition });

    const answer = (await electron.call(windowUrl, 'experiment.list', {})) as { output: { name: string }[] };
    expect(answer.output.map(({ name }) => name)).toEqual([expect.stringContaining('Quickstart')]);
    await until(() => electron.sent.some((event) => (event as { points?: boolean }).points === true));
    await until(() => electron.progress.some((share) => share > 0));
    expect(electron.progress.every((share) => share >= 0 && share < 1)).toBe(true);
    await electron.call(windowUrl, 'experiment.pause', { id: 1 });
    expect(electron.progress.at(-1)).toBe(-1);
    await electron.call(windowUrl, 'experiment.resume', { id: 1 });
    await until(() => (electron.progress.at(-1) ?? -1) >= 0);

    let held = 0;
    const quitting = {
      preventDefault() {
        held += 1;
      },
    };
    electron.app.emit('before-quit', quitting);
    expect(held).toBe(1);
    expect(electron.log).not.toContain('quit');
    await until(() => electron.log.includes('quit'));
    electron.app.emit('before-quit', quitting);
    expect(held).toBe(1);
    // The folder is free again, and what was trained is there.
    const again = openHost({ kind: 'cli', home: given.opened[0]!.home });
    expect(again.history.experiments()).toHaveLength(1);
    await again.close();
  });

  it('writes the deck that is shown where the user says, and tells of a download that broke off', async () => {
    const electron = electronDouble();
    const given = options();
    await runShell(electron.pieces, given);
    const file = join(given.opened[0]!.home, 'deck.pdf');
    electron.chosenFile = file;
    electron.printToPDF = () => Promise.resolve(Buffer.from('%PDF-1.4'));
    expect(await electron.invoke(windowUrl, 'springback:pdf', 'Größe: 2')).toEqual({ output: { file } });
    expect(readFileSync(file, 'utf8')).toBe('%PDF-1.4');
    expect(electron.saveDialogs[0]).toMatchObject({ defaultPath: 'Größe- 2.pdf' });

    const item = downloadDouble('springback://window/files/export.springback');
    electron.session.emit('will-download', { preventDefault: () => undefined }, item);
    item.emit('done', {}, 'interrupted');
    expect(electron.messageBoxes).toEqual([
      {
        type: 'error',
        message: 'export.springback was not saved',
        detail: 'Writing /home/user/export.springback broke off. Save it again.',
      },
    ]);
    await given.opened[0]!.close();
  });

  it('of a second instance quits at once and opens nothing', async () => {
    const electron = electronDouble({ firstInstance: false });
    const given = options();
    await runShell(electron.pieces, given);
    expect(electron.log).toContain('quit');
    expect(given.opened).toEqual([]);
    expect(electron.windows).toEqual([]);
  });

  it('says in a box why the data folder cannot be opened, and exits with 1', async () => {
    const electron = electronDouble();
    const file = join(temporaryHome(), 'in-the-way');
    writeFileSync(file, '');
    await runShell(electron.pieces, options(file));
    expect(electron.errorBoxes[0]).toContain(file);
    expect(electron.log).toContain('exit 1');
    expect(electron.windows).toEqual([]);
  });
});
