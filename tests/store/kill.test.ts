import { spawn } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { removeTemporaryFolders, temporaryFolder } from './fixtures.ts';

afterAll(removeTemporaryFolders);

/** Starts the writer and kills it after a while; returns the last update that it said was committed. */
function runAndKill(folder: string, milliseconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const script = new URL('./writer.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds));
    child.on('error', reject);
    child.on('close', () => resolve(Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1))));
  });
}

it('a writer killed at any moment has lost no committed point and left none half-written', async () => {
  for (const milliseconds of [3, 40, 125, 260]) {
    const folder = temporaryFolder();
    const last = await runAndKill(folder, milliseconds);
    expect(last).toBeGreaterThan(0);
    const store = openStore(folder);
    const [experiment] = store.experiments();
    const byUpdate = Map.groupBy(store.points(experiment!.id), ({ update }) => update);
    for (let update = 1; update <= last; update++) expect(byUpdate.get(update)).toHaveLength(50);
    for (const points of byUpdate.values()) {
      expect(points).toHaveLength(50);
      for (const { metric, update, value } of points) expect(value).toBe(update + Number(metric.slice(7)));
    }
    expect(store.steps(experiment!.id)[0]!.update).toBe(Math.max(...byUpdate.keys()));
    store.close();
  }
});
