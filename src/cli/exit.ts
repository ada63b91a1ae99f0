// Exit codes that a script can rely on: 0 done, 1 failed, 2 wrong usage or input, 130 interrupted.
import { toFailure } from '../lab/failure.ts';
import { note } from './output.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Says what went wrong and returns the code for it. */
export function explain(error: unknown): ExitCode {
  const failure = toFailure(error);
  note(`springback: ${failure.message}`);
  if (failure.code === 'fault' && process.env.SPRINGBACK_DEBUG && error instanceof Error)
    note(error.stack ?? '');
  return failure.code === 'input' || failure.code === 'missing' ? exitCodes.usage : exitCodes.failed;
}
