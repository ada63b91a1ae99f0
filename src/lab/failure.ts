// How a command says no. An error that a user can act on becomes a `Failure` with its code; any other is a `fault`.

import { type CommandName, type CommandRequest, commands, type Failure } from '../contract/window.ts';
import { InputError } from '../core/errors.ts';

/** A command cannot be carried out: the thing is `missing`, or its state is in `conflict` with the command. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly code: 'missing' | 'conflict';
  constructor(code: 'missing' | 'conflict', message: string) {
    super(message);
    this.code = code;
  }
}

/** What travels to the window in place of an answer. */
export function toFailure(error: unknown): Failure {
  if (error instanceof InputError) {
    return { code: 'input', message: error.message, issues: error.issues.map((issue) => ({ ...issue })) };
  }
  if (error instanceof LabError) return { code: error.code, message: error.message, issues: [] };
  return { code: 'fault', message: error instanceof Error ? error.message : String(error), issues: [] };
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** Parses a command's input by the table; throws an InputError that names the paths. */
export function parseInput<C extends CommandName>(command: C, input: unknown): CommandRequest<C> {
  const parsed = commands[command].input.safeParse(input);
  if (parsed.success) return parsed.data as CommandRequest<C>;
  throw new InputError(
    parsed.error.issues.map(({ path, message }) => ({
      path: [command, ...path.map(String)].join('.'),
      message,
    })),
  );
}
