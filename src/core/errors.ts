// Errors that a user can mend. Anything else that is thrown is a fault of ours.

export interface InputIssue {
  /** Where inside the thing: `model.width`, `data.jsonl:3`, '' for the whole. */
  readonly path: string;
  readonly message: string;
}

/** What the user gave cannot be used. `issues` names each place; `message` is all of them, one a line. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.issues = issues;
  }
}

/** An `InputError` with one issue. */
export const inputError = (path: string, message: string): InputError => new InputError([{ path, message }]);
