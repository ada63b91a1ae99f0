// Where another entry of the package is: a process is started from its file, entries don't import each other.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Built: beside the caller's bundle, or above its chunk. From source: in its own folder. */
export function entryFile(name: 'trainer' | 'server', from: string = import.meta.dirname): string {
  const places = [`${name}.mjs`, `../${name}.mjs`, `../${name}/${name}.ts`].map((place) =>
    resolve(from, place),
  );
  const file = places.find((place) => existsSync(place));
  if (file === undefined) {
    throw new Error(`the ${name} is at none of ${places.join(', ')}: build it with npm run build`);
  }
  return file;
}
