// The data folder: where it is, and that it can be written.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inputError } from '../core/errors.ts';
import { here, preferencesFile, preferredHome, type Surroundings } from './preferences.ts';

export interface HomeFolders {
  readonly home: string;
  readonly database: string;
  readonly checkpoints: string;
}

/** The folder that was named, or SPRINGBACK_HOME, or the one of the preferences, or where the operating system keeps such data. */
export function homePath(chosen: string | undefined, surroundings: Surroundings = here()): string {
  const { platform, environment, userFolder } = surroundings;
  const named = (chosen ?? environment.SPRINGBACK_HOME) || preferredHome(preferencesFile(surroundings));
  if (named) return resolve(named);
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Springback');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA || join(userFolder, 'AppData', 'Local'), 'Springback');
  }
  return join(environment.XDG_DATA_HOME || join(userFolder, '.local', 'share'), 'springback');
}

export const homeFolders = (home: string): HomeFolders => ({
  home,
  database: join(home, 'database'),
  checkpoints: join(home, 'checkpoints'),
});

/** Creates what is missing. Throws an InputError that names the folder where it cannot be written. */
export function createHome(home: string): HomeFolders {
  const folders = homeFolders(home);
  for (const folder of [folders.home, folders.database, folders.checkpoints]) {
    try {
      makeFolder(folder);
      accessSync(folder, constants.W_OK);
    } catch (error) {
      throw inputError(
        '',
        `the data folder ${folder} cannot be written: ${explain(error)}; name another with --home`,
      );
    }
  }
  return folders;
}

/** Not `recursive`: where the system answers ENOENT for a folder that is there (/proc), that never ends. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was as quick as this one.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of this path is a file',
  EEXIST: 'a file of this name is in the way',
  ENOENT: 'the system does not allow it there',
  ENOSPC: 'the disk is full',
};

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
