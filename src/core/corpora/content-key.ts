// What identifies the user's corpus: the contents of its files, wherever they lie.
import { hashBytes, hashText } from '../hash-text.ts';
import type { CorpusConfig } from '../schedule.ts';

/** Paths of a corpus's files as the schedule has them, in the order of the schedule; none for a grammar. */
export function corpusPaths(config: CorpusConfig): string[] {
  if (config.kind !== 'files') return [];
  return [...config.pretrain, ...config.positive, ...config.negative, ...(config.control ?? [])];
}

/**
 * SHA-256 over the files' contents in the order of `corpusPaths`; '' for a grammar. Each file goes in by its own
 * SHA-256, so where one ends and the next begins matters. Which role a file has is in the config, not here.
 */
export function corpusContentKey(contents: Iterable<Uint8Array>): string {
  return combineKeys(Array.from(contents, hashBytes));
}

/** The same from the SHA-256 (hexadecimal) of each file, for a host that hashes files as they stream. */
export const combineKeys = (fileKeys: readonly string[]): string =>
  fileKeys.length === 0 ? '' : hashText(fileKeys.join('\n'));
