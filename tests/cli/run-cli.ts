// The command line as a user runs it: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const entry = resolve(import.meta.dirname, '../../src/cli/cli.ts');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function startCli(args: readonly string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, ...environment } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

export const cli = (...args: string[]): Promise<Ended> => startCli(args).ended;

export function scheduleFile(folder: string, schedule: unknown): string {
  const file = join(folder, 'schedule.json');
  writeFileSync(file, JSON.stringify(schedule));
  return file;
}
