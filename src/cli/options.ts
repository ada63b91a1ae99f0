// Options that commands share.
import { type Command, InvalidArgumentError } from 'commander';
import { homePath } from '../host/home.ts';

export interface CommonOptions {
  readonly home?: string;
  readonly workers?: number;
}

/** Of the program itself: may stand before or after the command. */
export const commonOptions = (command: Command): CommonOptions => command.optsWithGlobals<CommonOptions>();
export const homeOf = (command: Command): string => homePath(commonOptions(command).home);

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
    }
    return value;
  };
}
