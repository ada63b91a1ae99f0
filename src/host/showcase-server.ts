// The saved results that come with Springback, read-only in a server process of their own: it holds no data folder, has a
// port and a key of its own, and ends with the host that started it.
import { type ChildProcess, spawn } from 'node:child_process';
import { entryFile } from './entry-file.ts';

/** Answers with the address of its window. It is started once, and again where it has ended. */
export function showcaseServer(): () => Promise<string> {
  let running: Promise<string> | null = null;
  const forget = (): void => {
    running = null;
  };
  return () => {
    running ??= start(forget);
    return running;
  };
}

async function start(ended: () => void): Promise<string> {
  // The channel is what it ends by: it closes when this process is gone, however it went.
  const child = spawn(process.execPath, [entryFile('server'), '--showcase', '--json', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.once('exit', ended);
  const line = await firstLine(child).catch((error: unknown) => {
    ended();
    throw error;
  });
  return (JSON.parse(line) as { url: string }).url;
}

function firstLine(child: ChildProcess): Promise<string> {
  let [said, wrong] = ['', ''];
  child.stderr!.on('data', (text) => {
    wrong += String(text);
  });
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (text) => {
      said += String(text);
      if (said.includes('\n')) resolve(said);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`the saved results did not open (${code}): ${wrong.trim()}`)),
    );
  });
}
