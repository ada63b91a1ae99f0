// A zip that was written by `bundle-archive.ts`, read with suspicion: only the names that it writes, checkpoints stored as
// they are, every entry in a place of its own.
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { cutShort } from '../core/bundle/issues.ts';
import { InputError } from '../core/errors.ts';
import { checkpointEntry, textEntry } from './bundle-archive.ts';
import { damaged } from './bundle-errors.ts';

export interface Archive {
  readonly entries: number;
  /** Bytes of an entry, null where there is none of the name. */
  size(name: string): number | null;
  /** Bytes in the file for each byte of the entry. */
  ratio(name: string): number;
  read(name: string): Promise<Readable>;
  close(): void;
}

const mostEntries = 1_000_000;
/** What the reader says of a zip whose list of entries, which is its end, is not there. */
const noEnd = 'End of central directory record signature not found';
const storedMethod = 0;
const deflatedMethod = 8;
const expected = new RegExp(
  `^${checkpointEntry({ key: '[0-9a-f]{64}', update: 0 }).replace('@0.', '@(0|[1-9][0-9]{0,14})\\.')}$`,
);

/** Throws an InputError that names the file where it is not such a zip, or cut short. */
export async function openArchive(file: string, label: string): Promise<Archive> {
  const refuse = (how: unknown): never => {
    if (how instanceof InputError) throw how;
    if (how instanceof Error && how.message.startsWith(noEnd))
      throw cutShort(label, `${statSync(file).size} bytes`);
    throw damaged(label, how instanceof Error ? how.message : String(how));
  };
  const zip = await openPromise(file, { autoClose: false, lazyEntries: true, strictFileNames: true }).catch(
    refuse,
  );
  try {
    const entries = await readEntries(zip, refuse);
    requirePlaces([...entries.values()], refuse);
    return {
      entries: entries.size,
      size: (name) => entries.get(name)?.uncompressedSize ?? null,
      ratio: (name) => entries.get(name)!.compressedSize / Math.max(1, entries.get(name)!.uncompressedSize),
      read: (name) => zip.openReadStreamPromise(entries.get(name)!).catch(refuse),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readEntries(zip: ZipFile, refuse: (how: unknown) => never): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > mostEntries) refuse(`it has ${zip.entryCount} entries`);
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      const problem = problemOf(entry);
      if (problem !== null) refuse(`${JSON.stringify(fileName)} ${problem}`);
      if (entries.has(fileName)) refuse(`${fileName} is there twice`);
      entries.set(fileName, entry);
    }
  } catch (error) {
    refuse(error);
  }
  if (!entries.has(textEntry)) refuse(`${textEntry} is not in it`);
  return entries;
}

function problemOf(entry: Entry): string | null {
  const { fileName, compressionMethod, compressedSize, uncompressedSize } = entry;
  if (fileName !== textEntry && !expected.test(fileName)) return 'has no place in a bundle';
  if (entry.isEncrypted()) return 'is encrypted';
  if (fileName === textEntry)
    return compressionMethod === deflatedMethod ? null : `is packed by method ${compressionMethod}`;
  if (compressionMethod !== storedMethod || compressedSize !== uncompressedSize)
    return 'is not stored as it is';
  return null;
}

/** Entries that share bytes could unpack to more than the file has. */
function requirePlaces(entries: readonly Entry[], refuse: (how: unknown) => never): void {
  const rising = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [index, entry] of rising.entries()) {
    const next = rising[index + 1];
    const end = entry.relativeOffsetOfLocalHeader + entry.compressedSize;
    if (next !== undefined && next.relativeOffsetOfLocalHeader < end) refuse('its entries overlap');
  }
}
