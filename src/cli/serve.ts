// `springback serve`: runs the server's entry as a process of its own (entries do not import each other).
import { fork } from 'node:child_process';
import { entryFile } from '../host/entry-file.ts';

/** Resolves with the server's exit code. Ctrl-C reaches the server by itself; we wait for it to end. */
export function serve(args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(entryFile('server'), [...args], {
      execArgv: [],
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
