// What must be known before the data folder is: where it is. One small file in the user's configuration folder.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { inputError } from '../core/errors.ts';
import type { Preferences } from '../lab/ports.ts';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string;
}
export const here = (): Surroundings => ({
  platform: process.platform,
  environment: process.env,
  userFolder: homedir(),
});

/** XDG_CONFIG_HOME on every system where it is set, otherwise where the operating system keeps such files. */
export function preferencesFile({ platform, environment, userFolder }: Surroundings = here()): string {
  const named = environment.XDG_CONFIG_HOME;
  if (named) return join(named, 'springback', 'preferences.json');
  if (platform === 'darwin')
    return join(userFolder, 'Library', 'Application Support', 'Springback', 'preferences.json');
  if (platform === 'win32')
    return join(
      environment.APPDATA || join(userFolder, 'AppData', 'Roaming'),
      'Springback',
      'preferences.json',
    );
  return join(userFolder, '.config', 'springback', 'preferences.json');
}

const schema = z.object({ home: z.string().nullable().default(null) });

/** The data folder that the user chose, null where none was. A file that cannot be understood says nothing. */
export function preferredHome(file: string = preferencesFile()): string | null {
  const text = readText(file);
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.home : null;
}

export function openPreferences(file: string = preferencesFile()): Preferences {
  return {
    home: () => preferredHome(file),
    setHome(home) {
      if (home !== null) requireFolder(home);
      write(file, `${JSON.stringify({ home }, null, 2)}\n`);
    },
  };
}

/** The next start creates it, so it need not be there; but a file in its place would keep the workbench from starting. */
function requireFolder(home: string): void {
  if (!isAbsolute(home))
    throw inputError('home', `expected the full path of a folder, got ${JSON.stringify(home)}`);
  const found = statSync(home, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory())
    throw inputError('home', `${home} is a file, not a folder`);
}

function write(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(partial, text);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw inputError('home', `${file} cannot be written: ${(error as Error).message}`);
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // Not there, or not ours to read: nothing is preferred.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
