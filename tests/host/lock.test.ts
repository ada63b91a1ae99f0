import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentHolder, lockHome } from '../../src/host/lock.ts';
import { temporaryHome, temporaryHost } from '../lab/temporary-host.ts';

const module = resolve(import.meta.dirname, '../../src/host/lock.ts');

/** Another process that takes the lock and keeps it until it is killed. */
async function otherHolder(home: string) {
  const script = `
    import { lockHome } from ${JSON.stringify(module)};
    globalThis.held = lockHome(${JSON.stringify(home)}, 'server'); // an unreachable lock is collected, and with it its file's
    globalThis.held.announce({ url: 'http://127.0.0.1:4711', token: 'secret' });
    console.log('locked');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout!, 'data');
  return child;
}

describe('the lock of a data folder', () => {
  it('names the process and the address of who has it', async () => {
    const home = temporaryHome();
    const other = await otherHolder(home);
    expect(() => lockHome(home, 'cli')).toThrow(
      `a Springback server (process ${other.pid}) at http://127.0.0.1:4711`,
    );
    expect(currentHolder(home)).toMatchObject({ pid: other.pid, token: 'secret' });
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it('dies with its process, whatever that leaves behind', async () => {
    const home = temporaryHome();
    const other = await otherHolder(home);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(existsSync(join(home, 'host.json'))).toBe(true);
    expect(currentHolder(home)).toBeNull();
    const lock = lockHome(home, 'cli');
    expect(JSON.parse(readFileSync(join(home, 'host.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
      kind: 'cli',
    });
    expect(statSync(join(home, 'host.json')).mode & 0o077).toBe(0);
    lock.release();
    expect(existsSync(join(home, 'host.json'))).toBe(false);
  });

  it('keeps a second host of the same process out too', () => {
    const home = temporaryHome();
    temporaryHost({ home });
    expect(() => temporaryHost({ home })).toThrow(/works on/);
  });
});
