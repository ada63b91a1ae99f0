// The folder of the package, from source and from a bundle alike, and what hosts read from it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above that has a package.json. */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from)
    throw new Error('no package.json above Springback’s own files: the installation is incomplete');
  return packageRoot(above);
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** A schedule that comes with the package, as JSON; null where this package comes without it. */
export function builtInSchedule(name: string): unknown {
  const file = join(packageRoot(), 'resources', 'schedules', `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** The bundle that comes with the package, whether or not it is there. */
export const showcaseFile = (): string => join(packageRoot(), 'resources', 'showcase', 'showcase.springback');

export const rendererFolder = (): string => join(packageRoot(), 'out', 'renderer');
