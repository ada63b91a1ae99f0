// A server over a bundle, spoken to over real HTTP: it answers every question and carries out nothing.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changingCommands } from '../../src/contract/window.ts';
import { thisMachine, writeBundleFile } from '../../src/host/bundle-file.ts';
import { openBundle } from '../../src/host/open-host.ts';
import { packBundle } from '../../src/lab/pack-bundle.ts';
import { startServer } from '../../src/server/http-server.ts';
import { runToEnd, temporaryHome, temporaryHost } from '../lab/temporary-host.ts';
import { tinySchedule } from '../lab/tiny-schedule.ts';

async function site() {
  const host = temporaryHost();
  host.lab.start();
  await runToEnd(host, tinySchedule({ axes: {}, seeds: [1] }));
  const folder = temporaryHome();
  const file = join(folder, 'saved.springback');
  const about = { created: '2026-11-24T10:00:00.000Z', version: '0.1.0', machine: thisMachine() };
  await writeBundleFile(file, packBundle(host.history, [1], { ...about, digits: 7, omitted: [] }), {
    force: false,
  });
  const saved = await openBundle(file, 'server');
  const server = await startServer(saved, { rendererFolder: folder, token: 'a-token' });
  onTestFinished(async () => {
    await server.close();
    await saved.close();
  });
  const ask = async (command: string, input: unknown) => {
    const answer = await fetch(`${server.origin}/api/${command}`, {
      method: 'POST',
      headers: { cookie: `springback-${server.port}=a-token`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  return { folder, file, ask };
}

describe('the server over a bundle', () => {
  it('answers questions, refuses every command that changes anything, and touches no folder', async () => {
    const { folder, file, ask } = await site();
    expect((await ask('workbench.info', {})).body).toMatchObject({
      host: 'server',
      home: file,
      readOnly: true,
      workers: 0,
      trainers: [],
      quickstart: null,
      bundle: { file, created: '2026-11-24T10:00:00.000Z', machine: thisMachine() },
    });
    expect((await ask('experiment.list', {})).body).toMatchObject([
      { id: 1, name: 'tiny', state: 'finished' },
    ]);
    const query = { id: 1, metric: 'behaviour.score', phases: ['unalign'] };
    expect((await ask('experiment.series', query)).body).toMatchObject([{ update: [0, 1, 2, 4, 8] }]);
    const inputs: Record<string, unknown> = {
      'experiment.submit': { schedule: tinySchedule() },
      'experiment.prioritise': { id: 1, priority: 3 },
      'workbench.devices': {},
      'workbench.showcase': {},
    };
    expect(changingCommands.size).toBeGreaterThan(20);
    for (const command of changingCommands) {
      expect(await ask(command, inputs[command] ?? { id: 1 }), command).toMatchObject({
        status: 409,
        body: {
          code: 'conflict',
          message: expect.stringContaining('this is a saved showcase, opened read-only'),
        },
      });
    }
    expect((await ask('experiment.get', { id: 1 })).body).toMatchObject({
      summary: { state: 'finished', priority: 0 },
    });
    expect(readdirSync(folder)).toEqual(['saved.springback']);
    expect(existsSync(join(folder, 'host.lock'))).toBe(false);
  });
});
