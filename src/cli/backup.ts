// `springback backup` and `restore`: by way of the server that works on the data folder, or in the history itself where
// no host does.
import type { CommandInput, CommandName, CommandOutput } from '../contract/window.ts';
import { currentHolder } from '../host/lock.ts';
import { openHost } from '../host/open-host.ts';
import { LabError } from '../lab/failure.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { result, resultJson } from './output.ts';
import { callServer } from './server-call.ts';
import { bytes } from './text.ts';

/** Makes a backup now, or tells of those that are there. */
export async function backUp(
  home: string,
  { list, json }: { list: boolean; json: boolean },
): Promise<ExitCode> {
  const made = list ? await ask(home, 'backup.list', {}) : [await ask(home, 'backup.create', {})];
  if (json) resultJson(made);
  else if (made.length === 0) result('There is no backup yet.');
  else
    for (const { file, created, bytes: size, kind } of made)
      result(`${file}  ${created}  ${bytes(size)}  ${kind}`);
  return exitCodes.done;
}

/** `file` as `springback backup --list` names it. */
export async function deleteBackup(home: string, file: string): Promise<ExitCode> {
  await ask(home, 'backup.delete', { file });
  result(`${file} is deleted.`);
  return exitCodes.done;
}

/** `file` as `springback backup --list` names it. */
export async function restore(home: string, file: string): Promise<ExitCode> {
  const { keptAs } = await ask(home, 'backup.restore', { file });
  result(`${file} is the history again; what it replaced is kept as ${keptAs}.`);
  return exitCodes.done;
}

async function ask<C extends CommandName>(
  home: string,
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const holder = currentHolder(home);
  if (holder === null) return askHere(home, command, input);
  if (holder.url !== '') return callServer(holder, command, input);
  const where = holder.kind === 'electron' ? 'in its window' : 'once it has ended';
  throw new LabError('conflict', `process ${holder.pid} works on this data folder: do it there, ${where}`);
}

async function askHere<C extends CommandName>(
  home: string,
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const host = openHost({ kind: 'cli', home });
  try {
    return await host.lab.dispatch(command, input);
  } finally {
    await host.close();
  }
}
