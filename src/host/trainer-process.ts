// A trainer as a child process of Node. Electron's main has its own, over `utilityProcess`.
import { type ChildProcess, fork } from 'node:child_process';
import { fromTrainerSchema } from '../contract/trainer.ts';
import type { TrainerEvents, TrainerLink } from '../lab/ports.ts';
import { entryFile } from './entry-file.ts';

/** Starts a trainer with this process's own Node. It ends with this process, however that ends. */
export function startTrainerProcess(
  events: TrainerEvents,
  entry: string = entryFile('trainer'),
): TrainerLink {
  const child = fork(entry, [], {
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Of its own process group: Ctrl-C is for the host, which has the trainers checkpoint.
    detached: process.platform !== 'win32',
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.on('exit', kill);
  const complaint = lastWords(child);
  let gone = false;
  const leave = (reason: string): void => {
    if (gone) return;
    gone = true;
    process.off('exit', kill);
    events.exit(reason);
  };
  child.on('message', (message) => {
    const parsed = fromTrainerSchema.safeParse(message);
    if (parsed.success) {
      events.message(parsed.data);
      return;
    }
    kill();
    leave(`it said what the contract does not know: ${parsed.error.message}`);
  });
  child.on('error', (error) => leave(error.message));
  child.on('close', (code, signal) => leave(describeEnd(code, signal, complaint())));
  return {
    pid: child.pid ?? 0,
    // What is sent to a process that has just ended is lost; its end is told by `exit`.
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    kill,
  };
}

/** The end of what a process writes to its error stream. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-2000);
  });
  return () => words.trim();
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null, complaint: string): string {
  const end = signal === null ? `ended with code ${code}` : `ended by ${signal}`;
  return complaint === '' ? end : `${end}: ${complaint}`;
}
