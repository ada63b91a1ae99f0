// `springback serve`: runs the server's entry as a process of its own (entries do not import each other).
import { fork } from 'node:child_process';
import { entryFile } from '../host/entry-file.ts';

/** Resolves with the server's exit code. */
export function serve(args: readonly string[]): Promise<number> {
  // Of its own process group, so that a signal reaches it once: from here. Windows has no such thing to pass on.
  const detached = process.platform !== 'win32';
  return new Promise((resolve, reject) => {
    const child = fork(entryFile('server'), [...args], {
      execArgv: [],
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached,
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void (detached && child.kill(signal)));
    }
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
