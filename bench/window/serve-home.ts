// The built server over a data folder, as a user starts it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface RunningHost {
  readonly url: string;
  readonly origin: string;
  /** From the start of the process until it told its address. */
  readonly startMilliseconds: number;
  end(): Promise<void>;
}

export async function serveHome(
  root: string,
  home: string,
  args: readonly string[] = [],
): Promise<RunningHost> {
  const began = performance.now();
  const entry = join(root, 'out/main/server.mjs');
  const child = spawn(process.execPath, [entry, '--home', home, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((found, failed) => {
    child.stdout.once('data', (text) => found(String(text)));
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const { url } = JSON.parse(line) as { url: string };
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    url,
    origin: new URL(url).origin,
    startMilliseconds: performance.now() - began,
    end() {
      child.kill();
      return ended;
    },
  };
}
