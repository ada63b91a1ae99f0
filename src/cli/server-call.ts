// A command to the server that holds the data folder, over HTTP as its window speaks to it.
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type Failure,
  failureSchema,
} from '../contract/window.ts';
import { inputError } from '../core/errors.ts';
import type { Holder } from '../host/lock.ts';
import { LabError } from '../lab/failure.ts';

export async function callServer<C extends CommandName>(
  { url, token }: Pick<Holder, 'url' | 'token'>,
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const answer = await fetch(`${url}/api/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: `springback-${new URL(url).port}=${token}` },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw asError(failureSchema.parse(await answer.json()));
  return (await answer.json()) as CommandOutput<C>;
}

function asError({ code, message }: Failure): Error {
  if (code === 'input') return inputError('', message);
  return code === 'fault' ? new Error(message) : new LabError(code, message);
}
