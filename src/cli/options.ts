// Options that commands share.
import { type Command, InvalidArgumentError } from 'commander';
import { inputError } from '../core/errors.ts';
import { chosenBundle } from '../host/bundle-file.ts';
import { homePath } from '../host/home.ts';

export interface CommonOptions {
  readonly home?: string;
  readonly bundle?: string;
  readonly showcase?: boolean;
  readonly workers?: number;
}

/** Of the program itself: may stand before or after the command. */
export const commonOptions = (command: Command): CommonOptions => command.optsWithGlobals<CommonOptions>();
const openBundles: readonly string[] = ['list', 'show', 'compare', 'claims', 'report', 'deck', 'serve'];

/** The data folder, or the bundle that is opened in its place by commands that only read. */
export function homeOf(command: Command): string {
  return bundleOf(command) ?? homePath(commonOptions(command).home);
}

/** The bundle that a command is to open, null where it works on the data folder. */
export function bundleOf(command: Command): string | null {
  const { bundle, showcase } = commonOptions(command);
  if (bundle === undefined && !showcase) return null;
  const option = showcase ? '--showcase' : '--bundle';
  if (!openBundles.includes(command.name())) {
    throw inputError(
      option,
      `a bundle is read-only, "${command.name()}" cannot use one; ${openBundles.join(', ')} can`,
    );
  }
  return chosenBundle({ ...(bundle === undefined ? {} : { bundle }), ...(showcase ? { showcase } : {}) });
}

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
    }
    return value;
  };
}
