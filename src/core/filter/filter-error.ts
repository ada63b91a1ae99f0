// What is wrong with a filter expression, and where.

export class FilterError extends Error {
  override readonly name = 'FilterError';
  /** Index into the text, in UTF-16 code units. */
  readonly position: number;
  /** Nothing is wrong but that it does not go on: somebody is still typing. */
  readonly incomplete: boolean;

  constructor(message: string, position: number, incomplete = false) {
    super(message);
    this.position = position;
    this.incomplete = incomplete;
  }
}
