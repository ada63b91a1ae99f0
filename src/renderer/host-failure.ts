// An answer of the host that says no, as an error: what a user can mend carries its issues, the rest is a fault.
import { type Failure, failureSchema, type Issue } from '../contract/window.ts';

export class HostFailure extends Error {
  readonly code: Failure['code'] | 'unreachable';
  readonly issues: readonly Issue[];
  constructor(code: HostFailure['code'], message: string, issues: readonly Issue[] = []) {
    super(message);
    this.name = 'HostFailure';
    this.code = code;
    this.issues = issues;
  }
}

/** Whatever a host answered in place of an output. */
export function hostFailure(answer: unknown): HostFailure {
  const parsed = failureSchema.safeParse(answer);
  if (!parsed.success) return new HostFailure('fault', 'The host answered with something unknown.');
  return new HostFailure(parsed.data.code, parsed.data.message, parsed.data.issues);
}

export function asFailure(error: unknown): HostFailure {
  if (error instanceof HostFailure) return error;
  return new HostFailure('fault', error instanceof Error ? error.message : String(error));
}
